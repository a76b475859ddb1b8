"""What the coders are fitted by: the regression, the split of texts, coverage at a precision."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from services.matching.coding.titles import job_title
from services.matching.training import coding_softmax
from services.matching.training.coding_evaluate import coverage_at
from services.matching.training.wordings import KnownText, split


@pytest.mark.parametrize("kind", [sparse.csr_matrix, np.asarray])
def test_the_regression_tells_classes_apart_that_differ_in_a_feature(kind: object) -> None:
    classes = np.arange(300) % 3
    rows = np.eye(3, dtype=np.float32)[classes]
    weights, intercept = coding_softmax.fit(
        kind(rows),  # type: ignore[operator]
        classes,
        np.ones(300, np.float32),
        3,
        epochs=20,
        rate=0.5,
        seed=1,
    )
    assert ((rows @ weights + intercept).argmax(axis=1) == classes).all()


def test_the_same_seed_gives_the_same_model() -> None:
    draw = np.random.default_rng(3)
    rows, classes = draw.random((50, 4), dtype=np.float32), draw.integers(0, 2, 50)
    first, second = (
        coding_softmax.fit(rows, classes, np.ones(50, np.float32), 2, epochs=2, rate=0.3, seed=7)[0]
        for _ in range(2)
    )
    assert (first == second).all()


@given(st.lists(st.sampled_from(["Nurse", "NURSE!", "urgent nurse", "driver", "chef"])))
def test_equal_titles_stay_on_one_side_of_the_split(titles: list[str]) -> None:
    known = [KnownText(title, "0000", frozenset()) for title in titles]
    fitted, held_out = split(known, job_title)
    assert len(fitted) + len(held_out) == len(titles)
    assert not {job_title(k.text) for k in fitted} & {job_title(k.text) for k in held_out}


def test_coverage_is_the_most_that_the_precision_allows() -> None:
    chances = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage_at(0.75, chances, np.array([True, True, False, True])) == 1.0
    assert coverage_at(0.9, chances, np.array([True, True, False, True])) == 0.5
    assert coverage_at(0.9, chances, np.array([False, False, False, False])) == 0.0
