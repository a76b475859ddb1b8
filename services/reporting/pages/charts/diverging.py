"""Geometry of diverging bars: what is left of zero, what is right, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.data_sets import Figure
from services.reporting.pages.charts.lettering import fitted
from services.reporting.pages.charts.scale import Scale, round_marks
from services.reporting.pages.numbers import number

Look = Literal["surplus", "shortage", "unclear", "none"]
"""More graduates, more jobs, an interval across zero, no value."""
LETTERS = 13


@dataclass(frozen=True)
class Layout:
    """Sizes in the chart's own units; labels stand beside the bars, or above them."""

    id: str
    width: int
    label_room: int
    row: int
    bar: int
    label_above: bool

    top: int = 34
    bottom: int = 26
    value_room: int = 54


WIDE = Layout("wide", 620, 190, 56, 28, label_above=False)
NARROW = Layout("narrow", 340, 0, 46, 15, label_above=True)


@dataclass(frozen=True)
class Words:
    """What the chart says besides its numbers."""

    label: str
    left: str
    right: str


@dataclass(frozen=True)
class Bar:
    """One bar with its whisker and texts; `is_marked` is the one the reader chose."""

    label: str
    look: Look
    is_marked: bool
    label_x: float
    label_y: float
    y: float
    x: float
    width: float
    whisker: tuple[float, float] | None
    value: str
    value_x: float
    value_anchor: str


@dataclass(frozen=True)
class Diverging:
    """A chart `layout.width` × `height` with its zero line at `zero` and marks along the foot."""

    words: Words
    layout: Layout
    height: int
    zero: float
    marks: Sequence[tuple[float, str]]
    bars: Sequence[Bar]


def diverging(
    rows: Sequence[tuple[str, Figure | None]], marked: str | None, words: Words, layout: Layout
) -> Diverging:
    """Bars of (label, difference) in the order given."""
    x, marks = _scale([figure for _, figure in rows if figure], layout)
    bars = [_bar(label, f, label == marked, layout, x, i) for i, (label, f) in enumerate(rows)]
    height = layout.top + layout.row * len(rows) + layout.bottom
    places = [(x(mark), number(mark, signed=True)) for mark in marks]
    return Diverging(words, layout, height, x(0), places, bars)


def look_of(figure: Figure | None) -> Look:
    """On which side of zero the whole interval lies."""
    if figure is None or figure.value is None:
        return "none"
    low, high = _bounds(figure)
    if low <= 0 <= high:
        return "unclear"
    return "surplus" if figure.value < 0 else "shortage"


def _scale(figures: Sequence[Figure], layout: Layout) -> tuple[Scale, list[float]]:
    ends = [abs(end) for f in figures if f.value is not None for end in (*_bounds(f), f.value)]
    reach = max(ends, default=1.0) or 1.0
    left, right = layout.label_room + layout.value_room, layout.width - layout.value_room
    marks = [m for m in round_marks(-reach, reach, 5) if abs(m) <= reach]
    return Scale(-reach, reach, left, right), marks


def _bar(
    label: str, figure: Figure | None, is_marked: bool, layout: Layout, x: Scale, i: int
) -> Bar:
    top = layout.top + i * layout.row
    y = top + (layout.row - layout.bar if layout.label_above else (layout.row - layout.bar) / 2)
    value = figure.value if figure is not None else None
    low, high = _bounds(figure) if figure is not None and value is not None else (0.0, 0.0)
    end, is_left = x(value or 0.0), (value or 0.0) < 0
    room = layout.width if layout.label_above else layout.label_room - 10
    return Bar(
        label=fitted(label, LETTERS, room),
        look=look_of(figure),
        is_marked=is_marked,
        label_x=0 if layout.label_above else layout.label_room - 10,
        label_y=y - 5 if layout.label_above else y + layout.bar / 2 + 4,
        y=y,
        x=min(x(0), end),
        width=round(abs(end - x(0)), 1),
        whisker=(x(low), x(high)) if value is not None and low != high else None,
        value="" if value is None else number(value, 1, signed=True),
        value_x=x(min(low, value or 0.0, 0.0)) - 6 if is_left else x(max(high, value or 0.0)) + 6,
        value_anchor="end" if is_left else "start",
    )


def _bounds(figure: Figure) -> tuple[float, float]:
    value = figure.value or 0.0
    low = value if figure.low is None else figure.low
    return low, value if figure.high is None else figure.high
