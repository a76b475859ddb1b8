"""Filters give way where a table is not split by all of them together."""

from dataclasses import replace

import numpy as np
import pytest

from services.reporting.data_sets import DataSet
from services.reporting.pages.cuts import fitted, is_cut
from services.reporting.pages.quality import given_way
from tests.unit.reporting.pages.scenes import a_balance, a_scene

FILTERS = ("year", "level", "field", "region")


@pytest.fixture
def table() -> DataSet:
    """A table whose provinces are split by one thing more at the most."""
    whole = a_balance()
    members = whole.dimension("region").members
    provinces = [i for i, member in enumerate(members) if member.code.startswith("TH-")]
    besides = (whole.cells[:, :3] > 0).sum(axis=1)
    kept = np.flatnonzero(~np.isin(whole.cells[:, 3], provinces) | (besides <= 1))
    # regions and provinces differ in level, as in a published table
    named = tuple(
        replace(m, level="province" if m.code.startswith("TH-") else m.level) for m in members
    )
    region = replace(whole.dimension("region"), members=named)
    dimensions = (*whole.dimensions[:3], region)
    return DataSet(whole.definition, dimensions, whole.cells[kept], whole.figures.taken(kept))


def test_a_combination_is_known_to_be_published_or_not(table: DataSet):
    assert is_cut(table, year="2024", level="6", field="06", region="north")
    assert is_cut(table, year="2024", region="TH-50")
    assert not is_cut(table, year="2024", level="6", region="TH-50")
    assert not is_cut(table, year="1999")


def test_the_year_gives_way_first_and_no_more_than_must(table: DataSet):
    scene = a_scene(table, year="2024", level="6", region="TH-50")
    here = fitted(scene, FILTERS, {"field-balance": {}})
    assert here.choice.narrowed() == {"level": "6", "region": "TH-50"}
    assert given_way(scene, here, *FILTERS) == "Not narrowed by the filter on year of graduation."


def test_nothing_gives_way_that_need_not(table: DataSet):
    scene = a_scene(table, year="2024", level="6", region="north")
    here = fitted(scene, FILTERS, {"field-balance": {"field": "06"}})
    assert here == scene
    assert given_way(scene, here, *FILTERS) == ""
