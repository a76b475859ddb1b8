"""Geometry of dots with their quarters: the middle half of something as a bar, its median on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.pages.charts.lettering import fitted
from services.reporting.pages.charts.scale import Scale, round_marks

LETTERS = 13


@dataclass(frozen=True)
class Layout:
    """Sizes in the chart's own units; labels stand beside the bar, or above it.

    `sides` are where the columns of text at the right end.
    """

    width: int
    label_room: int
    row: int
    label_above: bool
    sides: tuple[int, int]
    end: int

    top: int = 62


WIDE = Layout(
    width=1000, label_room=380, row=38, label_above=False, sides=(900, 1000), end=820
)  # fmt: skip
NARROW = Layout(width=340, label_room=0, row=62, label_above=True, sides=(296, 340), end=222)


@dataclass(frozen=True)
class Spread:
    """A median with its quartiles, None where hidden or unknown; `instead` then says why.

    `beside` are the texts at the right.
    """

    label: str
    below: str
    low: float | None
    middle: float | None
    high: float | None
    instead: str
    beside: tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A spread laid out; `bar` and `dot` are None where there is nothing to draw."""

    spread: Spread
    label: str
    below: str
    top: float
    y: float
    bar: tuple[float, float] | None
    dot: float | None


@dataclass(frozen=True)
class Ranges:
    """A chart `layout.width` × `height`; `marks` are (place, value) along the top."""

    label: str
    legend: str
    heads: tuple[str, str]
    layout: Layout
    height: int
    start: float
    marks: Sequence[tuple[float, float]]
    lines: Sequence[Line]


def ranges(
    spreads: Sequence[Spread], label: str, legend: str, heads: tuple[str, str], layout: Layout
) -> Ranges:
    """The spreads in the order given; the scale need not begin at zero, as no length is read."""
    known = [v for s in spreads for v in (s.low, s.middle, s.high) if v is not None]
    marks = round_marks(min(known, default=0.0), max(known, default=1.0), 4)
    start = layout.label_room + 18.0
    x = Scale(marks[0], marks[-1], start, layout.end)
    lines = [_line(spread, i, layout, x) for i, spread in enumerate(spreads)]
    height = layout.top + layout.row * len(spreads) + 6
    places = [(x(mark), mark) for mark in marks]
    return Ranges(label, legend, heads, layout, height, start, places, lines)


def _line(spread: Spread, i: int, layout: Layout, x: Scale) -> Line:
    top = layout.top + i * layout.row
    room = layout.width - 4 if layout.label_above else layout.label_room - 4
    low, high = spread.low, spread.high
    return Line(
        spread=spread,
        label=fitted(spread.label, LETTERS, room),
        below=fitted(spread.below, LETTERS - 1, room),
        top=top,
        y=top + (layout.row - 12 if layout.label_above else layout.row / 2),
        bar=None if low is None or high is None else (x(low), x(high)),
        dot=None if spread.middle is None else x(spread.middle),
    )
