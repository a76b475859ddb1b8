"""Held-out figures of the mismatch models beside rules, realised matches and boosted trees."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import group_of
from services.matching.training import metrics
from services.matching.training.baselines import cell_rate
from services.matching.training.boosting import boosted
from services.matching.training.datasets import SurveyedGraduate
from services.matching.training.fit import core_only, fit, probabilities
from services.matching.training.tasks import Flags, Floats, Task

LEAST_GROUP = 100
"""Smaller groups are not checked: their figures would be noise."""


@dataclass(frozen=True)
class HeldOut:
    """Predictions for everybody in a task's sample, each by a model that had not seen him or her.

    `chances` are probabilities, `scores` only rank.
    """

    sample: Sequence[SurveyedGraduate]
    labels: Flags
    chances: dict[str, Floats]
    scores: dict[str, Floats]


def hold_out(
    task: Task, survey: Sequence[SurveyedGraduate], seed: int, trees: bool = True
) -> HeldOut:
    """Run every method under the task's folds; `trees` False leaves the boosted trees out."""
    sample, question = task.sample(survey), task.question
    facts = [graduate.facts for graduate in sample]
    labels = np.array([question.label(known) for known in facts], dtype=bool)
    chances: dict[str, Floats] = defaultdict(lambda: np.zeros(len(facts)))
    realised = np.zeros(len(facts))
    for train, test in task.folds(sample, labels, seed):
        seen, asked = [facts[i] for i in train], [facts[i] for i in test]
        for name, found in _fold(task, seen, labels[train], asked, seed, trees).items():
            chances[name][test] = found
        realised[test] = question.realised(seen, asked)
    chances |= {name: rule(facts) for name, rule in question.rules.items()}
    return HeldOut(sample, labels, dict(chances), {"realised_matches": realised})


def _fold(
    task: Task,
    seen: Sequence[MatchFacts],
    labels: Flags,
    asked: Sequence[MatchFacts],
    seed: int,
    trees: bool,
) -> dict[str, Floats]:
    dimension = task.question.dimension
    model = fit(dimension, seen, labels, seed)
    found = {
        "model": probabilities(dimension, model, asked),
        "model_needed_facts_only": probabilities(
            dimension, model, [core_only(dimension, known) for known in asked]
        ),
        "cell_rate": cell_rate(dimension, seen, labels, asked),
    }
    if trees:
        found["gradient_boosting"] = boosted(dimension, seen, labels, asked, seed)
    return found


def summary(task: Task, held_out: HeldOut) -> dict[str, Any]:
    """The task's figures, ready for metrics.json."""
    labels = held_out.labels
    results = {name: metrics.accuracy(labels, found) for name, found in held_out.chances.items()}
    results |= {name: metrics.ranking(labels, found) for name, found in held_out.scores.items()}
    return {
        "task": task.name,
        "dimension": task.question.dimension,
        "survey": task.question.survey,
        "held_out": task.held_out,
        "served": task.served,
        "n": len(labels),
        "base_rate": round(float(labels.mean()), metrics.DECIMALS),
        "results": results,
        "calibration": metrics.calibration(labels, held_out.chances["model"]),
        "calibration_needed_facts_only": metrics.calibration(
            labels, held_out.chances["model_needed_facts_only"]
        ),
    }


def by_group(task: Task, held_out: HeldOut) -> list[dict[str, Any]]:
    """Observed share, mean probability and AUC by sex, age, field and region: checks only."""
    members: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, graduate in enumerate(held_out.sample):
        field = group_of(task.question.dimension, "field", graduate.facts.field)
        for trait, value in {**graduate.checks, "field": field}.items():
            if value:
                members[trait, value].append(index)
    return [
        _group(trait, value, held_out, np.array(indices))
        for (trait, value), indices in sorted(members.items())
        if len(indices) >= LEAST_GROUP
    ]


def _group(trait: str, value: str, held_out: HeldOut, indices: NDArray[np.intp]) -> dict[str, Any]:
    labels, chances = held_out.labels[indices], held_out.chances["model"][indices]
    return {
        "trait": trait,
        "group": value,
        "n": len(indices),
        "observed": round(float(labels.mean()), metrics.DECIMALS),
        "predicted": round(float(chances.mean()), metrics.DECIMALS),
        "auc": metrics.ranking(labels, chances)["auc"],
    }
