"""JSON-stat: every figure stands where its codes say."""

import json
from typing import Any

import numpy as np
import pytest

from services.reporting.data_sets import Extract
from services.reporting.exports.jsonstat import to_jsonstat
from tests.unit.reporting.exports.extracts import a_part, an_extract, expected


def cube(extract: Extract) -> dict[str, Any]:
    return dict(json.loads(to_jsonstat(extract)))


def at(told: dict[str, Any], values: Any, codes: tuple[str, ...]) -> Any:
    """As a reader of the format looks a cell up."""
    places = [
        told["dimension"][name]["category"]["index"].index(code)
        for name, code in zip(told["id"], codes, strict=True)
    ]
    position = int(np.ravel_multi_index(places, told["size"]))
    return values[position] if isinstance(values, list) else values.get(str(position))


@pytest.mark.parametrize("extract", [an_extract(), a_part()], ids=["dense", "sparse"])
def test_value_and_status_stand_where_the_codes_say(extract: Extract):
    told = cube(extract)
    for codes, figure in expected(extract).items():
        assert at(told, told["value"], codes) == figure.value
        assert at(told, told["status"], codes) == figure.status
        assert at(told, told["extension"]["figures"]["n"], codes) == figure.n
        assert at(told, told["extension"]["figures"]["reason"], codes) == figure.reason


def test_a_cube_with_gaps_is_told_by_position_and_a_full_one_in_order():
    assert isinstance(cube(an_extract())["value"], list)
    assert isinstance(cube(a_part())["value"], dict)


def test_roles_units_and_hierarchies_are_stated():
    told = cube(an_extract())
    assert told["role"] == {"time": ["year"], "geo": ["region"], "metric": ["indicator"]}
    region = told["dimension"]["region"]["category"]
    assert region["child"] == {"_T": ["north"], "north": ["TH-50", "TH-57"]}
    assert told["dimension"]["indicator"]["category"]["unit"]["pay_p50"] == {
        "label": "baht",
        "decimals": 0,
    }


def test_a_group_that_does_not_occur_has_no_parts():
    assert cube(a_part())["dimension"]["region"]["category"].get("child") is None
