"""Shapes of provinces: all there, on the map, and borders that stay one line on both sides."""

import re

from services.reporting.pages.maps import shapes
from services.reporting.pages.maps.simplify import TOLERANCE, Ring, area, simplified
from shared.taxonomy import regions

_NUMBERS = re.compile(r"-?\d+")


def test_every_province_has_a_shape_inside_the_map():
    found = shapes.provinces()
    assert sorted(found) == sorted(regions.provinces())
    for code, path in found.items():
        start = [int(number) for number in _NUMBERS.findall(path)[:2]]
        assert 0 <= start[0] <= shapes.WIDTH, code
        assert 0 <= start[1] <= shapes.HEIGHT, code


def test_neighbours_still_meet_after_simplifying():
    border = [(10.0, float(y)) if y % 2 else (10.0 + TOLERANCE / 2, float(y)) for y in range(21)]
    left: Ring = [(0.0, 0.0), *border, (0.0, 20.0)]
    right: Ring = [(20.0, 20.0), *reversed(border), (20.0, 0.0)]
    short = simplified({"left": [left], "right": [right]})
    assert set(short["left"][0]) & set(short["right"][0]) == {border[0], border[-1]}
    assert len(short["left"][0]) == 4


def test_an_island_keeps_its_area_roughly():
    island: Ring = [(x / 2, 0.0) for x in range(40)] + [(20.0, y / 2) for y in range(40)]
    island += [(20 - x / 2, 20.0) for x in range(40)] + [(0.0, 20 - y / 2) for y in range(40)]
    short = simplified({"island": [island]})["island"][0]
    assert len(short) < 10
    assert abs(area(short) - 400) < 40
