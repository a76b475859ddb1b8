"""Private percentiles: how far off they are, and that the budget holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.protection.differential_privacy import (
    BudgetSpent,
    Ledger,
    geometric_noise,
    lognormal_edges,
    private_percentiles,
)

MEDIAN, SPREAD, EPSILON = 20_000.0, 0.6, 1.5


def _median_error(n: int) -> float:
    rng, edges = np.random.default_rng(2), lognormal_edges(MEDIAN, SPREAD)
    errors = []
    for _ in range(300):
        pay = rng.lognormal(np.log(MEDIAN), SPREAD, n)
        found = private_percentiles(pay, edges, EPSILON, rng, [0.5])[0]
        errors.append(abs(found / np.median(pay) - 1))
    return float(np.median(errors))


@pytest.mark.parametrize(("n", "at_most"), [(10, 0.16), (30, 0.055), (100, 0.022), (1000, 0.005)])
def test_the_noise_matters_less_the_more_persons_there_are(n: int, at_most: float) -> None:
    error = _median_error(n)
    print(f"n = {n}: median relative error of P50 at ε = 1.5 is {error:.1%}")
    assert at_most / 4 < error < at_most


def test_the_same_seed_draws_the_same_figures() -> None:
    pay, edges = np.geomspace(9_000, 60_000, 50), lognormal_edges(MEDIAN, SPREAD)
    draws = [
        private_percentiles(pay, edges, EPSILON, np.random.default_rng(7), [0.25, 0.5, 0.75])
        for _ in range(2)
    ]
    assert np.array_equal(draws[0], draws[1])
    assert (np.diff(draws[0]) > 0).all()


def test_the_noise_is_two_sided_geometric() -> None:
    noise = geometric_noise(np.random.default_rng(1), EPSILON, 100_000)
    ratio = np.exp(-EPSILON)
    assert np.mean(noise == 0) == pytest.approx((1 - ratio) / (1 + ratio), abs=0.01)
    assert np.mean(noise == 1) / np.mean(noise == 0) == pytest.approx(ratio, abs=0.01)


def test_nobody_has_no_percentiles() -> None:
    edges = lognormal_edges(MEDIAN, SPREAD)
    nobody = np.zeros(0)
    found = private_percentiles(nobody, edges, 50.0, np.random.default_rng(1), [0.5])
    assert np.isnan(found).all()


@given(st.lists(st.floats(0.01, 2), max_size=8), st.floats(0.5, 5))
def test_releases_never_cost_more_than_the_budget(costs: list[float], budget: float) -> None:
    ledger = Ledger(budget)
    for number, epsilon in enumerate(costs):
        try:
            ledger = ledger.spend(f"1.{number}.0", epsilon)
        except BudgetSpent:
            assert epsilon > ledger.left
    assert sum(epsilon for _, epsilon in ledger.spent) <= budget + 1e-9


def test_a_release_draws_its_noise_once() -> None:
    ledger = Ledger(3.0).spend("1.0.0", EPSILON)
    with pytest.raises(BudgetSpent):
        ledger.spend("1.0.0", EPSILON)


def test_a_ledger_is_not_changed_by_spending() -> None:
    ledger = Ledger(3.0)
    ledger.spend("1.0.0", EPSILON)
    assert ledger.left == 3.0


def test_privacy_loss_is_above_zero() -> None:
    with pytest.raises(ValueError, match="above 0"):
        Ledger(3.0).spend("1.0.0", 0)
