"""One row of a file, and the header that names its cells."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from services.ingestion.importers.inert import ERRORS, without_mark
from services.ingestion.importers.layout import Layout
from services.ingestion.importers.lines import MARK, printable
from services.ingestion.importers.unreadable import UnreadableFile
from shared.text import tidy
from shared.web.faults import Fault, fault

MOST_COLUMNS = 5_000
_SHOWN = 10
"""Names that a message lists."""


@dataclass(slots=True)
class Row:
    """One row; `number` is the one a spreadsheet or an editor shows.

    A row that could not be taken apart has a `fault` and its raw `text` instead of values.
    """

    number: int
    values: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None
    text: str = ""

    def weight(self) -> int:
        """Its characters."""
        return len(self.text) + sum(map(len, self.values.values()))


@dataclass(frozen=True)
class Broken:
    """A record that could not be taken apart."""

    fault: Fault
    text: str


class Header:
    """The columns of a table under the names that the profile knows them by.

    Raises:
        UnreadableFile: no header at all, too many columns, one of `columns` missing or twice.
    """

    def __init__(self, written: Sequence[str], layout: Layout, columns: Collection[str]) -> None:
        self.written = without_empty_end([tidy(name) for name in written])
        if ERRORS in self.written:
            self.written = [without_mark(name) for name in self.written]
        if not self.written:
            raise UnreadableFile("empty_file")
        if len(self.written) > MOST_COLUMNS:
            raise UnreadableFile("too_many_columns", found=len(self.written), max=MOST_COLUMNS)
        self.names = self._known(layout, columns)
        missing = sorted(name for name in columns if name not in self.names)
        if missing:
            worded = [_with_others(name, layout) for name in missing]
            raise UnreadableFile("missing_columns", columns=_listed(worded))
        twice = sorted(name for name in columns if self.names.count(name) > 1)
        if twice:
            raise UnreadableFile("column_twice", columns=_listed(twice))
        self.names = _told_apart(self.names)

    def _known(self, layout: Layout, columns: Collection[str]) -> list[str]:
        """The written names, a known column's other spelling replaced by its own name."""
        spellings = Spellings(layout, columns)
        exact = set(self.written)
        return [spellings.column(name, exact) for name in self.written]


class Spellings:
    """The names that a profile knows columns by, whatever else they are headed."""

    def __init__(self, layout: Layout, columns: Collection[str]) -> None:
        self._known = {*columns, *layout.names}
        self._folded = {_folded(column): column for column in (*columns, *layout.names)}
        for column, others in layout.names.items():
            self._folded |= {_folded(other): column for other in others}
        self._found: dict[str, str] = {}

    def column(self, written: str, beside: Collection[str]) -> str:
        """The column's own name, unless a column of that very name stands `beside` it."""
        if written in self._known:
            return written
        column = self._found.get(written)
        if column is None:
            column = self._folded.get(_folded(written), written)
            if len(self._found) < MOST_COLUMNS:
                self._found[written] = column
        return written if column in beside else column

    def known(self, values: dict[str, str]) -> dict[str, str]:
        """A record's values under those names."""
        if values.keys() <= self._known:
            return values
        return {self.column(name, values): text for name, text in values.items()}


def table_rows(
    records: Iterable[list[str] | Broken], header: Header, origin: "Origin", first: int = 2
) -> Iterator[Row]:
    """Records as rows, numbered from `first`; those without a cell are passed over."""
    names, width = header.names, len(header.names)
    for number, cells in enumerate(records, start=first):
        if type(cells) is list and len(cells) == width and not origin.spoiled:
            yield Row(number, dict(zip(names, cells, strict=True)))
        elif cells:
            yield _row(number, cells, names, origin.encoding)


class Origin(Protocol):
    """Says whether records may hold bytes that are not of the encoding, or NUL characters."""

    @property
    def spoiled(self) -> bool: ...

    @property
    def encoding(self) -> str: ...


def _row(number: int, cells: list[str] | Broken, names: Sequence[str], encoding: str) -> Row:
    if isinstance(cells, Broken):
        return Row(number, fault=cells.fault, text=printable(cells.text))
    if len(cells) > len(names):
        cells = [*cells[: len(names)], *without_empty_end(cells[len(names) :])]
    text = " | ".join(cells)
    if len(cells) != len(names):
        wrong = fault("wrong_cell_count", found=len(cells), expected=len(names))
        return Row(number, fault=wrong, text=printable(text))
    if MARK in text:
        return Row(number, fault=fault("undecodable", encoding=encoding), text=printable(text))
    if "\0" in text:
        return Row(number, fault=fault("nul"), text=text)
    return Row(number, dict(zip(names, cells, strict=True)))


def without_empty_end(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that holds something."""
    length = len(cells)
    while length and not cells[length - 1].strip():
        length -= 1
    return list(cells[:length])


def _told_apart(names: Sequence[str]) -> list[str]:
    """A column that no rule reads may have no name, or another's: each gets one of its own."""
    seen: set[str] = set()
    apart = []
    for number, name in enumerate(names, start=1):
        own = name if name and name not in seen else f"{name} ({number})".strip()
        seen.add(own)
        apart.append(own)
    return apart


def _folded(name: str) -> str:
    return tidy(name).casefold()


def _with_others(name: str, layout: Layout) -> str:
    """The name, and how else the column may be headed."""
    others = layout.names.get(name, ())
    return f"{name} ({' / '.join(others)})" if others else name


def _listed(names: Sequence[str]) -> str:
    more = "" if len(names) <= _SHOWN else " …"
    return ", ".join(names[:_SHOWN]) + more
