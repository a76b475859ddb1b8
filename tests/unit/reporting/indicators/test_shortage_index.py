"""The index of shortage and its components."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.reporting.indicators.shortage_index import COMPONENTS, shortage_index

signs = st.one_of(st.just(np.nan), st.integers(-50, 50).map(float))
occupations = st.lists(st.tuples(*[signs] * 5), min_size=1, max_size=15).map(
    lambda rows: dict(zip(COMPONENTS, np.array(rows).T, strict=True))
)


@settings(max_examples=50)
@given(occupations)
def test_the_index_is_the_mean_of_at_least_three_known_components_or_none(components):
    found = shortage_index(components)
    scores = np.stack([component.score for component in found.components.values()])
    for column, value, present in zip(scores.T, found.index.value, found.present, strict=True):
        there = column[~np.isnan(column)]
        assert present == len(there)
        expected = there.mean() if len(there) >= 3 else np.nan
        assert value == pytest.approx(expected, nan_ok=True, abs=1e-9)
    assert set(found.index.codes()[np.isnan(found.index.value)]) <= {"too_few_components"}


@settings(max_examples=50)
@given(occupations)
def test_a_component_is_standardised_over_the_occupations_that_have_it(components):
    for name, component in shortage_index(components).components.items():
        there = component.score[~np.isnan(component.score)]
        assert component.occupations == np.count_nonzero(~np.isnan(components[name]))
        if there.size:
            assert there.mean() == pytest.approx(0, abs=1e-9)
            assert there.std() == pytest.approx(1)
            rebuilt = component.mean + component.deviation * component.score
            assert rebuilt == pytest.approx(components[name], nan_ok=True, abs=1e-6)


@settings(max_examples=50)
@given(occupations, st.floats(0.1, 100), st.floats(-50, 50))
def test_the_unit_of_a_component_changes_nothing(components, scale, shift):
    other = components | {"tightness": scale * components["tightness"] + shift}
    plain, changed = shortage_index(components).index, shortage_index(other).index
    assert changed.value == pytest.approx(plain.value, nan_ok=True, abs=1e-6)


def test_two_components_make_no_index():
    found = shortage_index({"tightness": [1, 2, 3], "wage_growth": [0.1, 0.2, 0.3]})
    assert list(found.index.codes()) == ["too_few_components"] * 3
    assert found.components["tightness"].score[2] == pytest.approx(np.sqrt(1.5))


def test_a_component_that_is_the_same_everywhere_tells_nobody_apart():
    found = shortage_index({"tightness": [1, 2], "wage_growth": [3, 5], "time_to_fill": [0.1, 0.1]})
    assert found.components["time_to_fill"].deviation == 0
    assert np.isnan(found.index.value).all()


@pytest.mark.parametrize("components", [{}, {"luck": [1.0]}])
def test_a_component_that_is_not_one_of_the_five_is_refused(components):
    with pytest.raises(ValueError, match="components"):
        shortage_index(components)
