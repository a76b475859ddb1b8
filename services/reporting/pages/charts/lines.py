"""Geometry of values over time: a line through periods, or a column for each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from services.reporting.pages.charts.lettering import width
from services.reporting.pages.charts.scale import Scale, round_marks

Form = Literal["line", "columns"]


@dataclass(frozen=True)
class Frame:
    """The place of one part, in the chart's own units."""

    x: float
    y: float
    width: float
    height: float
    left: float = 56
    right: float = 20
    top: float = 34
    bottom: float = 24


@dataclass(frozen=True)
class Layout:
    """A chart of two parts."""

    width: int
    height: int
    frames: tuple[Frame, Frame]


_LETTERS = 11
WIDE = Layout(1000, 270, (Frame(0, 0, 560, 270), Frame(590, 0, 410, 270)))
NARROW = Layout(340, 430, (Frame(0, 0, 340, 220), Frame(0, 230, 340, 200)))


@dataclass(frozen=True)
class Course:
    """What to draw: values by period, None a gap and never zero; `texts` tell each value."""

    title: str
    form: Form
    periods: Sequence[str]
    values: Sequence[float | None]
    texts: Sequence[str]


@dataclass(frozen=True)
class Place:
    """One period laid out; `y` is None in a gap, `name` empty where there is no room for it."""

    x: float
    y: float | None
    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """A course laid out: `paths` are its unbroken stretches, columns stand on `base`."""

    course: Course
    frame: Frame
    marks: Sequence[tuple[float, float]]
    base: float
    column: float
    places: Sequence[Place]
    paths: Sequence[str]


@dataclass(frozen=True)
class Lines:
    """A chart `layout.width` × `layout.height`."""

    label: str
    layout: Layout
    parts: Sequence[Part]


def lines(courses: tuple[Course, Course], label: str, layout: Layout) -> Lines:
    """The two courses, each on a scale of its own from zero."""
    parts = [_part(course, frame) for course, frame in zip(courses, layout.frames, strict=True)]
    return Lines(label, layout, parts)


def small_course(values: Sequence[float | None], across: float, height: float) -> Sequence[str]:
    """Paths of a small line without axes, from its own least to its greatest value."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return []
    least, most = min(known), max(known)
    y = Scale(least, most if most > least else least + 1.0, height - 2, 2.0)
    x = Scale(0, len(values) - 1, 0, across)
    return _stretches([(x(i), None if v is None else y(v)) for i, v in enumerate(values)])


def _part(course: Course, frame: Frame) -> Part:
    known = [value for value in course.values if value is not None]
    marks = round_marks(0.0, max(known, default=1.0) or 1.0, 4)
    base = frame.y + frame.height - frame.bottom
    y = Scale(0.0, marks[-1], base, frame.y + frame.top)
    count = max(len(course.values), 1)
    step = (frame.width - frame.left - frame.right) / count
    widest = max((width(period, _LETTERS) for period in course.periods), default=1.0)
    every = math.ceil((widest + _LETTERS) / step)
    places = [
        Place(
            round(frame.x + frame.left + (i + 0.5) * step, 1),
            None if value is None else y(value),
            period if (count - 1 - i) % every == 0 else "",
            text,
        )
        for i, (period, value, text) in enumerate(
            zip(course.periods, course.values, course.texts, strict=True)
        )
    ]
    paths = _stretches([(place.x, place.y) for place in places])
    column = round(min(step * 0.6, 34.0), 1)
    return Part(course, frame, [(y(mark), mark) for mark in marks], base, column, places, paths)


def _stretches(points: Sequence[tuple[float, float | None]]) -> list[str]:
    runs: list[list[str]] = [[]]
    for x, y in points:
        if y is None:
            runs.append([])
        else:
            runs[-1].append(f"{x} {y}")
    return ["M" + "L".join(run) for run in runs if len(run) > 1]
