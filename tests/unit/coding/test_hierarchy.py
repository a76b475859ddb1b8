"""The deepest level that a distribution is sure at."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.coding.hierarchy import Hierarchy

CODES = ["2411", "2412", "2421", "3311"]


def deepest(*chances: float) -> tuple[str, float]:
    (sure,) = Hierarchy(CODES, (4, 3, 2, 1)).deepest(np.array([chances], dtype=np.float32), 0.5)
    return sure


@pytest.mark.parametrize(
    ("chances", "code", "probability"),
    [
        ((0.7, 0.1, 0.1, 0.1), "2411", 0.7),
        ((0.4, 0.3, 0.1, 0.2), "241", 0.7),
        ((0.3, 0.1, 0.3, 0.3), "24", 0.7),
        ((0.2, 0.1, 0.15, 0.3), "2", 0.45),
    ],
)
def test_the_longest_sure_code_is_answered_with_the_sum_below_it(
    chances: tuple[float, ...], code: str, probability: float
) -> None:
    assert deepest(*chances) == (code, pytest.approx(probability, abs=1e-6))


@given(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), st.floats(0.05, 0.95))
def test_asking_for_less_certainty_never_gives_a_shorter_code(
    weights: list[float], threshold: float
) -> None:
    chances = np.array([weights], dtype=np.float32) / np.float32(sum(weights))
    hierarchy = Hierarchy(CODES, (4, 3, 2, 1))
    strict, lax = (hierarchy.deepest(chances, each)[0] for each in (threshold, threshold / 2))
    assert len(lax.code) >= len(strict.code)
