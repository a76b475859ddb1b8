"""A cut publishes its own cells and every total over them."""

import numpy as np
import pytest

from services.reporting.cube import schemes
from services.reporting.cube.axis import axis_of
from services.reporting.cube.cuts import Cut, closure, finest
from services.reporting.facts import Coded

N, OVER = "n", "over"
REGIONS = Coded(np.array([0, 1], np.int32), ("TH-10", "TH-50"))
YEARS = Coded(np.array([0, 0], np.int32), ("2024",))
AXES = (
    axis_of(schemes.year(), YEARS),
    axis_of(schemes.region({"th": "ภูมิภาค", "en": "region"}), REGIONS),
)


def test_everything_above_a_cut_is_published_with_it():
    found = closure(AXES, [Cut({"year": "year", "region": "region"}, frozenset({N}))])
    assert set(found) == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_where_cuts_meet_the_measures_of_all_are_counted():
    deep = Cut({"region": "province"}, frozenset({N}))
    broad = Cut({"year": "year", "region": "region"}, frozenset({OVER}))
    found = closure(AXES, [deep, broad])
    assert found[0, 2] == {N}
    assert found[1, 1] == {OVER}
    assert found[0, 1] == found[0, 0] == {N, OVER}


def test_combinations_come_in_order_of_depth_so_that_releases_are_alike():
    cuts = [Cut({"region": "province"}, frozenset({N})), Cut({"year": "year"}, frozenset({N}))]
    assert (
        list(closure(AXES, cuts)) == list(closure(AXES, cuts[::-1])) == sorted(closure(AXES, cuts))
    )


def test_a_cut_of_no_levels_is_the_total_alone():
    assert finest(AXES, {}) == (0, 0)


def test_a_cut_over_an_axis_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="skill"):
        finest(AXES, {"skill": "skill"})


def test_a_level_that_an_axis_does_not_have_is_refused():
    with pytest.raises(ValueError, match="not in tuple"):
        finest(AXES, {"year": "detailed"})
