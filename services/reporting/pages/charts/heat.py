"""A table whose cells are as dark as their share is large; split where the level ends."""

from collections.abc import Sequence
from dataclasses import dataclass

SHADES = ("#f6f8fa", "#e4ecf4", "#c3d7ea", "#8fb4d8", "#2f6ca5", "#143a5a")
BOUNDS = (2.0, 5.0, 12.0, 25.0, 45.0)
DARK_FROM = 4
"""The shade from which letters on it are white."""

LABEL, CELL, ROW, HEAD, SUM = 252, 54, 30, 74, 112


@dataclass(frozen=True)
class Heat:
    """A cell: its text, its shade (none where there is no value) and why there is none."""

    text: str
    shade: int | None
    why: str = ""

    @property
    def is_dark(self) -> bool:
        """Whether its letters must be light."""
        return self.shade is not None and self.shade >= DARK_FROM


@dataclass(frozen=True)
class Row:
    """One row with its sum at the end; `bar` is the sum as a share of a hundred."""

    label: str
    count: str
    cells: Sequence[Heat]
    total: str
    bar: float
    is_total: bool = False


@dataclass(frozen=True)
class Group:
    """Columns under one heading: (code, name) each."""

    title: str
    columns: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class HeatMap:
    """A heat-map with all its texts."""

    caption: str
    head: str
    groups: Sequence[Group]
    sum_head: str
    rows: Sequence[Row]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """All columns from left to right."""
        return [column for group in self.groups for column in group.columns]

    @property
    def width(self) -> float:
        """Of the drawing, in its units."""
        return LABEL + CELL * len(self.columns) + SUM

    @property
    def height(self) -> float:
        """Of the drawing, in its units."""
        return HEAD + ROW * len(self.rows) + 4


def shade_of(share: float | None) -> int | None:
    """The shade of a percentage."""
    return None if share is None else sum(share >= bound for bound in BOUNDS)
