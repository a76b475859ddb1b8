"""Percentiles of pay from amounts and bands."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from services.reporting.indicators.pay_percentiles import pay_percentiles
from services.reporting.indicators.turnbull import fitted

OPEN = np.nan
amounts = st.integers(8, 60).map(lambda thousands: 1000.0 * thousands)
bands = st.tuples(amounts, st.sampled_from([0.0, 1000.0, 5000.0, 12000.0])).map(
    lambda band: (band[0], band[0] + band[1])
)
surveys = st.lists(bands, min_size=30, max_size=60).map(np.array)


@settings(max_examples=25)
@given(st.lists(amounts, min_size=30, max_size=80))
def test_of_exact_amounts_they_are_the_percentiles_of_the_sample(pay):
    found = pay_percentiles(pay, pay)
    assert found.value == pytest.approx(np.quantile(pay, [0.25, 0.5, 0.75], method="inverted_cdf"))


@settings(max_examples=25)
@given(surveys)
def test_they_rise_lie_in_their_intervals_and_within_what_was_stated(survey):
    low, high = survey.T
    found = pay_percentiles(low, high)
    assert (np.diff(found.value) >= 0).all()
    assert (found.low <= found.value).all()
    assert (found.value <= found.high).all()
    assert low.min() <= found.value[0]
    assert found.value[-1] <= high.max()


@settings(max_examples=25)
@given(surveys)
def test_no_interval_could_gain_likelihood_by_more_mass(survey):
    pairs, weight = np.unique(survey, axis=0, return_counts=True)
    low, high = pairs.T
    masses = fitted(low, high, weight.astype(float))
    assert masses.mass.sum() == pytest.approx(1)
    assert (masses.low[1:] >= masses.high[:-1]).all()
    inside = (low[:, None] <= masses.low) & (masses.high <= high[:, None])
    inside &= (low == high)[:, None] | (masses.low < high[:, None])
    share = inside @ masses.mass
    gain = (weight / weight.sum() / share) @ inside
    assert gain.max() <= 1 + 1e-5


@settings(max_examples=25)
@given(surveys, st.integers(2, 5))
def test_rows_that_stand_for_several_records_count_as_those(survey, times):
    low, high = survey.T
    repeated = pay_percentiles(np.repeat(low, times), np.repeat(high, times))
    grouped = pay_percentiles(low, high, records=np.full(len(low), times))
    assert grouped.value == pytest.approx(repeated.value)
    assert grouped.low == pytest.approx(repeated.low)


@settings(max_examples=25)
@given(surveys, st.floats(0.1, 40))
def test_the_currency_changes_nothing(survey, rate):
    low, high = survey.T
    scaled = pay_percentiles(rate * low, rate * high).value
    assert scaled == pytest.approx(rate * pay_percentiles(low, high).value, rel=1e-3)


@settings(max_examples=25)
@given(surveys, st.randoms())
def test_the_order_of_the_records_does_not_change_the_last_digit(survey, random):
    weights = np.array([random.uniform(0.1, 10) for _ in survey])
    order = random.sample(range(len(survey)), len(survey))
    low, high = survey.T
    plain = pay_percentiles(low, high, weights=weights)
    shuffled = pay_percentiles(low[order], high[order], weights=weights[order])
    assert shuffled.value.tobytes() == plain.value.tobytes()


@settings(max_examples=25)
@given(st.lists(st.tuples(amounts, st.booleans()), min_size=30, max_size=60))
def test_of_amounts_and_open_bands_they_are_kaplan_and_meiers(survey):
    pay, exact = np.array(survey).T
    low = np.where(exact == 1, pay, pay + 500)
    found = pay_percentiles(low, np.where(exact == 1, pay, OPEN), levels=(0.5,)).value[0]
    curve = ecdf(CensoredData(uncensored=low[exact == 1], right=low[exact == 0])).sf
    if np.isnan(found):
        assert curve.evaluate(low.max()) > 0.5 - 1e-4
    else:
        assert curve.evaluate(found) <= 0.5 + 1e-4
        assert curve.evaluate(found - 1) >= 0.5 - 1e-4


def test_within_a_band_the_distribution_is_a_straight_line_and_not_its_midpoint():
    # 40 in [10, 20), 60 in [20, 40) thousand: P25 = 10 + 10·25/40, P50 = 20 + 20·10/60, …
    low, high = np.repeat([10000, 20000], [40, 60]), np.repeat([20000, 40000], [40, 60])
    expected = [16250, 20000 + 20000 / 6, 20000 + 20000 * 35 / 60]
    assert pay_percentiles(low, high).value == pytest.approx(expected)


def test_amounts_say_where_in_a_wide_band_the_others_are():
    # Turnbull: 30 amounts inside a band draw all of the 30 records of the band to them.
    low, high = np.repeat([15000, 10000], 30), np.repeat([15000, 30000], 30)
    assert pay_percentiles(low, high).value == pytest.approx([15000] * 3)


def test_overlapping_bands_worked_by_hand():
    # [10, 20) n = 40, [15, 25) n = 30, [20, 30) n = 30: innermost [15, 20) and [20, 25) with
    # masses p, 1 − p; likelihood p⁴⁰ (1 − p)³⁰: p = 4/7, so P50 = 15 + 5 · .5/(4/7) = 19.375.
    low, high = np.repeat([10, 15, 20], [40, 30, 30]), np.repeat([20, 25, 30], [40, 30, 30])
    assert pay_percentiles(low, high, levels=(0.5,)).value == pytest.approx([19.375], rel=1e-4)


def test_a_band_ends_before_its_upper_end():
    # Nobody of the band [10, 20) earns 20: the amounts of 20 are a place of their own.
    low, high = np.repeat([10000, 20000], 30), np.repeat([20000, 20000], 30)
    assert pay_percentiles(low, high).value == pytest.approx([15000, 20000, 20000])


def test_a_percentile_in_a_band_without_an_end_has_no_value_and_says_why():
    low, high = (
        np.repeat([OPEN, 10000, 30000], [30, 40, 30]),
        np.repeat([10000, 30000, OPEN], [30, 40, 30]),
    )
    found = pay_percentiles(low, high)
    assert list(found.codes()) == ["open_ended", "", "open_ended"]
    assert found.value == pytest.approx([np.nan, 20000, np.nan], nan_ok=True)


def test_an_end_of_an_interval_that_falls_into_an_open_band_is_open():
    low, high = np.repeat([10000, 30000], [52, 48]), np.repeat([30000, OPEN], [52, 48])
    found = pay_percentiles(low, high, levels=(0.5,))
    assert found.low < found.value
    assert np.isnan(found.high)


def test_fewer_than_thirty_records_tell_no_percentile():
    assert list(pay_percentiles([1000] * 29, [1000] * 29).codes()) == ["base_small"] * 3
    assert list(pay_percentiles([OPEN] * 40, [OPEN] * 40).codes()) == ["nobody_concerned"] * 3


def test_unequal_weights_move_the_percentile_and_mark_a_small_effective_number():
    low = np.repeat([10000, 20000], 20)
    found = pay_percentiles(low, low, weights=np.repeat([1, 3], 20), design_effect=1.5)
    assert found.value == pytest.approx([10000, 20000, 20000])
    assert list(found.codes()) == ["few_observations"] * 3


def test_a_band_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="ends before it begins"):
        pay_percentiles([2.0], [1.0])
