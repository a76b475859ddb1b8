"""From likeness to probability."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.coding import calibration
from services.matching.coding.calibration import Calibration, distances, script_of

FITTED = Calibration(intercept=-3.0, likeness=3.5, lead=8.0, lag=4.0)
ranked = st.lists(st.floats(0, 1), max_size=8).map(lambda found: sorted(found, reverse=True))


def test_the_best_is_measured_to_the_second_and_the_others_to_the_best() -> None:
    assert distances([0.75, 0.5, 0.25]) == [0.25, -0.25, -0.5]
    assert distances([0.5]) == [0.5]
    assert distances([]) == []


@given(ranked, st.floats(0.2, 1))
def test_probabilities_keep_the_order_and_sum_to_at_most_one(
    likenesses: list[float], agreement: float
) -> None:
    fitted = Calibration(-3.0, 3.5, 8.0, 4.0, agreement=agreement)
    probabilities = fitted.probabilities(likenesses)
    assert len(probabilities) == len(likenesses)
    assert probabilities == sorted(probabilities, reverse=True)
    assert all(0 <= probability <= 1 for probability in probabilities)
    assert sum(probabilities) <= 1 + 1e-9


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_rival_never_makes_the_best_more_probable(one: float, other: float) -> None:
    best, rival = max(one, other), min(one, other)
    assert FITTED.probabilities([best, rival])[0] <= FITTED.probabilities([best])[0]


def test_labels_that_are_often_wrong_do_not_hold_probabilities_down() -> None:
    (plain,) = FITTED.probabilities([0.4])
    noisy = Calibration(-3.0, 3.5, 8.0, 4.0, agreement=0.5)
    assert noisy.probabilities([0.4]) == [pytest.approx(min(2 * plain, 1))]


def test_a_title_with_one_thai_letter_is_thai() -> None:
    assert script_of("IT/โปรแกรมเมอร์") == "thai"
    assert script_of("Développeur") == "latin"


def test_the_committed_numbers_rise_with_likeness_and_name_their_version() -> None:
    fitted = calibration.read()
    assert fitted.version
    for subject in ("occupations", "fields"):
        for numbers in fitted.by_subject[subject].values():
            assert min(numbers.likeness, numbers.lead, numbers.lag) > 0
            assert 0 < numbers.agreement <= 1


def test_the_figures_beside_the_numbers_are_of_the_same_version(tmp_path: Path) -> None:
    figures = json.loads((calibration.MODEL_DIRECTORY / calibration.METRICS_FILE).read_text())
    assert figures["version"] == calibration.read().version
