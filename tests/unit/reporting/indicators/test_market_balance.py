"""Openings against graduates: tightness, ratios, gaps, the Beveridge curve, concentration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.indicators.beveridge import beveridge_points
from services.reporting.indicators.dissimilarity import dissimilarity
from services.reporting.indicators.location_quotient import location_quotient
from services.reporting.indicators.market_balance import (
    share_gap,
    supply_demand_ratio,
    tightness,
    vacancies_per_hundred_graduates,
)

some = st.integers(1, 500)


def test_who_did_not_answer_is_neither_seeking_nor_settled():
    # 200 graduates, 100 answered, a quarter of them seek: 50 seekers for 25 openings.
    assert tightness(25, 200, 100, 25).value == pytest.approx(0.5)


@settings(max_examples=50)
@given(some, some, some, some)
def test_more_openings_for_the_same_graduates_tighten_the_market(openings, seek, settled, unasked):
    answered = seek + settled
    market = (answered + unasked, answered, seek)
    once, twice = tightness(openings, *market), tightness(2 * openings, *market)
    assert twice.value == pytest.approx(2 * once.value)
    assert once.low <= once.value


@pytest.mark.parametrize(
    ("graduates", "answered", "seeking", "reason"),
    [(50, 50, 0, "no_seekers"), (50, 0, 0, "facts_missing"), (0, 0, 0, "nobody_concerned")],
)
def test_tightness_without_seekers_has_no_value_and_says_why(graduates, answered, seeking, reason):
    found = tightness(10, graduates, answered, seeking)
    assert np.isnan(found.value)
    assert found.codes() == reason


def test_the_upper_end_of_tightness_is_open_when_there_may_be_no_seekers():
    found = tightness(10, 10**6, 40, 1)
    assert found.value > found.low > 0
    assert np.isnan(found.high)


def test_ratios_without_a_base_have_no_value_and_say_why():
    assert vacancies_per_hundred_graduates(5, 0).codes() == "nobody_concerned"
    assert supply_demand_ratio(5, 0).codes() == "no_openings"
    assert vacancies_per_hundred_graduates(30, 60).value == 50
    assert supply_demand_ratio(60, 30).value == 2


markets = st.lists(st.tuples(some, some), min_size=1, max_size=12).map(np.array)


@settings(max_examples=50)
@given(markets)
def test_the_gaps_of_all_groups_add_up_to_nothing_and_halve_to_the_dissimilarity(cells):
    openings, graduates = cells.T
    gaps = share_gap(openings, openings.sum(), graduates, graduates.sum())
    assert gaps.value.sum() == pytest.approx(0, abs=1e-9)
    halved = np.abs(gaps.value).sum() / 2
    assert halved == pytest.approx(dissimilarity(openings, graduates).index.value, abs=1e-9)


@settings(max_examples=50)
@given(some, some, some, some)
def test_the_gap_and_its_interval_turn_around_with_the_sides(opening, other, graduate, fellow):
    forth = share_gap(opening, opening + other, graduate, graduate + fellow)
    back = share_gap(graduate, graduate + fellow, opening, opening + other)
    assert forth.low == pytest.approx(-back.high)
    assert -1 <= forth.low <= forth.value <= forth.high <= 1


def test_many_openings_in_few_vacancies_are_few_observations():
    many = share_gap(100, 200, 100, 400)
    few = share_gap(100, 200, 100, 400, vacancies=20)
    assert few.high - few.low > many.high - many.low
    assert few.codes() == "few_observations"


@settings(max_examples=50)
@given(some, some, some)
def test_a_beveridge_point_lies_in_the_unit_square(openings, in_work, seeking):
    answered = in_work + seeking
    point = beveridge_points(openings, 3 * answered, answered, in_work, seeking)
    assert 0 < point.vacancy_rate.low <= point.vacancy_rate.value <= point.vacancy_rate.high <= 1
    assert 0 < point.unemployment_rate.value < 1


def test_a_beveridge_point_worked_by_hand_for_each_period():
    # 600 graduates, half answered, 200 of 300 work: e = 400; v = 100: 20 %; u = 50 of 250: 20 %
    points = beveridge_points([100, 0], [600, 0], [300, 0], [200, 0], [50, 0])
    assert points.vacancy_rate.value[0] == pytest.approx(0.2)
    assert points.unemployment_rate.value[0] == pytest.approx(0.2)
    assert points.vacancy_rate.codes()[1] == "nobody_concerned"


def test_a_market_where_nobody_answered_has_no_vacancy_rate_for_want_of_facts():
    points = beveridge_points(100, 600, 0, 0, 0)
    assert points.vacancy_rate.codes() == "facts_missing"
    assert points.unemployment_rate.codes() == "facts_missing"


@settings(max_examples=50)
@given(st.integers(6, 100), some, st.integers(1, 100))
def test_a_region_like_the_whole_country_has_a_quotient_of_one(local, other, times):
    found = location_quotient(
        local, local + other + 30, local * times, (local + other + 30) * times
    )
    assert found.value == pytest.approx(1)
    assert found.low <= 1 <= found.high


@settings(max_examples=50)
@given(st.lists(st.tuples(some, some), min_size=2, max_size=8).map(np.array))
def test_the_quotients_of_all_regions_average_to_one(regions):
    local, all_local = regions[:, 0], regions.sum(axis=1)
    found = location_quotient(local, all_local, local.sum(), all_local.sum())
    if not np.isnan(found.value).any():
        assert np.average(found.value, weights=all_local) == pytest.approx(1)


@pytest.mark.parametrize(
    "region",
    [
        pytest.param((10, 29, 1000, 2000), id="fewer than thirty in the region"),
        pytest.param((1, 400, 10, 1000), id="fewer than five expected in the cell"),
    ],
)
def test_a_quotient_on_a_small_base_is_not_told(region):
    found = location_quotient(*region)
    assert np.isnan(found.value)
    assert found.codes() == "base_small"
