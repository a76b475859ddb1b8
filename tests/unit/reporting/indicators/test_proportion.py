"""Shares, the rates of a cohort and the flows, with the Agresti–Coull interval."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.indicators.employment import (
    employment_to_population,
    response_rate,
    thai_employment_rate,
    unemployment_rate,
)
from services.reporting.indicators.flows import flow_shares
from services.reporting.indicators.intervals import agresti_coull_bounds
from services.reporting.indicators.proportion import proportion

bases = st.integers(1, 10**6)
shares = st.floats(0, 1)


def width(found):
    return found.high - found.low


@given(bases, shares)
def test_the_interval_of_a_share_lies_between_nothing_and_all(base, share):
    found = proportion(share * base, base)
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_agresti_coull_worked_by_hand():
    # 10 of 100 at 90 %: ñ = 102.7055, p̃ = 11.3528 / 102.7055 = 0.110537,
    # half-width 1.644854·√(0.110537 · 0.889463 / 102.7055) = 0.050892
    found = proportion(10, 100)
    assert found.low == pytest.approx(0.059645, abs=1e-5)
    assert found.high == pytest.approx(0.161429, abs=1e-5)


def test_the_interval_over_many_cells_is_that_of_each():
    low, high = agresti_coull_bounds(np.array([0.1, 0.5]), np.array([0.01, 0.02]))
    alone = agresti_coull_bounds(np.array(0.5), np.array(0.02))
    assert (low[1], high[1]) == alone


@given(st.integers(30, 1000), st.integers(0, 1000), st.integers(0, 10**5))
def test_knowing_that_the_population_is_finite_never_widens_the_interval(base, found, unseen):
    found = min(found, base)
    sampled = proportion(found, base)
    finite = proportion(found, base, population=base + unseen)
    assert width(finite) <= width(sampled) + 1e-12


def test_the_correction_begins_above_one_in_twenty():
    sampled = width(proportion(20, 50))
    assert width(proportion(20, 50, population=1000)) == sampled
    assert width(proportion(20, 50, population=999)) < sampled


def test_a_census_has_no_sampling_error():
    census = proportion(20, 50, population=50)
    assert (census.low, census.high) == (census.value, census.value)


def test_a_population_that_is_not_known_corrects_nothing():
    assert width(proportion(20, 50, population=np.nan)) == width(proportion(20, 50))


@given(st.integers(0, 200), st.floats(1, 10))
def test_a_design_effect_is_worth_that_many_observations_less(found, effect):
    designed, plain = proportion(found, 200, design_effect=effect), proportion(found, 200)
    smaller = proportion(found / effect, 200 / effect)
    assert width(designed) == pytest.approx(width(smaller))
    assert width(designed) >= width(plain) - 1e-12


def test_a_share_of_fewer_than_thirty_effective_observations_is_marked():
    found = proportion([10, 10, 20], [29, 30, 59], design_effect=[1, 1, 2])
    assert list(found.codes()) == ["few_observations", "", "few_observations"]
    assert not np.isnan(found.value).any()


def test_nobody_concerned_is_not_the_same_as_nobody_observed():
    found = proportion([0, 0], [0, 0], population=[0, 40])
    assert list(found.codes()) == ["nobody_concerned", "facts_missing"]


def test_counts_that_were_rounded_apart_make_no_share_above_one():
    assert proportion(35, 30).value == 1


def test_the_thai_rate_leaves_out_who_is_not_available_and_the_ilo_ratio_does_not():
    # 100 answered, 60 work, 20 study on or are ordained: 60 of 80 beside 60 of 100.
    assert thai_employment_rate(60, 100, 20).value == pytest.approx(0.75)
    assert employment_to_population(60, 100).value == pytest.approx(0.6)


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_the_thai_rate_is_never_below_the_ilo_ratio(in_work, seeking, away):
    answered = in_work + seeking + away
    thai, ilo = (
        thai_employment_rate(in_work, answered, away),
        employment_to_population(in_work, answered),
    )
    assert np.isnan(thai.value) or thai.value >= ilo.value
    if seeking + in_work:
        assert unemployment_rate(seeking, in_work, answered).value == pytest.approx(1 - thai.value)


def test_a_cohort_of_which_nobody_is_available_concerns_nobody_and_one_unasked_lacks_facts():
    found = thai_employment_rate([0, 0], [50, 0], [50, 0], cohort=100)
    assert list(found.codes()) == ["nobody_concerned", "facts_missing"]


def test_the_rates_of_a_cohort_that_answered_completely_have_no_sampling_error():
    thai = thai_employment_rate(60, 100, 20, cohort=100)
    unemployed = unemployment_rate(20, 60, 100, cohort=100)
    assert (thai.low, unemployed.high) == (thai.value, unemployed.value)


def test_the_response_rate_is_counted_and_has_no_interval():
    found = response_rate([50, 0], [200, 0])
    assert found.value[0] == 0.25
    assert np.isnan(found.low).all()
    assert list(found.codes()) == ["", "nobody_concerned"]


counts = st.lists(
    st.lists(st.integers(0, 500), min_size=4, max_size=4), min_size=1, max_size=6
).map(np.array)


@given(counts)
def test_the_shares_of_an_origin_add_up_to_one(table):
    sums = flow_shares(table).value.sum(axis=-1)
    assert sums[table.sum(axis=-1) > 0] == pytest.approx(1)
    assert np.isnan(sums[table.sum(axis=-1) == 0]).all()


def test_a_hidden_destination_hides_its_origin_unless_the_total_is_published():
    table = [[30, np.nan, 50], [10, 20, 70]]
    assert np.isnan(flow_shares(table).value[0]).all()
    told = flow_shares(table, origins=[100, 100]).value
    assert told[0] == pytest.approx([0.3, np.nan, 0.5], nan_ok=True)
