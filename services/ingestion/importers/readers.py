"""Rows of a file, one at a time and in constant memory, whatever it turns out to be."""

from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import IO, Any

from services.ingestion.importers.csv_rows import csv_records
from services.ingestion.importers.encodings import as_utf_8
from services.ingestion.importers.job_postings import page_records, posting_rows
from services.ingestion.importers.json_rows import document_records, json_row, line_records
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.lines import Lines
from services.ingestion.importers.rows import Broken, Header, Row, Spellings, table_rows
from services.ingestion.importers.sniffing import HEAD, Found, sniff
from services.ingestion.importers.unpacking import Source, unpacked
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.importers.xlsx_rows import Workbook, seekable
from shared.web.faults import Fault, fault

__all__ = ["Row", "Rows", "UnreadableFile", "read_rows"]


class Rows:
    """A file's rows in order. `header` are the names of its columns as they are written there and
    `columns` the names that `values` bear, both empty for JSON; `notes` is what the file's owner
    should know of the reading."""

    def __init__(
        self,
        found: Found,
        rows: Iterator[Row],
        header: Header | None = None,
        lines: Lines | None = None,
    ) -> None:
        self.header: Sequence[str] = header.written if header else ()
        self.columns: Sequence[str] = header.names if header else ()
        self.notes: list[Fault] = []
        self._found = found
        self._rows = rows
        self._lines = lines

    @property
    def found(self) -> Found:
        """What is known by now; mere ASCII counts as UTF-8 until another byte tells."""
        if self._lines is not None:
            self._found.encoding = self._lines.encoding.replace("auto", "utf-8")
        return self._found

    def __iter__(self) -> Iterator[Row]:
        number = 0
        try:
            for row in self._rows:
                number = row.number
                yield row
        except UnreadableFile as error:
            raise error.after(number) from error


def read_rows(stream: IO[bytes], layout: Layout, columns: Collection[str]) -> Rows:
    """The rows of the file that `stream` holds.

    Raises:
        UnreadableFile: at once when it is no table or lacks one of `columns`; while the rows are
            read when the rest cannot be.
    """
    source, packed = unpacked(stream)
    found = sniff(source, layout, columns)
    found.packed, found.header_row = packed, layout.header
    rows = _rows(stream, source, found, layout, columns)
    kind = "json" if layout.format == "jsonl" else layout.format
    content = "json" if found.content == "jsonl" else found.content
    if kind not in ("auto", "job_posting", content):
        rows.notes.append(fault("read_as", found=found.content, expected=layout.format))
    return rows


def _rows(
    stream: Any, source: Source, found: Found, layout: Layout, columns: Collection[str]
) -> Rows:
    if found.content == "xlsx":
        return _of_workbook(seekable(stream, source, found.packed), found, layout, columns)
    lines = Lines(source, found.encoding)
    if found.content == "csv":
        return _of_csv(lines, found, layout, columns)
    if found.content == "jsonl":
        records = line_records(lines)
    elif found.content == "json":
        is_list = source.peek(HEAD).lstrip(b"\xef\xbb\xbf\0 \t\r\n").startswith(b"[")
        records = document_records(as_utf_8(source, found.encoding), is_list)
    elif layout.format == "job_posting":
        records = page_records(as_utf_8(source, found.encoding))
    else:
        raise UnreadableFile("no_table")
    if layout.format == "job_posting":
        return Rows(found, posting_rows(records), lines=lines)
    spellings = Spellings(layout, columns)
    return Rows(found, (json_row(n, record, spellings) for n, record in records), lines=lines)


def _of_csv(lines: Lines, found: Found, layout: Layout, columns: Collection[str]) -> Rows:
    records = csv_records(lines, found.delimiter or ",")
    above = layout.header - 1 + found.states_delimiter
    passed = sum(1 for _ in islice(records, above))
    first: list[str] | Broken = []
    while not first and (record := next(records, None)) is not None:
        first = record
        passed += 1
    if isinstance(first, Broken):
        raise UnreadableFile(first.fault.code, **first.fault.values)
    header = Header(first, layout, columns)
    return Rows(found, table_rows(records, header, lines, passed + 1), header, lines)


def _of_workbook(stream: IO[bytes], found: Found, layout: Layout, columns: Collection[str]) -> Rows:
    book = Workbook(stream, layout)
    found.sheet = book.sheet
    header = Header(book.header, layout, columns)
    rows = Rows(found, table_rows(book.records(), header, book, book.header_row + 1), header)
    if book.other_sheets and layout.sheet is None:
        rows.notes.append(fault("one_sheet", value=book.sheet))
    return rows
