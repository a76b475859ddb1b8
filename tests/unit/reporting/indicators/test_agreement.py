"""Cohen's kappa of two methods."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from services.reporting.indicators.agreement import cohens_kappa

cells = st.integers(0, 200)
tables = st.tuples(cells, cells, cells, cells)


@given(tables)
def test_kappa_is_the_same_as_in_another_implementation(table):
    found = cohens_kappa(*table)
    if np.isnan(found.value):
        assert sum(table) in (0, table[0], table[3])
        return
    by_first = np.repeat([1, 1, 0, 0], table)
    by_second = np.repeat([1, 0, 1, 0], table)
    assert found.value == pytest.approx(cohen_kappa_score(by_first, by_second), abs=1e-9)
    assert -1 <= found.low <= found.value <= found.high <= 1


@given(tables)
def test_kappa_does_not_care_which_method_comes_first_or_what_is_called_a_mismatch(table):
    both, first, second, neither = table
    found = cohens_kappa(*table)
    for other in ((both, second, first, neither), (neither, first, second, both)):
        turned = cohens_kappa(*other)
        assert turned.value == pytest.approx(found.value, nan_ok=True, abs=1e-9)
        assert turned.low == pytest.approx(found.low, nan_ok=True, abs=1e-6)


@given(st.integers(1, 500), st.integers(1, 500))
def test_methods_that_always_agree_have_a_kappa_of_one(both, neither):
    assert cohens_kappa(both, 0, 0, neither).value == pytest.approx(1)


def test_kappa_and_its_interval_worked_by_hand():
    # 20, 5, 10, 15: p_o = .7, p_e = .5, κ = .4. n·var = [.4 (1 − 1.1·.6)² + .3 (1 − .9·.6)²
    # + .36 (.1 · 1.1² + .2 · .9²) − (.4 − .5·.6)²] / .25 = (.04624 + .06348 + .10188 − .01) / .25
    # = .8064; half-width 1.644854·√(.8064 / 50) = .208890
    found = cohens_kappa(20, 5, 10, 15)
    assert found.value == pytest.approx(0.4)
    assert (found.low, found.high) == pytest.approx((0.19111, 0.60889), abs=1e-5)


def test_methods_that_say_one_thing_of_everybody_have_no_kappa_and_say_why():
    found = cohens_kappa([40, 0, 0], [0, 0, 0], [0, 0, 0], [0, 40, 0])
    assert np.isnan(found.value).all()
    assert list(found.codes()) == ["no_variation", "no_variation", "facts_missing"]
