"""The provinces' shapes, as SVG paths in tenths of the map's unit, and where a map is cut."""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

WIDTH, HEIGHT = 4100, 7460
BANGKOK = (1360, 3120, 520, 480)
"""Left, top, width and height of Bangkok and what is around it, too small to be seen."""


@cache
def provinces() -> Mapping[str, str]:
    """ISO 3166-2 code -> path."""
    found = resources.files("services.reporting.pages.maps") / "provinces.json"
    shapes: dict[str, str] = json.loads(found.read_text())
    return shapes
