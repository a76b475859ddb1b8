"""The caller's own rows that need mending, with a column that says why: a file to send again."""

import csv
import dataclasses
import io
from collections.abc import Callable, Iterable, Iterator

from services.ingestion.batches.results import Finding, RowResult
from services.ingestion.importers.inert import ERRORS, ROW, inert, without_mark
from services.ingestion.importers.readers import Row

_LINES = 500

Say = Callable[[Finding], str]
"""What a finding says in the reader's language."""
Columns = dict[str, str]
"""The name of a column in a row's cells -> as it is written in the file, in the file's order."""


def table(columns: Columns, rows: Iterable[RowResult], say: Say) -> Iterator[list[str]]:
    """A heading and the rejected rows, in the columns that came, and number and reasons after.

    A row that could not be taken apart has its raw text in the first column.
    """
    own = {name: written for name, written in columns.items() if written not in (ROW, ERRORS)}
    yield [*own.values(), ROW, ERRORS]
    for row in rows:
        if row.is_rejected:
            cells = [row.cells.get(name, "") for name in own]
            if row.text and not row.cells:
                cells = [row.text, *cells[1:]]
            yield [*cells, str(row.row), " | ".join(map(say, row.findings))]


def columns_of(rows: Iterable[RowResult], read: Iterable[str] = ()) -> Columns:
    """The names that rejected rows bear, in the order first seen, for files without a header.

    What else is `read` comes after: where all rows lack a value there has to be room for it.
    """
    seen: Columns = {}
    for row in rows:
        if row.is_rejected:
            seen |= {name: name for name in row.cells}
    return seen | {name: name for name in read if name not in seen} or {"text": "text"}


def fault_list(rows: Iterable[RowResult]) -> Iterator[list[str]]:
    """A heading and a line for each fault of the rejected rows, its reason in both languages."""
    yield ["row", "field", "found", "code", "reason_th", "reason_en"]
    for row in rows:
        for each in row.findings if row.is_rejected else ():
            reasons = each.fault.text("th"), each.fault.text("en")
            yield [str(row.row), each.field, each.found, each.code, *reasons]


def as_csv(rows: Iterable[list[str]], delimiter: str = ",") -> Iterator[bytes]:
    """The table as a file that spreadsheets open in Thai; no cell of it runs as a formula."""
    lines = io.StringIO()
    # all between quotes, for LibreOffice cuts at several delimiters
    writer = csv.writer(lines, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    lines.write("\ufeff")
    for number, row in enumerate(rows, start=1):
        writer.writerow([inert(cell) for cell in row])
        if number % _LINES == 0:
            yield lines.getvalue().encode()
            lines.seek(0)
            lines.truncate()
    yield lines.getvalue().encode()


def as_it_was(row: Row) -> Row:
    """A row of such a file, sent again, without the marks of `inert`."""
    cells = {name: without_mark(text) for name, text in row.values.items()}
    return dataclasses.replace(row, values=cells)
