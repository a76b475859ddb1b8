"""A line as small as a word: how one figure went over the years."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.reporting.pages.charts.scale import Scale

WIDTH, HEIGHT, MARGIN = 120, 32, 4


@dataclass(frozen=True)
class Sparkline:
    """An SVG path, broken where a value is missing, and the place of the chosen year's dot."""

    path: str
    dot: tuple[float, float] | None


def sparkline(values: Sequence[float | None], marked: int | None) -> Sparkline:
    """The values from left to right; the one at `marked` gets the dot."""
    known = [value for value in values if value is not None]
    if not known:
        return Sparkline("", None)
    low, high = min(known), max(known)
    x = Scale(0, max(len(values) - 1, 1), MARGIN, WIDTH - MARGIN)
    y = Scale(low, high if high > low else low + 1, HEIGHT - MARGIN, MARGIN)
    places = [None if v is None else (x(i), y(v)) for i, v in enumerate(values)]
    dot = places[marked] if marked is not None else None
    return Sparkline(_path(places), dot)


def _path(places: Sequence[tuple[float, float] | None]) -> str:
    steps, is_down = [], False
    for place in places:
        if place is not None:
            steps.append(f"{'L' if is_down else 'M'}{place[0]} {place[1]}")
        is_down = place is not None
    return "".join(steps)
