"""The provinces' shapes, as SVG paths in tenths of the map's unit, and where a map is cut."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

_NUMBER = re.compile(r"-?\d+")
WIDTH, HEIGHT = 4100, 7460
BANGKOK = (1360, 3120, 520, 480)
"""Left, top, width and height of Bangkok and what is around it, too small to be seen."""


@cache
def provinces() -> Mapping[str, str]:
    """ISO 3166-2 code -> path."""
    found = resources.files("services.reporting.pages.maps") / "provinces.json"
    shapes: dict[str, str] = json.loads(found.read_text())
    return shapes


@cache
def around_bangkok() -> frozenset[str]:
    """The provinces of which anything may lie in `BANGKOK`."""
    left, top, width, height = BANGKOK
    found = set()
    for code, path in provinces().items():
        across, down = zip(*_points(path), strict=True)
        beside = max(across) < left or min(across) > left + width
        if not beside and max(down) >= top and min(down) <= top + height:
            found.add(code)
    return frozenset(found)


def _points(path: str) -> Iterator[tuple[int, int]]:
    """The corners of a path of `M x y l dx dy …z` rings."""
    for ring in path.split("M")[1:]:
        steps = [int(number) for number in _NUMBER.findall(ring)]
        x, y = 0, 0
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y
