"""Records of a workbook: the values that its cells show, read row by row within bounds."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from services.ingestion.importers.dates import BUDDHIST_OFFSET, FIRST_BUDDHIST
from services.ingestion.importers.json_rows import as_text
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.rows import MOST_COLUMNS, Broken, without_empty_end
from services.ingestion.importers.unpacking import MOST_RATIO, Source
from services.ingestion.importers.unreadable import UnreadableFile
from shared.web.faults import fault

LARGEST_PACKED = 64 * 1024 * 1024
"""Bytes of a workbook that cannot be read in place and is held in memory."""
_LARGEST_SHEET = 4 * 1024**3
_LARGEST_IN_MEMORY = 128 * 1024**2
"""Bytes of parts that are read whole: texts that cells share, styles."""
_RATIO_COUNTS_FROM = 16 * 1024**2
_MOST_PARTS = 10_000
_STREAMED = "xl/worksheets/"
_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
)
_BROKEN = (
    # what openpyxl and the parts it stands on raise for a workbook that is not one
    ParseError, KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError,
    EOFError, NotImplementedError, RuntimeError, RecursionError,
    zipfile.BadZipFile, zlib.error, InvalidFileException,
)  # fmt: skip


class Workbook:
    """The sheet of a workbook that holds the table.

    Raises:
        UnreadableFile: `broken_workbook`, `unpacks_too_far`, `no_sheet`.
    """

    spoiled = False
    encoding = "utf-8"

    def __init__(self, stream: IO[bytes], layout: Layout) -> None:
        try:
            _refuse_bombs(stream)
            self._book = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
            self._sheet = _sheet(self._book, layout.sheet)
            self.sheet: str = self._sheet.title
            self.other_sheets = len(self._book.worksheets) > 1
            self._sheet.reset_dimensions()  # the size a sheet states may be made up
            first = next(self._sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1), ())
            self.header = without_empty_end([_text(cell.value) for cell in first])
        except _BROKEN as error:
            raise UnreadableFile("broken_workbook", reason=_reason(error)) from error

    def records(self) -> Iterator[list[str] | Broken]:
        """The cells of each row below the header, none for an empty row."""
        width = len(self.header)
        try:
            rows = self._sheet.iter_rows(min_row=2, max_col=width + 1, values_only=True)
            for cells in rows:
                yield _record(cells, width)
        except _BROKEN as error:
            raise UnreadableFile("broken_workbook", reason=_reason(error)) from error
        finally:
            self._book.close()


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


def _refuse_bombs(stream: IO[bytes]) -> None:
    """Sizes stated in a zip file hold: its reader gives no more than they say."""
    with zipfile.ZipFile(stream) as parts:
        infos = parts.infolist()
    if len(infos) > _MOST_PARTS:
        raise UnreadableFile("broken_workbook", reason=f"{len(infos)} parts")
    for part in infos:
        most = _LARGEST_SHEET if part.filename.startswith(_STREAMED) else _LARGEST_IN_MEMORY
        is_bomb = part.file_size > max(part.compress_size * MOST_RATIO, _RATIO_COUNTS_FROM)
        if is_bomb or part.file_size > most:
            raise UnreadableFile("unpacks_too_far", max=MOST_RATIO)
    stream.seek(0)


def _sheet(book: Any, name: str | None) -> Any:
    """The sheet of that name, else the first that is not hidden."""
    if name is not None and name not in {sheet.title for sheet in book.worksheets}:
        raise UnreadableFile("no_sheet", value=name)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if name is None and not shown:
        raise UnreadableFile("no_sheet", value="")
    return shown[0] if name is None else book[name]


def _record(cells: tuple[Any, ...], width: int) -> list[str] | Broken:
    texts = [_text(cell) for cell in cells]
    if not any(texts):
        return []
    for text in texts:
        if text in _ERRORS:
            return Broken(fault("cell_error", value=text), " | ".join(texts))
    texts += [""] * (width - len(texts))
    return texts


def _text(value: Any) -> str:
    """A date as the common era's, also where somebody typed the Buddhist year of a real date."""
    if isinstance(value, date | datetime) and value.year >= FIRST_BUDDHIST:
        value = value.replace(year=value.year - BUDDHIST_OFFSET)
    return as_text(value)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
