"""Records of a workbook: the values that its cells show, read row by row within bounds."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import IO, Any

from services.ingestion.importers.dates import common_year
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.lines import LONGEST_LINE, SHOWN
from services.ingestion.importers.rows import MOST_COLUMNS, Broken, without_empty_end
from services.ingestion.importers.unpacking import MOST_RATIO, Source
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.importers.workbook import Book, Sheet
from services.ingestion.importers.xml_events import events
from shared.web.faults import fault

LARGEST_PACKED = 64 * 1024 * 1024
"""Bytes of a workbook that cannot be read in place and is held in memory."""
_LAST_ROW = 1_048_576
_DIGITS = "0123456789"
_LAST_DAY = 2_958_466
"""Number of the first day after the year 9999."""


class Workbook:
    """The sheet of a workbook that holds the table.

    Formulas are never worked out: a cell has the value that was shown when it was saved. A value
    of merged cells stands in the first of them. Hidden rows and columns are read like any other.

    Raises:
        UnreadableFile: `broken_workbook`, `unpacks_too_far`, `no_sheet`, `no_table`.
    """

    spoiled = False
    encoding = "utf-8"

    def __init__(self, stream: IO[bytes], layout: Layout) -> None:
        self._book = Book(stream)
        sheet = _sheet(self._book.sheets, layout.sheet)
        self.sheet = sheet.name
        self.other_sheets = len(self._book.sheets) > 1
        self._rows = self._read(sheet)
        below = enumerate(islice(self._rows, layout.header - 1, None), start=layout.header)
        self.header_row, first = next((row for row in below if row[1]), (layout.header, []))
        if isinstance(first, Broken):
            raise UnreadableFile("broken_workbook", reason=first.text)
        self.header = without_empty_end(first)

    def records(self) -> Iterator[list[str] | Broken]:
        """The cells of each row below the header, none for an empty row."""
        width = len(self.header)
        for cells in self._rows:
            if isinstance(cells, list) and cells:
                cells += [""] * (width - len(cells))
            yield cells

    def _read(self, sheet: Sheet) -> Iterator[list[str] | Broken]:
        with self._book.part(sheet.part) as stream:
            yield from events(stream, _Rows(self._book))
        self._book.close()


class _Rows:
    """Makes rows of a sheet's elements."""

    def __init__(self, book: Book) -> None:
        self._texts = book.texts
        self._date_styles = book.date_styles
        self._counts_from_1904 = book.counts_from_1904
        self._made: list[list[str] | Broken] = []
        self._cells: list[str] = []
        self._fault: Broken | None = None
        self._row = self._typed = 0
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._is_text = self._is_spoken = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name in ("v", "t"):
            self._is_text = not self._is_spoken
        elif name == "row":
            self._begin_row(attributes)
        elif name == "rPh":
            self._is_spoken = True

    def text(self, text: str) -> None:
        if self._is_text and self._typed <= LONGEST_LINE:
            self._pieces.append(text)
            self._typed += len(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._is_text = False
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._made.append(self._fault or self._bounded())
        elif name == "rPh":
            self._is_spoken = False

    def made(self) -> list[list[str] | Broken]:
        made, self._made = self._made, []
        return made

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        """Rows that are left out in front of this one are empty."""
        stated = attributes.get("r", "")
        number = int(stated) if stated.isdecimal() and len(stated) < 8 else self._row + 1
        if number > _LAST_ROW:
            raise UnreadableFile("broken_workbook", reason=f"row {stated}")
        self._made += [[] for _ in range(number - self._row - 1)]
        self._row = max(number, self._row + 1)
        self._cells, self._fault, self._typed = [], None, 0

    def _bounded(self) -> list[str] | Broken:
        """The row's cells; a text that many cells share must not fill the memory many times."""
        if max(self._typed, sum(map(len, self._cells))) > LONGEST_LINE:
            shown = next(filter(None, self._cells), "")[:SHOWN]
            return Broken(fault("too_long_line", max=LONGEST_LINE), shown)
        return self._cells if any(self._cells) else []

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "")
        self._pieces = []
        place = attributes.get("r")
        index = len(self._cells) if place is None else _column(place.rstrip(_DIGITS))
        self._cells += [""] * (min(index, MOST_COLUMNS) - len(self._cells))

    def _end_cell(self) -> None:
        text = self._shown("".join(self._pieces)) if self._pieces else ""
        if self._kind == "e" and text:
            self._fault = self._fault or Broken(fault("cell_error", value=text[:20]), text)
        if len(self._cells) <= MOST_COLUMNS:
            self._cells.append(text)

    def _shown(self, text: str) -> str:
        if self._kind == "s":
            return self._shared(text)
        if self._kind == "n":
            if self._style in self._date_styles:
                return _day(text, self._counts_from_1904)
            return text if text.isdecimal() else _number(text)
        if self._kind == "b":
            return "true" if text.strip() == "1" else "false"
        return text

    def _shared(self, text: str) -> str:
        number = int(text) if text.isdecimal() and len(text) < 10 else -1
        if not 0 <= number < len(self._texts):
            raise UnreadableFile("broken_workbook", reason=f"no shared text {text[:20]}")
        return self._texts[number]


def seekable(stream: Any, source: Source, packed: bool) -> IO[bytes]:
    """A workbook's bytes at hand in any order: in place where the stream allows it."""
    if not packed and hasattr(stream, "seekable") and stream.seekable():
        stream.seek(0)
        return stream  # type: ignore[no-any-return]
    held = io.BytesIO()
    while block := source.read(1024 * 1024):
        held.write(block)
        if held.tell() > LARGEST_PACKED:
            raise UnreadableFile("unpacks_too_far", max=MOST_RATIO)
    held.seek(0)
    return held


def _sheet(sheets: list[Sheet], name: str | None) -> Sheet:
    """The sheet of that name, else the first that is shown."""
    for sheet in sheets:
        if sheet.name == name or (name is None and sheet.is_shown):
            return sheet
    raise UnreadableFile("no_sheet", value=name or "")


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    """A is 0, Z is 25, AA is 26."""
    index = 0
    for letter in letters[:4]:
        index = index * 26 + ord(letter) - ord("A") + 1
    return max(index - 1, 0)


def _number(text: str) -> str:
    """A whole number without a point, whatever it is written with."""
    try:
        value = float(text)
    except ValueError:
        return text
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


@lru_cache(maxsize=4_096)
def _day(text: str, counts_from_1904: bool) -> str:
    """The day, or moment, that a number stands for; in the common era, also where somebody typed
    the Buddhist year of a real date."""
    try:
        number = float(text)
    except ValueError:
        return text
    if not 0 <= number < _LAST_DAY:
        return text
    epoch = datetime(1904, 1, 1) if counts_from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    moment = epoch + timedelta(seconds=round(number * 86_400))
    if number < 1:
        return moment.time().isoformat()
    shown = (moment if number % 1 else moment.date()).isoformat()
    return f"{common_year(moment.year):04}{shown[4:]}"  # 29/2/2568 was no day: the schema says so
