"""Geometry of diverging bars: what is left of zero, what is right, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.dashboard.numbers import points
from services.reporting.figures import Figure

Look = Literal["surplus", "shortage", "unclear", "none"]
"""More graduates, more jobs, an interval across zero, no value."""


@dataclass(frozen=True)
class Layout:
    """Sizes in the chart's own units; labels stand beside the bars, or above them."""

    width: int
    label_width: int
    row: int
    bar: int
    label_above: bool

    top: int = 30
    value_room: int = 52


WIDE = Layout(width=600, label_width=190, row=36, bar=18, label_above=False)
NARROW = Layout(width=340, label_width=0, row=46, bar=15, label_above=True)


@dataclass(frozen=True)
class Bar:
    """One bar with its whisker and texts, in the chart's units."""

    label: str
    look: Look
    label_x: float
    label_y: float
    label_anchor: str
    y: float
    x: float
    width: float
    whisker: tuple[float, float] | None
    value: str
    value_x: float
    value_y: float
    value_anchor: str


@dataclass(frozen=True)
class Chart:
    """A chart `width` × `height` with its zero line at `zero`; `id` keeps its patterns apart."""

    id: str
    layout: Layout
    height: int
    zero: float
    bars: Sequence[Bar]


def diverging(name: str, rows: Sequence[tuple[str, Figure]], layout: Layout) -> Chart:
    """Bars of (label, share gap) in the order given."""
    scale = _Scale(layout, _reach([gap for _, gap in rows]))
    bars = [_bar(label, gap, layout, scale, i) for i, (label, gap) in enumerate(rows)]
    return Chart(name, layout, layout.top + layout.row * len(rows) + 8, scale.x(0.0), bars)


@dataclass(frozen=True)
class _Scale:
    layout: Layout
    reach: float

    def x(self, share: float) -> float:
        left = self.layout.label_width + self.layout.value_room
        half = (self.layout.width - self.layout.value_room - left) / 2
        return round(left + half + share / self.reach * half, 1)


def _reach(gaps: Sequence[Figure]) -> float:
    """The farthest that a bar or whisker goes from zero."""
    ends = [0.01]
    for gap in gaps:
        if gap.value is not None and gap.interval:
            ends += [abs(gap.value), abs(gap.interval.low or 0), abs(gap.interval.high or 0)]
    return max(ends)


def _bar(label: str, gap: Figure, layout: Layout, scale: _Scale, i: int) -> Bar:
    top = layout.top + i * layout.row
    y = top + (layout.row - layout.bar if layout.label_above else (layout.row - layout.bar) / 2)
    value, zero = gap.value or 0.0, scale.x(0.0)
    low, high = _bounds(gap)
    is_left = value < 0
    return Bar(
        label=label,
        look=_look(gap),
        label_x=0 if layout.label_above else layout.label_width - 8,
        label_y=y - 5 if layout.label_above else y + layout.bar / 2 + 4,
        label_anchor="start" if layout.label_above else "end",
        y=y,
        x=min(zero, scale.x(value)),
        width=round(abs(scale.x(value) - zero), 1),
        whisker=(scale.x(low), scale.x(high)) if gap.value is not None else None,
        value=points(value) if gap.value is not None else "",
        value_x=scale.x(min(low, 0.0)) - 6 if is_left else scale.x(max(high, 0.0)) + 6,
        value_y=y + layout.bar / 2 + 4,
        value_anchor="end" if is_left else "start",
    )


def _bounds(gap: Figure) -> tuple[float, float]:
    bounds = gap.interval
    return (bounds.low or 0.0, bounds.high or 0.0) if bounds else (0.0, 0.0)


def _look(gap: Figure) -> Look:
    if gap.value is None:
        return "none"
    low, high = _bounds(gap)
    if low <= 0 <= high:
        return "unclear"
    return "surplus" if gap.value < 0 else "shortage"
