"""A map of the provinces in classes around balance: orange fewer jobs, teal more."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.reporting.pages.maps import shapes

BREAKS = (50, 75, 95, 105, 135, 175)
"""Open positions per 100 graduates between which provinces have one colour; 95–105 balance."""
COLOURS = ("#a8460b", "#d97a30", "#f2c592", "#dfe4e8", "#a9d4d3", "#4a9da1", "#0c666b")
SCALE = 0.1
TOP = 62
INSET = (208.0, 528.0, 195.0, 180.0)
"""Where the enlarged Bangkok stands: left, top, width, height."""


@dataclass(frozen=True)
class Words:
    """What the map says besides its colours."""

    label: str
    fewer: str
    balance: str
    more: str
    no_data: str
    inset: str


@dataclass(frozen=True)
class Area:
    """A province: its path, its class's colour or none, and what it says when pointed at.

    One that `is_outside` was not chosen and says nothing.
    """

    path: str
    colour: str | None
    title: str
    is_outside: bool


@dataclass(frozen=True)
class Choropleth:
    """The map with its key of (left edge, colour) steps and (place, bound) marks.

    The provinces `near` Bangkok are drawn twice, once enlarged.
    """

    words: Words
    far: Sequence[Area]
    near: Sequence[Area]
    steps: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, int]]
    step: float
    width: float = shapes.WIDTH * SCALE
    height: float = shapes.HEIGHT * SCALE + TOP
    top: int = TOP
    scale: float = SCALE
    cut: tuple[int, int, int, int] = shapes.BANGKOK
    inset: tuple[float, float, float, float] = INSET


def choropleth(
    values: Mapping[str, float | None], titles: Mapping[str, str], words: Words
) -> Choropleth:
    """All provinces; those whose value is None have no colour, those without are outside."""
    areas = {
        code: Area(path, colour_of(values.get(code)), titles.get(code, ""), code not in values)
        for code, path in shapes.provinces().items()
    }
    # dashes show above a neighbour's border
    order = sorted(areas, key=lambda code: (areas[code].colour is None, code))
    near = [areas[code] for code in order if code in shapes.around_bangkok()]
    far = [areas[code] for code in order if code not in shapes.around_bangkok()]
    step = shapes.WIDTH * SCALE / len(COLOURS)
    steps = [(round(i * step, 1), colour) for i, colour in enumerate(COLOURS)]
    marks = [(round((i + 1) * step, 1), bound) for i, bound in enumerate(BREAKS)]
    return Choropleth(words, far, near, steps, marks, round(step, 1))


def colour_of(value: float | None) -> str | None:
    """The colour of the class a value is in; a bound belongs to the class above it."""
    return None if value is None else COLOURS[bisect_right(BREAKS, value)]
