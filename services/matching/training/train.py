"""Fits the mismatch models and writes artefact, metrics and card: `make train`."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import sklearn
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from services.matching.mismatch import artefact
from services.matching.mismatch.refit import centres, deciles
from services.matching.training import card, metrics
from services.matching.training.datasets import (
    SurveyedGraduate,
    attribution,
    read_survey,
)
from services.matching.training.evaluate import HeldOut, by_group, hold_out, summary
from services.matching.training.fit import LEAST_PERSONS, fit
from services.matching.training.options import fitting_command
from services.matching.training.tasks import TASKS, Task

VERSION = "mismatch-2"
SURVEYS = ("ngs2020", "piaac")

Surveys = Mapping[str, Sequence[SurveyedGraduate]]
Tested = list[tuple[Task, HeldOut]]


@fitting_command("the survey files", "the model is", artefact.MODEL_DIRECTORY)
def main(data: Path, out: Path, seed: int) -> None:
    """Fit on all persons, state held-out figures, write model, metrics.json and MODEL_CARD.md."""
    surveys = {name: read_survey(name, data) for name in SURVEYS}
    tested = _held_out(surveys, seed)
    figures = _figures(tested, seed)
    served = {task.question.dimension: task for task in TASKS if task.served}
    fitted = {name: _fitted(task, surveys, figures, seed) for name, task in served.items()}
    out.mkdir(parents=True, exist_ok=True)
    figures["sha256"] = artefact.write(out, fitted)
    (out / artefact.METRICS_FILE).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    (out / artefact.CARD_FILE).write_text(card.render(figures), "utf-8")
    _show(figures)


def _held_out(surveys: Surveys, seed: int) -> Tested:
    with Progress(console=Console(stderr=True)) as progress:
        tasks = progress.track(TASKS, description="held-out evaluation")
        return [(task, hold_out(task, surveys[task.question.survey], seed)) for task in tasks]


def _figures(tested: Tested, seed: int) -> dict[str, Any]:
    """All that metrics.json states but the digest of the model."""
    served = [(task, held_out) for task, held_out in tested if task.served]
    return {
        "version": VERSION,
        "seed": seed,
        "scikit_learn": sklearn.__version__,
        "attribution": {name: attribution(name) for name in SURVEYS},
        "least_persons": LEAST_PERSONS,
        "fitted_on": {task.question.dimension: len(found.sample) for task, found in served},
        # Of several tests of one dimension the last, hardest one sets the threshold.
        "thresholds": {task.question.dimension: _threshold(found) for task, found in served},
        "score_deciles": {
            task.question.dimension: deciles(found.chances["model"]) for task, found in served
        },
        "tasks": [summary(task, held_out) for task, held_out in tested],
        "groups": [
            {"task": task.name, "held_out": task.held_out, "rows": by_group(task, held_out)}
            for task, held_out in served
        ],
    }


def _threshold(held_out: HeldOut) -> dict[str, float]:
    chances = held_out.chances["model"]
    threshold = metrics.prevalence_threshold(held_out.labels, chances)
    return {
        "threshold": threshold,
        **metrics.at_threshold(held_out.labels, chances, threshold),
    }


def _fitted(
    task: Task, surveys: Surveys, figures: Mapping[str, Any], seed: int
) -> artefact.FittedDimension:
    """The model of everybody in the task's sample."""
    question = task.question
    facts = [graduate.facts for graduate in task.sample(surveys[question.survey])]
    labels = np.array([question.label(known) for known in facts], dtype=bool)
    pipeline = fit(question.dimension, facts, labels, seed)
    return artefact.FittedDimension(
        pipeline=pipeline,
        centres=centres(question.dimension, pipeline, facts),
        threshold=figures["thresholds"][question.dimension]["threshold"],
    )


def _show(figures: Mapping[str, Any]) -> None:
    table = Table("task", "held out", "n", "base", "method", "AUC", "AP", "Brier")
    for task in figures["tasks"]:
        name = task["task"] + ("" if task["served"] else " (reference)")
        for method, found in task["results"].items():
            scores = (found.get(score, "") for score in ("auc", "average_precision", "brier"))
            row = (name, task["held_out"], task["n"], task["base_rate"], method, *scores)
            table.add_row(*map(str, row))
            name = ""
        table.add_section()
    Console(width=120).print(table)


if __name__ == "__main__":
    main()
