"""Verdicts by the statistical methods of vertical mismatch, and laws of what they judge by."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.indicators.lift import FieldCell, lifts
from services.reporting.indicators.realised_matches import LevelCell, norms
from services.reporting.indicators.vertical import MATCH, OVER, UNDER, against_mode, against_range

levels = st.lists(st.integers(0, 8), min_size=30, max_size=60)


def test_only_who_is_above_the_mode_is_over_educated():
    verdicts = against_mode([3, 6, 8, np.nan, 6], [6, 6, 6, 6, np.nan])
    assert verdicts == pytest.approx([UNDER, MATCH, OVER, np.nan, np.nan], nan_ok=True)


def test_the_ends_of_what_is_usual_are_usual():
    assert list(against_range([3, 4, 6, 7], 4, 6)) == [UNDER, MATCH, MATCH, OVER]


def norm_of(own):
    return norms(LevelCell("2512", level, 1, 1.0) for level in own)["2512"]


@settings(max_examples=30)
@given(levels)
def test_a_matched_graduate_by_the_mode_is_of_the_most_frequent_kind(own):
    verdicts = against_mode(own, norm_of(own).mode)
    frequency = np.bincount(own)
    assert np.count_nonzero(verdicts == MATCH) == frequency.max()


@settings(max_examples=30)
@given(levels)
def test_no_more_than_half_are_above_the_mean_and_a_deviation(own):
    # Cantelli: P(X − μ > σ) ≤ 1/2, and by Chebyshev no bound is passed by more than all.
    norm = norm_of(own)
    verdicts = against_range(own, norm.low, norm.high)
    assert np.count_nonzero(verdicts == OVER) <= len(own) / 2
    assert np.count_nonzero(verdicts == UNDER) <= len(own) / 2


@settings(max_examples=30)
@given(levels, st.floats(0.01, 100))
def test_the_scale_of_the_weights_changes_no_norm(own, scale):
    heavy = norms(LevelCell("2512", level, 1, scale) for level in own)["2512"]
    plain = norm_of(own)
    assert heavy.mode == plain.mode
    assert (heavy.low, heavy.high) == pytest.approx((plain.low, plain.high), abs=1e-6)


@settings(max_examples=30)
@given(
    st.lists(st.lists(st.integers(0, 90), min_size=3, max_size=3), min_size=3, max_size=3).filter(
        lambda table: (
            (np.outer(np.sum(table, 1), np.sum(table, 0)) >= 5 * np.sum(table)).all()
            and np.sum(table)
        )
    )
)
def test_the_lifts_of_a_field_average_to_one_over_the_occupations(table):
    fields, occupations = ("04", "06", "09"), ("11", "25", "33")
    cells = [
        FieldCell(field, occupation, n, float(n))
        for field, row in zip(fields, table, strict=True)
        for occupation, n in zip(occupations, row, strict=True)
        if n
    ]
    found = lifts(cells)
    common = np.sum(table, axis=0) / np.sum(table)
    for field in fields:
        own = [found[field, occupation] for occupation in occupations]
        assert np.dot(own, common) == pytest.approx(1, abs=1e-6)
