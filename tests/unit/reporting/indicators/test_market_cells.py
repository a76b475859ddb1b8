"""Dissimilarity, SSTV and turbulence, and what they make of hidden cells."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.reporting.indicators.dissimilarity import dissimilarity
from services.reporting.indicators.sstv import sstv
from services.reporting.indicators.turbulence import turbulence

counts = st.integers(0, 300)
markets = (
    st.lists(st.tuples(counts, counts), min_size=2, max_size=12)
    .map(lambda cells: np.array(cells, dtype=float).T)
    .filter(lambda sides: (sides.sum(axis=1) > 0).all())
)
INDICES = [dissimilarity, sstv, turbulence]
OECD_THAILAND = ([51, 9, 15], [22, 15, 63])


def test_the_published_shares_of_the_oecd_on_thailand_give_the_published_indices():
    found = dissimilarity(*OECD_THAILAND), sstv(*OECD_THAILAND)
    assert found[0].index.value == pytest.approx(0.46)
    assert found[1].index.value == pytest.approx(0.124, abs=5e-4)
    assert [compared.cells for compared in found] == [3, 3]


@settings(max_examples=50)
@given(markets)
def test_sstv_at_one_half_is_one_less_the_bhattacharyya_coefficient(market):
    openings, graduates = market
    shared = np.sqrt(openings * graduates / (openings.sum() * graduates.sum())).sum()
    assert sstv(openings, graduates).index.value == pytest.approx(1 - shared, abs=1e-9)


@settings(max_examples=50)
@given(markets)
def test_dissimilarity_and_sstv_bound_each_other(market):
    d = dissimilarity(*market).index.value
    shared = 1 - sstv(*market).index.value
    assert 1 - shared <= d + 1e-9
    assert d <= np.sqrt(max(1 - shared**2, 0)) + 1e-7


@pytest.mark.parametrize("index", INDICES)
@settings(max_examples=25)
@given(markets, st.data())
def test_merging_two_cells_never_raises_an_index(index, market, data):
    first, second = data.draw(st.permutations(range(market.shape[1])))[:2]
    merged = np.concatenate(
        [np.delete(market, [first, second], axis=1), market[:, [first, second]].sum(1)[:, None]], 1
    )
    assert index(*merged).index.value <= index(*market).index.value + 1e-9


@pytest.mark.parametrize("index", INDICES)
@settings(max_examples=25)
@given(markets, st.floats(0.01, 100), st.floats(0.01, 100), st.randoms())
def test_scaling_a_side_and_permuting_the_cells_changes_nothing(index, market, by, other, random):
    order = random.sample(range(market.shape[1]), market.shape[1])
    plain = index(*market).index.value
    assert index(*(market[:, order])).index.value == pytest.approx(plain, abs=1e-9)
    scaled = index(by * market[0], other * market[1]).index.value
    assert scaled == pytest.approx(plain, abs=1e-9)


@pytest.mark.parametrize("index", INDICES)
@settings(max_examples=25)
@given(markets, st.floats(0.01, 100))
def test_equal_shares_make_nothing_and_disjoint_ones_all(index, market, by):
    side = market[0]
    assert index(side, by * side).index.value == pytest.approx(0, abs=1e-9)
    nothing = np.zeros_like(side)
    apart = index(np.append(side, nothing), np.append(nothing, market[1])).index.value
    assert apart == pytest.approx(1)


@pytest.mark.parametrize("index", INDICES)
@settings(max_examples=25)
@given(markets, st.data())
def test_hidden_cells_beside_published_totals_give_a_lower_bound(index, market, data):
    hidden = data.draw(st.lists(st.booleans(), min_size=len(market[0]), max_size=len(market[0])))
    assume(any(hidden))
    told = np.where(hidden, np.nan, market)
    found = index(told[0], market[1], *market.sum(axis=1))
    assert found.index.value <= index(*market).index.value + 1e-9
    assert found.merged == sum(hidden)


@settings(max_examples=50)
@given(markets, st.floats(0.05, 0.95))
def test_exchanging_the_sides_and_the_elasticities_changes_nothing(market, alpha):
    forth = sstv(*market, alpha=alpha).index.value
    assert forth == pytest.approx(sstv(*market[::-1], alpha=1 - alpha).index.value, abs=1e-9)


def test_a_hidden_cell_without_published_totals_hides_the_index():
    found = dissimilarity([50, np.nan, 20], [10, 20, 30]).index
    assert np.isnan(found.value)
    assert found.reason == 0


def test_the_markets_of_several_periods_are_compared_at_once():
    found = dissimilarity([[51, 9, 15], [0, 0, 0]], [[22, 15, 63], [22, 15, 63]])
    assert found.index.value == pytest.approx([0.46, np.nan], nan_ok=True)
    assert list(found.index.codes()) == ["", "no_openings"]
    assert dissimilarity([1, 2], [0, 0]).index.codes() == "nobody_concerned"


def test_cells_empty_on_both_sides_are_not_counted():
    assert sstv([51, 0, 9, 15], [22, 0, 15, 63]).cells == 3


@pytest.mark.parametrize("alpha", [0, 1, -0.5, np.nan])
def test_an_elasticity_outside_of_nothing_and_one_is_refused(alpha):
    with pytest.raises(ValueError, match="alpha"):
        sstv([1], [1], alpha=alpha)


def test_turbulence_is_the_part_that_changed_place():
    assert turbulence([40, 60], [60, 40]).index.value == pytest.approx(0.2)
    assert turbulence([40, 60], [0, 0]).index.codes() == "no_earlier_count"
