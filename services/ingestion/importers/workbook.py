"""What stands around the rows of a workbook: its sheets, shared texts and formats of dates."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, cast

import msgspec

from services.ingestion.importers.unpacking import MOST_RATIO
from services.ingestion.importers.unreadable import UnreadableFile
from services.ingestion.importers.xml_events import events

_LARGEST_SHEET = 4 * 1024**3
_LARGEST_IN_MEMORY = 128 * 1024**2
"""Bytes of parts that are read whole: texts that cells share, styles."""
_RATIO_COUNTS_FROM = 16 * 1024**2
_MOST_PARTS = 10_000
_LARGEST_DIRECTORY = 2 * 1024**2
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT_ID = "http://purl.oclc.org/ooxml/officeDocument/relationships id"
_DATE_FORMATS = frozenset(
    (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82))
)
"""Numbers of the formats of dates and times that every workbook has, the Thai ones among them."""
_NOT_A_DATE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_OF_A_DATE = re.compile(r"[dmyhsb]", re.IGNORECASE)


class Sheet(msgspec.Struct, frozen=True):
    """A sheet's name, the part it is in, and whether it is shown."""

    name: str
    part: str
    is_shown: bool


class Book:
    """A workbook's parts.

    Raises:
        UnreadableFile: `no_table` for another kind of archive, `unpacks_too_far`,
            `broken_workbook`.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        with _zip_faults():
            self._parts = zipfile.ZipFile(cast(IO[bytes], _InPieces(stream)))
            self._names = self._checked(self._parts.infolist())
        main = self._main()
        found = _Sheets(self._targets(main))
        list(self._events(main, found))
        self.sheets = found.sheets
        self.counts_from_1904 = found.counts_from_1904
        folder = posixpath.dirname(main)
        styles = _Styles()
        list(self._events(f"{folder}/styles.xml", styles, may_lack=True))
        self.date_styles = styles.dates()
        self.texts: list[str] = list(
            self._events(f"{folder}/sharedStrings.xml", SharedTexts(), may_lack=True)
        )

    @contextmanager
    def part(self, name: str) -> Iterator[IO[bytes]]:
        """A part's bytes."""
        with _zip_faults():
            if name not in self._names:
                raise UnreadableFile("broken_workbook", reason=f"no {name}")
            with self._parts.open(name) as stream:
                yield stream

    def close(self) -> None:
        self._parts.close()

    def _checked(self, infos: list[zipfile.ZipInfo]) -> frozenset[str]:
        """The parts' names. Sizes stated in a zip file hold: its reader gives no more."""
        if len(infos) > _MOST_PARTS:
            raise UnreadableFile("broken_workbook", reason=f"{len(infos)} parts")
        for part in infos:
            in_memory = not part.filename.startswith("xl/worksheets/")
            most = _LARGEST_IN_MEMORY if in_memory else _LARGEST_SHEET
            is_bomb = part.file_size > max(part.compress_size * MOST_RATIO, _RATIO_COUNTS_FROM)
            if is_bomb or part.file_size > most:
                raise UnreadableFile("unpacks_too_far", max=MOST_RATIO)
        return frozenset(part.filename for part in infos)

    def _main(self) -> str:
        """The part that lists the sheets."""
        targets = self._targets("")
        for name in (*targets.values(), "xl/workbook.xml"):
            if name.endswith("workbook.xml") and name in self._names:
                return name
        raise UnreadableFile("no_table")

    def _targets(self, part: str) -> Mapping[str, str]:
        """The parts that a part refers to, by the id of the reference."""
        folder, name = posixpath.split(part)
        found = _Relations(folder)
        list(self._events(f"{folder}/_rels/{name}.rels".lstrip("/"), found, may_lack=True))
        return found.targets

    def _events(self, name: str, handler: "_Reading", *, may_lack: bool = False) -> Iterator[str]:
        if may_lack and name not in self._names:
            return
        with self.part(name) as stream:
            yield from events(stream, handler)


class _InPieces:
    """A stream for zipfile, which reads the directory of an archive's parts at once and makes an
    object of each before anybody can count them."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.tell, self.seekable = stream.tell, stream.seekable

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_SET and offset < 0:  # where the middle of an archive is missing
            raise zipfile.BadZipFile("a part before the beginning")
        return self._stream.seek(offset, whence)

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_DIRECTORY:
            raise UnreadableFile("broken_workbook", reason=f"more than {_MOST_PARTS} parts")
        return self._stream.read(size)


class _Reading:
    """Takes elements and makes nothing."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """Text within an element."""

    def made(self) -> list[str]:
        return []


class _Relations(_Reading):
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        target = attributes.get("Target", "")
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", self._folder, target)).lstrip("/")
            self.targets[attributes.get("Id", "")] = path


class _Sheets(_Reading):
    def __init__(self, targets: Mapping[str, str]) -> None:
        self._targets = targets
        self.sheets: list[Sheet] = []
        self.counts_from_1904 = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in ("1", "true")
        if name == "sheet":
            reference = attributes.get(_ID) or attributes.get(_STRICT_ID) or ""
            part = self._targets.get(reference, "")
            is_shown = attributes.get("state", "visible") == "visible"
            self.sheets.append(Sheet(attributes.get("name", ""), part, is_shown))


class _Styles(_Reading):
    """Which styles of cells show a number as a date."""

    def __init__(self) -> None:
        self._own: dict[str, bool] = {}
        self._of_cells: list[str] = []
        self._in_cells = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt":
            code = attributes.get("formatCode", "")
            self._own[attributes.get("numFmtId", "")] = is_date_format(code)
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            self._of_cells.append(attributes.get("numFmtId", "0"))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False

    def dates(self) -> frozenset[str]:
        """The numbers of those styles, as cells name them."""
        return frozenset(
            str(number) for number, code in enumerate(self._of_cells) if self._is_date(code)
        )

    def _is_date(self, code: str) -> bool:
        if code in self._own:
            return self._own[code]
        return code.isdecimal() and int(code) in _DATE_FORMATS


class SharedTexts(_Reading):
    """The texts that cells refer to by number; how they are pronounced is left out."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._is_text = False
        self._is_spoken = False
        self._made: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._is_spoken = True
        elif name == "t":
            self._is_text = not self._is_spoken

    def text(self, text: str) -> None:
        if self._is_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._is_text = False
        elif name == "rPh":
            self._is_spoken = False
        elif name == "si":
            self._made.append("".join(self._pieces))

    def made(self) -> list[str]:
        made, self._made = self._made, []
        return made


def is_date_format(code: str) -> bool:
    """Whether a format of numbers shows days or times."""
    return bool(_OF_A_DATE.search(_NOT_A_DATE.sub("", code.partition(";")[0])))


@contextmanager
def _zip_faults() -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile, zlib.error, EOFError, OverflowError, UnicodeDecodeError,
        NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip  # the last two: a compression that is not known, a password
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise UnreadableFile("broken_workbook", reason=reason) from error
