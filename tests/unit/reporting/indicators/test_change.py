"""Skill gaps and growth: differences and ratios with their intervals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.indicators.growth import change_in_share, relative_growth
from services.reporting.indicators.skill_gap import skill_gap

some = st.integers(1, 500)


@given(some, some, some, some)
def test_a_skill_gap_turns_its_sign_with_the_sides(asking, silent, showing, without):
    market = (asking, asking + silent), (showing, showing + without)
    forth, back = skill_gap(*market[0], *market[1]), skill_gap(*market[1], *market[0])
    assert forth.difference.value == pytest.approx(-back.difference.value, abs=1e-12)
    assert forth.log_ratio.value == pytest.approx(-back.log_ratio.value, abs=1e-9)
    assert forth.log_ratio.low == pytest.approx(-back.log_ratio.high, abs=1e-9)
    assert forth.demand.value == pytest.approx(back.supply.value)


@given(some, some, some, some)
def test_difference_and_logarithm_of_a_gap_have_one_sign(asking, silent, showing, without):
    gap = skill_gap(asking, asking + silent, showing, showing + without)
    assert np.sign(np.round(gap.difference.value, 9)) == np.sign(np.round(gap.log_ratio.value, 9))
    assert gap.difference.value == pytest.approx(gap.demand.value - gap.supply.value)


def test_a_skill_gap_worked_by_hand():
    # d = 50/100, g = 50/200: ln 2 = .693; ± 1.644854·√(.5/50 + .75/50) = .260074
    gap = skill_gap(50, 100, 50, 200)
    assert gap.difference.value == pytest.approx(0.25)
    assert gap.log_ratio.value == pytest.approx(np.log(2))
    assert gap.log_ratio.high - gap.log_ratio.value == pytest.approx(0.260074, abs=1e-5)


def test_a_skill_nobody_shows_has_a_difference_and_no_logarithm():
    gap = skill_gap([40, 0, 0], [100, 0, 100], [0, 10, 10], [100, 100, 0])
    assert list(gap.log_ratio.codes()) == ["zero_share", "no_openings", "nobody_concerned"]
    assert gap.difference.value[0] == pytest.approx(0.4)


@given(st.integers(0, 500), some)
def test_growth_is_never_below_losing_all_and_lies_in_its_interval(now, before):
    found = relative_growth(now, before)
    assert -1 <= found.low <= found.value
    assert np.isnan(found.high) or found.high >= found.value


@given(some, some)
def test_growing_forth_and_back_ends_where_it_began(now, before):
    forth, back = relative_growth(now, before), relative_growth(before, now)
    assert (1 + forth.value) * (1 + back.value) == pytest.approx(1)
    assert np.isnan(back.high) or (1 + forth.low) * (1 + back.high) == pytest.approx(1)


def test_growth_from_nothing_has_no_value_and_growth_from_little_is_marked():
    found = relative_growth([10, 20, 60], [0, 10, 40])
    assert list(found.codes()) == ["no_earlier_count", "few_observations", ""]
    assert found.value == pytest.approx([np.nan, 1.0, 0.5], nan_ok=True)


def test_a_change_in_share_is_in_points_of_it():
    found = change_in_share([60, 1], [100, 0], [40, 1], [200, 10])
    assert found.value[0] == pytest.approx(0.4)
    assert 0 < found.low[0] < 0.4 < found.high[0]
    assert found.codes()[1] == "nobody_concerned"
