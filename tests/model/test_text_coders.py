"""The text coders on texts that nothing was fitted on: no worse than their stated figures."""

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from services.matching.coding import calibration, load_coders
from services.matching.domain import Coder, Coders
from services.matching.training.datasets import SHARED_DATA
from services.matching.training.wordings import halves, vacancy_titles

GOLD = Path(__file__).parents[1] / "gold"
DATA = Path(os.environ.get("LMIS_SHARED_DATA") or SHARED_DATA)
SEED = 2020


@pytest.fixture(scope="module")
def coders() -> Coders:
    return load_coders()


def gold(name: str) -> list[tuple[str, frozenset[str]]]:
    with (GOLD / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="\t"))[1:]
    return [(text, frozenset((code, *others.split()))) for text, code, others in rows]


def precision_and_coverage(
    coder: Coder, texts: Sequence[tuple[str, frozenset[str]]]
) -> tuple[float, float]:
    decided = coder.decide([text for text, _ in texts])
    right = [
        each.code in accepted
        for each, (_, accepted) in zip(decided, texts, strict=True)
        if each.code
    ]
    return sum(right) / len(right), len(right) / len(texts)


@pytest.mark.parametrize(
    ("name", "subject", "precision", "coverage"),
    [
        ("occupations_th.tsv", "occupations", 0.93, 0.65),
        ("occupations_en.tsv", "occupations", 0.95, 0.80),
        ("programmes_th.tsv", "fields", 0.95, 0.85),
    ],
)
def test_what_is_coded_is_right_and_most_is_coded(
    coders: Coders, name: str, subject: str, precision: float, coverage: float
) -> None:
    reached = precision_and_coverage(getattr(coders, subject), gold(name))
    assert reached[0] >= precision
    assert reached[1] >= coverage


def test_stated_figures_are_those_that_the_committed_coder_reaches(coders: Coders) -> None:
    stated = json.loads((calibration.MODEL_DIRECTORY / calibration.METRICS_FILE).read_text())
    for row in stated["figures"]:
        if row["texts"].startswith("tests/gold/"):
            texts = gold(row["texts"].removeprefix("tests/gold/"))
            reached = precision_and_coverage(getattr(coders, row["subject"]), texts)
            assert reached == pytest.approx((row["precision"], row["coverage"]), abs=1e-4)


def test_probabilities_of_english_titles_are_true_on_the_other_half(coders: Coders) -> None:
    """Reliability by eighth against the noisy labels, the correction for the noise taken off."""
    if not (DATA / "bench").is_dir():
        pytest.skip(f"no labelled vacancy titles: {DATA} is absent")
    _, held_out = halves(vacancy_titles(DATA), SEED)
    decided = coders.occupations.code([known.text for known in held_out])
    agreement = calibration.read().by_subject["occupations"]["latin"].agreement
    chances = np.array([found[0].probability * agreement if found else 0.0 for found in decided])
    right = np.array(
        [
            bool(found) and found[0].code == known.code
            for found, known in zip(decided, held_out, strict=True)
        ]
    )
    eighths = np.array_split(np.argsort(chances), 8)
    gaps = [abs(chances[eighth].mean() - right[eighth].mean()) for eighth in eighths]
    assert np.mean(gaps) < 0.08
    assert right.mean() >= 0.28
