"""Geometry of a ranking with what it is made of: an index, its components and a small course."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.pages.charts.lettering import fitted
from services.reporting.pages.charts.lines import small_course
from services.reporting.pages.charts.scale import Scale

LETTERS = 13
REACH = 3.0
"""Standard deviations at either end of a component's bar; farther ones end there."""


@dataclass(frozen=True)
class Layout:
    """Sizes in the chart's own units; labels stand beside the bars, or above them."""

    width: int
    label_room: int
    row: int
    label_above: bool
    index_room: int
    column: int
    spark: int

    top: int = 40


WIDE = Layout(
    width=1000, label_room=340, row=30, label_above=False, index_room=64, column=96, spark=116
)
NARROW = Layout(
    width=340, label_room=0, row=54, label_above=True, index_room=48, column=43, spark=76
)


@dataclass(frozen=True)
class Ranked:
    """One line to draw: `components` are standard scores, None where not known."""

    label: str
    index: str
    components: Sequence[float | None]
    course: Sequence[float | None]


@dataclass(frozen=True)
class Bar:
    """A component: from `zero` to one side, or nothing known."""

    zero: float
    x: float
    width: float
    is_known: bool
    is_above: bool


@dataclass(frozen=True)
class Line:
    """A ranked thing laid out; `index_x` is where its index ends."""

    label: str
    rank: int
    index: str
    top: float
    y: float
    bars: Sequence[Bar]
    paths: Sequence[str]


@dataclass(frozen=True)
class Ranking:
    """A chart `layout.width` × `height`; `columns` are the middles of the components."""

    label: str
    heads: Sequence[str]
    layout: Layout
    height: int
    index_x: float
    columns: Sequence[float]
    spark_x: float
    lines: Sequence[Line]


def ranking(ranked: Sequence[Ranked], label: str, heads: Sequence[str], layout: Layout) -> Ranking:
    """The lines in the order given, numbered from 1.

    `heads` are texts above the index, each component and the course; on a phone their numbers.
    """
    count = len(ranked[0].components) if ranked else 0
    index_x = layout.label_room + layout.index_room - 8
    first = index_x + 8 + layout.column / 2
    columns = [first + i * layout.column for i in range(count)]
    lines = [_line(line, i, layout, columns) for i, line in enumerate(ranked)]
    height = layout.top + layout.row * len(ranked) + 6
    spark_x = layout.width - layout.spark + 6.0
    return Ranking(label, heads, layout, height, index_x, columns, spark_x, lines)


def _line(ranked: Ranked, i: int, layout: Layout, columns: Sequence[float]) -> Line:
    top = layout.top + i * layout.row
    room = layout.width - 24 if layout.label_above else layout.label_room - 28
    middles = zip(columns, ranked.components, strict=True)
    return Line(
        label=fitted(ranked.label, LETTERS, room),
        rank=i + 1,
        index=ranked.index,
        top=top,
        y=top + (layout.row - 12 if layout.label_above else layout.row / 2),
        bars=[_bar(middle, z, layout) for middle, z in middles],
        paths=small_course(ranked.course, layout.spark - 6, 20),
    )


def _bar(middle: float, z: float | None, layout: Layout) -> Bar:
    half = layout.column / 2 - 4
    x = Scale(-REACH, REACH, middle - half, middle + half)
    end = x(max(-REACH, min(REACH, z or 0.0)))
    return Bar(
        zero=round(middle, 1),
        x=round(min(middle, end), 1),
        width=round(abs(end - middle), 1),
        is_known=z is not None,
        is_above=(z or 0.0) > 0,
    )
