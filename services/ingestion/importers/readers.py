"""Rows of a file, one at a time: CSV, JSON lines and XLSX, plain or gzipped."""

import csv
import dataclasses
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, cast

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from services.ingestion.importers.profile import Layout
from shared.web.faults import Fault, fault

_GZIP_MAGIC = b"\x1f\x8b"
_UNDECODED = re.compile("[\udc80-\udcff]")


class UnreadableFile(Exception):
    """The file, or its rest, cannot be read with this profile."""


@dataclass(frozen=True)
class Row:
    """One row; `number` is the one a spreadsheet or an editor shows.

    A row that could not be taken apart has a `fault` and its raw `text` instead of values.
    """

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    text: str = ""


def read_rows(path: Path, layout: Layout, columns: set[str]) -> Iterator[Row]:
    """The rows of the file, in order and in constant memory.

    Raises:
        UnreadableFile: no such file, a broken one, or one without some of the `columns`.
    """
    number = 1
    try:
        for row in _READERS[layout.format](path, layout, columns):
            number = row.number
            yield row
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        raise UnreadableFile(f"{path.name}: after row {number}: {error}") from error
    except InvalidFileException as error:
        raise UnreadableFile(f"{path.name}: {error}") from error


def _csv_rows(path: Path, layout: Layout, columns: set[str]) -> Iterator[Row]:
    with _open_text(path, layout) as stream:
        records = csv.reader(stream, delimiter=layout.delimiter, strict=True)
        header = _header(path, next(records, []), columns)
        for number, cells in enumerate(_records(records), start=2):
            if isinstance(cells, Row):
                yield dataclasses.replace(cells, number=number)
            elif cells:
                yield _row(number, header, cells, layout)


def _records(reader: Any) -> Iterator[list[str] | Row]:
    """Each record's cells; one whose quotes do not fit is a faulty row, and reading goes on."""
    while True:
        first_line = reader.line_num + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            lines = f"lines {first_line}–{reader.line_num}"
            yield Row(0, fault=fault("malformed_csv", reason=str(error)), text=lines)


def _row(number: int, header: Sequence[str], cells: Sequence[str], layout: Layout) -> Row:
    text = layout.delimiter.join(cells)
    if len(cells) != len(header):
        wrong = fault("wrong_cell_count", found=len(cells), expected=len(header))
        return Row(number, fault=wrong, text=_printable(text))
    if _UNDECODED.search(text):
        wrong = fault("undecodable", encoding=layout.encoding)
        return Row(number, fault=wrong, text=_printable(text))
    return Row(number, dict(zip(header, cells, strict=True)))


def _json_rows(path: Path, layout: Layout, columns: set[str]) -> Iterator[Row]:
    with _open_text(path, layout) as stream:
        for number, line in enumerate(stream, start=1):
            if line.strip():
                yield _json_row(number, line.strip(), layout)


def _json_row(number: int, line: str, layout: Layout) -> Row:
    if _UNDECODED.search(line):
        wrong = fault("undecodable", encoding=layout.encoding)
        return Row(number, fault=wrong, text=_printable(line))
    try:
        record = json.loads(line)
    except ValueError as error:
        return Row(number, fault=fault("malformed_json", reason=str(error)), text=line)
    if not isinstance(record, dict):
        return Row(number, fault=fault("not_object"), text=line)
    return Row(number, {name: _as_text(value) for name, value in record.items()})


def _xlsx_rows(path: Path, layout: Layout, columns: set[str]) -> Iterator[Row]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        if layout.sheet and layout.sheet not in book.sheetnames:
            raise UnreadableFile(f"{path.name}: has no sheet {layout.sheet!r}")
        sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
        records = sheet.iter_rows(values_only=True)
        header = _header(path, [_as_text(cell) for cell in next(records, ())], columns)
        for number, cells in enumerate(records, start=2):
            if any(cell is not None for cell in cells):
                yield _row(number, header, [_as_text(cell) for cell in cells], layout)
    finally:
        book.close()


_READERS: Mapping[str, Callable[[Path, Layout, set[str]], Iterator[Row]]] = {
    "csv": _csv_rows,
    "jsonl": _json_rows,
    "xlsx": _xlsx_rows,
}


@contextmanager
def _open_text(path: Path, layout: Layout) -> Iterator[IO[str]]:
    """The file as text; a byte that the encoding lacks becomes a surrogate, for its row alone."""
    with path.open("rb") as probe:
        is_gzip = probe.read(2) == _GZIP_MAGIC
    with (
        cast(IO[bytes], gzip.open(path)) if is_gzip else path.open("rb") as binary,
        io.TextIOWrapper(binary, layout.encoding, errors="surrogateescape", newline="") as stream,
    ):
        yield stream


def _header(path: Path, header: Sequence[str], columns: set[str]) -> list[str]:
    names = [name.strip() for name in header]
    missing = sorted(columns.difference(names))
    if missing:
        raise UnreadableFile(f"{path.name}: has no column {', '.join(missing)}")
    twice = sorted({name for name in columns if names.count(name) > 1})
    if twice:
        raise UnreadableFile(f"{path.name}: has column {', '.join(twice)} twice")
    return names


def _as_text(value: Any) -> str:
    """A cell's or a JSON value's text; the items of a list stand on lines of their own."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and not any(isinstance(item, list | dict) for item in value):
        return "\n".join(_as_text(item) for item in value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value.isoformat() if isinstance(value, date) else str(value)


def _printable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
