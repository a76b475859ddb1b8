"""What a profile makes of some rows: the records that would be kept, and every fault."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

import marshmallow as ma
import msgspec

from services.ingestion.domain import Kind
from services.ingestion.importers.json_rows import as_text, json_row
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.mapping import Mapper, RowFault, fault_at
from services.ingestion.importers.profile import Profile
from services.ingestion.importers.readers import Rows, read_rows
from services.ingestion.importers.rows import Broken, Header, Row, Spellings, table_rows
from services.ingestion.importers.unpacking import Readable
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.profiles.heading import check_heading, is_title, known_names
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.web.faults import flatten

MOST_ROWS = 500
_ROWS_OF_A_TITLE = 10
_MOST_CHARACTERS = 8 * 1024 * 1024
_SCHEMAS: Mapping[Kind, ma.Schema] = {"graduates": GraduateSchema(), "vacancies": VacancySchema()}


@dataclass(frozen=True)
class Preview:
    """What would become of a row: the record as it would be posted, or why it would be refused.

    `unread` names the fields whose text would be left out, as the profile says.
    """

    number: int
    posted: Mapping[str, Any]
    faults: Sequence[RowFault]
    unread: Sequence[str]


def preview(profile: Profile, rows: Iterable[Row], in_workbook: bool = False) -> Iterator[Preview]:
    """A preview of each row; nothing is kept."""
    mapper, schema = Mapper(profile, in_workbook=in_workbook), _SCHEMAS[profile.kind]
    for row in rows:
        mapped = mapper(row)
        if not mapped.faults:
            found = flatten(schema.validate(mapped.posted))
            mapped.faults += [fault_at(mapped, profile, *pair) for pair in found]
        yield Preview(row.number, mapped.posted, mapped.faults, mapped.unread)


def rows_of(
    header: Sequence[str], rows: Sequence[Any], layout: Layout, columns: set[str]
) -> list[Row]:
    """Rows given as lists below a header, or each as an object of its own.

    Raises:
        UnreadableFile: the header lacks one of `columns`, or has it twice; where there are none,
            it is a row like those below it.
    """
    if not header:
        spellings = Spellings(layout, columns)
        return [json_row(number, row, spellings) for number, row in enumerate(rows, start=2)]
    cells: list[list[str] | Broken] = [
        [as_text(cell) for cell in row] if isinstance(row, list) else [] for row in rows
    ]
    read = list(table_rows(cells, Header(header, layout, columns), _Clean()))
    if not columns:
        check_heading(header, [row.values for row in read])
    return read


def beginning(
    stream: Readable, layout: Layout, columns: set[str], most: int = MOST_ROWS
) -> tuple[Rows, list[Row]]:
    """A file, or the first bytes of one, and its first rows; below a title, where nothing tells
    the header by its `columns` and the names of more that we know stand there.

    Raises:
        UnreadableFile: not one row can be read, or, where nothing tells the header by its
            `columns`, it is a row like those below it.
    """
    rows = read_rows(cast(Any, stream), layout, columns)
    is_unknown = not columns and layout == Layout()
    if is_unknown and rows.header and hasattr(stream, "seek"):
        rows = _below_title(cast(Any, stream), layout, rows)
    read: list[Row] = []
    weight = 0
    try:
        for row in rows:
            read.append(row)
            weight += row.weight()
            if len(read) == most or weight >= _MOST_CHARACTERS:
                break
    except UnreadableFile:
        if not read:
            raise
    if is_unknown:
        check_heading(rows.header, [row.values for row in read])
    return rows, read


def _below_title(stream: IO[bytes], layout: Layout, first: Rows) -> Rows:
    """The rows below the header that is likeliest among the first ten rows.

    A header is more than a title, and names two columns more than the first row at the least.
    """
    if not is_title(first.header):
        return first
    best, most = 1, known_names(first.header) + 1
    for number in range(2, _ROWS_OF_A_TITLE + 1):
        header = _headed(stream, layout, number)
        names = 0 if header is None or is_title(header.header) else known_names(header.header)
        if names > most:
            best, most = number, names
    return _headed(stream, layout, best) or first


def _headed(stream: IO[bytes], layout: Layout, number: int) -> Rows | None:
    """The file with its header in that row; None where it ends before."""
    stream.seek(0)
    try:
        return read_rows(stream, msgspec.structs.replace(layout, header=number), ())
    except UnreadableFile:
        return None


class _Clean:
    """Rows that came as JSON hold no byte of another encoding."""

    spoiled = False
    encoding = "utf-8"
