"""The mismatch model's committed figures: they come out again, ahead of the baselines."""

import json
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml

from services.matching.mismatch import artefact
from services.matching.mismatch.artefact import CARD_FILE, METRICS_FILE, MODEL_DIRECTORY
from services.matching.training import card, datasets
from services.matching.training.datasets import SHARED_DATA, SurveyedGraduate, read_survey
from services.matching.training.evaluate import hold_out, summary
from services.matching.training.fit import fit
from services.matching.training.tasks import BELOW_DEGREE, TASKS, UNRELATED, Question, Task

DATA = Path(os.environ.get("LMIS_SHARED_DATA") or SHARED_DATA)
TOLERANCE = 0.002

needs_surveys = pytest.mark.skipif(
    not (DATA / "ngs2020").is_dir() or not (DATA / "piaac").is_dir(),
    reason=f"survey files are not at {DATA}: the model's figures are not reproduced",
)

NEVER_INPUTS = {
    "ngs2020": ("JOBQL", "LMA6_11", "LMA6_12", "LMA6_13", "AFT_090", "PGM_430"),
    "piaac": ("D_Q12", "req_level8", "F_Q07"),
}
LABEL_FACTS = {"job_relation", "level_required"}


@pytest.fixture(scope="module")
def committed() -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((MODEL_DIRECTORY / METRICS_FILE).read_text("utf-8"))
    return figures


@pytest.fixture(scope="module")
def surveys() -> dict[str, list[SurveyedGraduate]]:
    return {name: read_survey(name, DATA) for name in NEVER_INPUTS}


def figures_of(committed: dict[str, Any], task: Task) -> dict[str, Any]:
    return next(
        found
        for found in committed["tasks"]
        if (found["task"], found["held_out"], found["served"])
        == (task.name, task.held_out, task.served)
    )


def name_of(task: Task) -> str:
    sample = "served" if task.served else "reference"
    return f"{task.question.dimension}-{task.held_out}-{sample}"


@pytest.mark.parametrize("task", TASKS, ids=name_of)
def test_the_committed_model_is_ahead_of_rules_and_realised_matches(
    committed: dict[str, Any], task: Task
) -> None:
    results = figures_of(committed, task)["results"]
    for baseline in (*task.question.rules, "realised_matches"):
        for score in ("auc", "average_precision"):
            assert results["model"][score] > results[baseline][score]
        assert results["model"]["brier"] < results[baseline].get("brier", 1)


@pytest.mark.parametrize("task", [task for task in TASKS if task.served], ids=name_of)
def test_the_committed_model_is_calibrated_on_who_it_has_not_seen(
    committed: dict[str, Any], task: Task
) -> None:
    found = figures_of(committed, task)
    # Fifteen bins of needed facts only are single cells of level and occupation.
    for facts, bound in (("calibration", 0.03), ("calibration_needed_facts_only", 0.035)):
        assert found[facts]["expected_calibration_error"] < bound
        assert found[facts]["slope"] == pytest.approx(1, abs=0.15)


AIMS = {
    "job unrelated to field": (0.86, 0.0925, 0.01),
    "job needs less than a degree": (0.87, 0.110, 0.02),
}


@pytest.mark.parametrize(
    "task", [TASKS[3], TASKS[5]], ids=["horizontal-persons", "vertical-countries"]
)
def test_the_committed_figures_reach_their_aims(committed: dict[str, Any], task: Task) -> None:
    auc, brier, error = AIMS[task.name]
    found = figures_of(committed, task)
    assert found["results"]["model"]["auc"] >= auc
    assert found["results"]["model"]["brier"] <= brier
    assert found["calibration"]["expected_calibration_error"] <= error


def test_the_card_tells_the_committed_figures(committed: dict[str, Any]) -> None:
    assert (MODEL_DIRECTORY / CARD_FILE).read_text("utf-8") == card.render(committed)


@pytest.mark.parametrize("survey", NEVER_INPUTS)
def test_no_column_that_gives_the_answer_away_is_an_input(survey: str) -> None:
    path = Path(datasets.__file__).with_name("profiles") / f"{survey}.yaml"
    facts = yaml.safe_load(path.read_text("utf-8"))["facts"]
    inputs = json.dumps([spec for fact, spec in facts.items() if fact not in LABEL_FACTS])
    assert not [column for column in NEVER_INPUTS[survey] if column in inputs]


@needs_surveys
@pytest.mark.parametrize(
    ("question", "n", "base"), [(UNRELATED, 9_756, 0.158), (BELOW_DEGREE, 21_651, 0.223)]
)
def test_the_labels_have_the_base_rates_of_the_reference_results(
    surveys: dict[str, list[SurveyedGraduate]], question: Question, n: int, base: float
) -> None:
    sample = [found.facts for found in surveys[question.survey] if found.in_reference]
    assert len(sample) == n
    assert round(sum(map(question.label, sample)) / n, 3) == base


@needs_surveys
def test_the_committed_figures_come_out_again(
    committed: dict[str, Any], surveys: dict[str, list[SurveyedGraduate]]
) -> None:
    task = TASKS[0]
    held_out = hold_out(task, surveys[task.question.survey], committed["seed"], trees=False)
    found, stated = summary(task, held_out), figures_of(committed, task)
    assert (found["n"], found["base_rate"]) == (stated["n"], stated["base_rate"])
    for method, scores in found["results"].items():
        assert scores == pytest.approx(stated["results"][method], abs=TOLERANCE)


@needs_surveys
def test_the_committed_weights_come_out_again(
    committed: dict[str, Any], surveys: dict[str, list[SurveyedGraduate]]
) -> None:
    task, stored = TASKS[2], artefact.read().dimensions["vertical"].pipeline
    facts = [graduate.facts for graduate in task.sample(surveys[task.question.survey])]
    labels = np.array([task.question.label(known) for known in facts], dtype=bool)
    fitted = fit("vertical", facts, labels, committed["seed"])
    assert fitted["terms"].feature_names_ == stored["terms"].feature_names_
    assert fitted["odds"].coef_ == pytest.approx(stored["odds"].coef_, abs=TOLERANCE)


@needs_surveys
def test_the_same_seed_fits_the_same_model(surveys: dict[str, list[SurveyedGraduate]]) -> None:
    facts = [found.facts for found in surveys["ngs2020"][:2000]]
    labels = np.array([UNRELATED.label(known) for known in facts], dtype=bool)
    one, again = (fit("horizontal", facts, labels, seed=7) for _ in range(2))
    assert one["terms"].vocabulary_ == again["terms"].vocabulary_
    assert np.array_equal(one["odds"].coef_, again["odds"].coef_)
