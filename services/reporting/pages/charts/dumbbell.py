"""Geometry of dumbbells: two shares of the same thing on one line, and what lies between."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.pages.charts.lettering import fitted
from services.reporting.pages.charts.scale import Scale, round_marks

Look = Literal["shortage", "surplus", "unclear"]
LETTERS = 13


@dataclass(frozen=True)
class Layout:
    """Sizes in the chart's own units; labels stand beside the line, or above it."""

    width: int
    label_room: int
    row: int
    label_above: bool

    top: int = 56
    value_room: int = 48


WIDE = Layout(width=1000, label_room=380, row=28, label_above=False)
NARROW = Layout(width=340, label_room=0, row=44, label_above=True)


@dataclass(frozen=True)
class Pair:
    """One line to draw: a full dot at `first`, a ring at `second`, `value` in words beside."""

    label: str
    first: float
    second: float
    look: Look
    value: str


@dataclass(frozen=True)
class Line:
    """A pair laid out."""

    pair: Pair
    label: str
    label_x: float
    label_y: float
    y: float
    first: float
    second: float


@dataclass(frozen=True)
class Dumbbells:
    """A chart `layout.width` × `height`; `marks` are (place, value) along the top."""

    label: str
    legend: tuple[str, str]
    layout: Layout
    height: int
    marks: Sequence[tuple[float, float]]
    lines: Sequence[Line]


def dumbbells(
    pairs: Sequence[Pair], label: str, legend: tuple[str, str], layout: Layout
) -> Dumbbells:
    """The pairs in the order given, from zero to the greatest share.

    `legend` says what the full dot is and what the ring.
    """
    farthest = max((max(pair.first, pair.second) for pair in pairs), default=1.0)
    marks = round_marks(0.0, farthest, 4 if layout.label_above else 6)
    start, end = layout.label_room + 10, layout.width - layout.value_room
    x = Scale(0.0, marks[-1], start, end)
    lines = [_line(pair, i, layout, x) for i, pair in enumerate(pairs)]
    height = layout.top + layout.row * len(pairs) + 6
    places = [(x(mark), mark) for mark in marks]
    return Dumbbells(label, legend, layout, height, places, lines)


def _line(pair: Pair, i: int, layout: Layout, x: Scale) -> Line:
    top = layout.top + i * layout.row
    y = top + (layout.row - 11 if layout.label_above else layout.row / 2)
    room = layout.width - 4 if layout.label_above else layout.label_room - 4
    return Line(
        pair=pair,
        label=fitted(pair.label, LETTERS, room),
        label_x=0 if layout.label_above else layout.label_room,
        label_y=y - 13 if layout.label_above else y + 4,
        y=y,
        first=x(pair.first),
        second=x(pair.second),
    )
