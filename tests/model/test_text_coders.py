"""The committed coders on texts that nothing was fitted on, and what they refuse to load."""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from services.matching.coding import artefact, lexicon, stored
from services.matching.coding.stored import CoderRefused, Subject
from services.matching.domain import Coder
from services.matching.training import coding, coding_card
from services.matching.training.coding_evaluate import figures
from services.matching.training.datasets import SHARED_DATA

DATA = Path(os.environ.get("LMIS_SHARED_DATA") or SHARED_DATA)


@pytest.fixture(scope="module")
def coders() -> dict[Subject, Coder]:
    return coding.stored_coders()


@pytest.fixture(scope="module")
def stated() -> dict[str, dict[str, Any]]:
    return {row["texts"]: row for row in stored.described()["figures"]}


@pytest.mark.parametrize(
    ("name", "figure", "least"),
    [
        ("tests/gold/occupations_th.tsv", "top_1_accepted", 0.78),
        ("tests/gold/occupations_th.tsv", "top_5_accepted", 0.95),
        ("tests/gold/occupations_en.tsv", "top_1_accepted", 0.75),
        ("tests/gold/occupations_en.tsv", "top_5_accepted", 0.93),
        ("tests/gold/programmes_th.tsv", "top_1_accepted", 0.85),
        ("tests/gold/programmes_th.tsv", "top_1_broad", 0.94),
        ("tests/gold/programmes_en.tsv", "top_1_accepted", 0.85),
        ("tests/gold/programmes_en.tsv", "top_1_broad", 0.94),
    ],
)
def test_stated_figures_reach_what_was_asked_for(
    stated: dict[str, dict[str, Any]], name: str, figure: str, least: float
) -> None:
    assert stated[name][figure] >= least


def test_stated_figures_are_those_that_the_committed_coders_reach(
    coders: dict[Subject, Coder], stated: dict[str, dict[str, Any]]
) -> None:
    for held_out in coding.gold():
        reached = figures(coders[held_out.subject], held_out)
        told = stated[held_out.name]
        for figure in ("n", "top_1_accepted", "top_5_accepted", "brier"):
            assert reached[figure] == pytest.approx(told[figure], abs=0.003)


def test_probabilities_are_true_on_vacancy_titles_not_fitted_on(
    coders: dict[Subject, Coder],
) -> None:
    """Reliability by tenth against the noisy labels of a job board."""
    if not (DATA / "bench").is_dir():
        pytest.skip(f"no labelled vacancy titles: {DATA} is absent")
    board = next(coding.held_out(DATA))
    reached = figures(coders["occupations"], board)
    gaps = [abs(predicted - observed) for predicted, observed in reached["reliability"]]
    assert np.mean(gaps) < 0.12
    assert reached["top_1"] >= 0.50
    assert reached["top_5"] >= 0.74


def test_the_card_is_written_from_the_figures() -> None:
    card = (stored.MODEL_DIRECTORY / stored.CARD_FILE).read_text("utf-8")
    assert card == coding_card.render(stored.described())


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(stored.MODEL_DIRECTORY, tmp_path / "coding"))


def refused(directory: Path, *, entries: list[lexicon.Entry]) -> str:
    with pytest.raises(CoderRefused) as refusal:
        artefact.read("fields", entries, directory)
    return str(refusal.value)


def test_a_tampered_artefact_is_refused(copied: Path) -> None:
    path = copied / stored.file_of("fields")
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    assert "SHA-256" in refused(copied, entries=lexicon.field_entries())


def test_an_artefact_of_another_subject_or_lexicon_is_refused(copied: Path) -> None:
    assert "another lexicon" in refused(copied, entries=lexicon.field_entries()[1:])


def test_a_file_that_is_no_archive_of_arrays_is_refused(copied: Path) -> None:
    path = copied / stored.file_of("fields")
    path.write_bytes(b"not an archive")
    described = stored.described(copied)
    described["sha256"]["fields"] = hashlib.sha256(path.read_bytes()).hexdigest()
    (copied / stored.METRICS_FILE).write_text(json.dumps(described), "utf-8")
    assert "arrays" in refused(copied, entries=lexicon.field_entries())
