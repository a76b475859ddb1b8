"""Makes `provinces.json`, small shapes of the provinces, from Natural Earth's 1:10m polygons.

`python -m services.reporting.pages.maps.build WORLD_MAP.gpkg`, where the GeoPackage has Natural
Earth's admin-1 polygons as `states_provinces`: Debian's qgis-common ships one.
"""

import json
import math
import struct
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from sqlalchemy import create_engine, text

from services.reporting.pages.maps.simplify import Point, Ring, area, simplified
from shared.taxonomy import regions

TARGET = Path(__file__).with_name("provinces.json")
WEST, NORTH = 97.3, 20.5
_PER_DEGREE = 50.0
_ACROSS = math.cos(math.radians(13.2))
"""Degrees of longitude are that much shorter than of latitude at Thailand's middle."""
SMALLEST_ISLAND = 6.0
"""Square units below which an island is left out, where it is not all there is of a province."""


def main(source: str) -> None:
    """Write the shapes of every province found in the GeoPackage."""
    shapes = simplified(dict(_provinces(source)))
    found = {code: _path(_larger(shapes[code])) for code in sorted(shapes)}
    if sorted(found) != sorted(regions.provinces()):
        raise ValueError(f"{source} does not have all 77 provinces")
    TARGET.write_text(json.dumps(found, indent=0) + "\n")


def _provinces(source: str) -> Iterator[tuple[str, list[Ring]]]:
    engine = create_engine(f"sqlite:///{source}")
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT name, gn_name, geom FROM states_provinces WHERE adm0_a3 = 'THA'")
        )
        for name, other_name, blob in rows:
            code = regions.find_region(name or "") or regions.find_region(other_name or "")
            if code is not None:
                yield code, list(_rings(blob))


def _rings(blob: bytes) -> Iterator[Ring]:
    """Outer rings of a GeoPackage's multipolygon (OGC 12-128r19, 2.1.3), as whole units."""
    envelope = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7]
    at = 8 + envelope
    (polygons,) = struct.unpack_from("<I", blob, at + 5)
    at += 9
    for _ in range(polygons):
        (rings,) = struct.unpack_from("<I", blob, at + 5)
        at += 9
        for place in range(rings):
            (count,) = struct.unpack_from("<I", blob, at)
            flat = struct.unpack_from(f"<{2 * count}d", blob, at + 4)
            at += 4 + 16 * count
            if place == 0:
                yield _projected(list(zip(flat[::2], flat[1::2], strict=True)))


def _projected(ring: list[tuple[float, float]]) -> Ring:
    """Equirectangular, to tenths of a unit; the closing point is left out."""
    points = [
        (
            round((east - WEST) * _ACROSS * _PER_DEGREE, 1),
            round((NORTH - north) * _PER_DEGREE, 1),
        )
        for east, north in ring
    ]
    return [p for i, p in enumerate(points) if p != points[i - 1]]


def _larger(rings: list[Ring]) -> list[Ring]:
    kept = [ring for ring in rings if area(ring) >= SMALLEST_ISLAND]
    return kept or [max(rings, key=area)]


def _path(rings: list[Ring]) -> str:
    """SVG path of relative steps in tenths of a unit, without a space more than needed."""
    parts = []
    for ring in rings:
        steps = [_step(b, a) for a, b in pairwise(ring)]
        start = _step(ring[0], (0.0, 0.0))
        parts.append(f"M{start}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")


def _step(to: Point, since: Point) -> str:
    return f"{round((to[0] - since[0]) * 10)} {round((to[1] - since[1]) * 10)}"


if __name__ == "__main__":
    main(sys.argv[1])
