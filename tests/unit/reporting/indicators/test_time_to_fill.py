"""The median time to fill a vacancy under censoring."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.indicators.time_to_fill import median_time_to_fill

days = st.integers(0, 60).map(float)
observed = st.lists(st.tuples(days, st.booleans()), min_size=30, max_size=60)


@settings(max_examples=40)
@given(st.lists(days, min_size=30, max_size=60))
def test_without_censoring_it_is_the_smallest_day_by_which_half_are_filled(times):
    found = median_time_to_fill(times, np.ones(len(times)))
    assert found.value == np.quantile(times, 0.5, method="inverted_cdf")


@settings(max_examples=40)
@given(observed)
def test_the_interval_holds_the_median_and_its_ends_may_be_open(vacancies):
    times, filled = zip(*vacancies, strict=True)
    found = median_time_to_fill(times, filled)
    if np.isnan(found.value):
        assert found.codes() == "median_not_reached"
    else:
        assert found.value in times
        assert found.low <= found.value
        assert np.isnan(found.high) or found.high >= found.value


@settings(max_examples=40)
@given(observed, st.randoms())
def test_the_order_of_the_vacancies_and_the_unit_of_time_change_nothing(vacancies, random):
    times, filled = np.array(vacancies).T
    order = random.sample(range(len(times)), len(times))
    plain = median_time_to_fill(times, filled).value
    assert median_time_to_fill(times[order], filled[order]).value == pytest.approx(
        plain, nan_ok=True
    )
    assert median_time_to_fill(24 * times, filled).value == pytest.approx(24 * plain, nan_ok=True)


def test_kaplan_and_meiers_curve_worked_by_hand():
    # Ten times over: filled on days 3, 5 and 8, expired on day 4 and open on day 9.
    # S(3) = 40/50 = .8; day 4 loses ten; S(5) = .8 · 20/30 = .533; S(8) = .533 · 10/20 = .267.
    # Taken for filled, the expired would make it day 5, and left out too.
    times, filled = np.array([3, 4, 5, 8, 9] * 10), np.array([1, 0, 1, 1, 0] * 10)
    found = median_time_to_fill(times, filled)
    assert found.value == 8
    # Var ln(−ln S(5)) = Σ d/(n(n−d)) / (ln S)² = (10/(50·40) + 10/(30·20)) / .6286² = .05483;
    # S^exp(∓1.6449·.2342) = .6519 and .3970: on day 5 the lower band is below one half.
    assert (found.low, found.high) == (5, 8)


def test_fewer_than_half_filled_is_no_median():
    found = median_time_to_fill(np.arange(40), np.arange(40) < 19)
    assert np.isnan(found.value)
    assert found.codes() == "median_not_reached"
    assert median_time_to_fill(np.arange(40), np.zeros(40)).codes() == "median_not_reached"


def test_fewer_than_thirty_vacancies_tell_no_median():
    assert median_time_to_fill(np.arange(29), np.ones(29)).codes() == "base_small"
    assert median_time_to_fill([], []).codes() == "nobody_concerned"


def test_a_vacancy_without_days_is_left_out():
    times = np.append(np.arange(31.0), [np.nan] * 9)
    assert median_time_to_fill(times, np.ones(40)).value == 15
