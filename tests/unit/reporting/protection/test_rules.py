"""The rules by which single counts are hidden and rounded."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.protection.primary import (
    primary_employers,
    primary_percentiles,
    primary_persons,
)
from services.reporting.protection.rounding import published_bounds, rounded


def test_one_to_nine_persons_are_hidden_and_none_are_not() -> None:
    assert primary_persons(np.array([0, 1, 9, 10])).tolist() == [False, True, True, False]


def test_few_employers_or_a_dominant_one_hide_a_cell() -> None:
    hidden = primary_employers(np.array([0, 2, 3, 3]), np.array([0.0, 0.5, 0.7, 0.71]))
    assert hidden.tolist() == [False, True, False, True]


def test_percentiles_need_thirty_observations() -> None:
    assert primary_percentiles(np.array([0, 29, 30])).tolist() == [False, True, False]


@given(st.integers(1, 10**9))
def test_a_count_is_within_what_its_rounded_value_tells(count: int) -> None:
    low, high = published_bounds(np.array([count]), least=1)
    assert low[0] <= count <= high[0]
    assert rounded(np.array([count]))[0] % 5 == 0


def test_weighted_counts_are_rounded_too() -> None:
    assert rounded(np.array([0.4, 2.5, 12.4, 12.6])).tolist() == [0, 5, 10, 15]


def test_no_published_count_is_below_the_least() -> None:
    low, high = published_bounds(np.array([10, 12, 13]))
    assert low.tolist() == [10, 10, 13]
    assert high.tolist() == [12, 12, 17]
