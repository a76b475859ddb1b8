"""The mismatch figures of docs/quality.md: refitted under folds, so that nobody was seen before."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from services.matching.training.datasets import read_survey
from services.matching.training.evaluate import hold_out, summary
from services.matching.training.tasks import TASKS, Task

SEED = 2020
CARD = "[MODEL_CARD.md](../services/matching/model/mismatch/MODEL_CARD.md)"
"""As linked from docs/."""


class Row(NamedTuple):
    """A figure beside its aim."""

    name: str
    measured: str
    target: str


class Aim(NamedTuple):
    """What a figure should be: at least (True) or at most."""

    least: bool
    bound: float

    def beside(self, figure: float) -> str:
        """The aim, and by how much the figure misses it."""
        stated = f"{'≥' if self.least else '≤'} {self.bound:g}"
        short = self.bound - figure if self.least else figure - self.bound
        if short <= 0:
            return stated
        return f"{stated}; short by {short:.4f}, what was tried: {CARD}"


AIMS: Mapping[tuple[str, str], Mapping[str, Aim]] = {
    ("job unrelated to field", "persons"): {
        "auc": Aim(True, 0.86),
        "average_precision": Aim(True, 0.60),
        "brier": Aim(False, 0.089),
        "calibration error": Aim(False, 0.01),
    },
    ("job needs less than a degree", "countries"): {
        "auc": Aim(True, 0.87),
        "brier": Aim(False, 0.110),
        "calibration error": Aim(False, 0.02),
    },
}


def rows(data: Path) -> list[Row]:
    """Each aimed-at figure on the reference sample (about a minute).

    The calibration error is over 15 bins of equal size.
    """
    return [row for task in TASKS if _is_aimed_at(task) for row in _rows(task, data)]


def _is_aimed_at(task: Task) -> bool:
    return not task.served and (task.name, task.held_out) in AIMS


def _rows(task: Task, data: Path) -> Sequence[Row]:
    found = summary(task, hold_out(task, read_survey(task.question.survey, data), SEED, False))
    figures = dict(found["results"]["model"])
    figures["calibration error"] = found["calibration"]["expected_calibration_error"]
    return [
        Row(
            f"{task.name}, {task.held_out} held out (n {found['n']:,}): {name}",
            f"{figures[name]:.4f}",
            aim.beside(figures[name]),
        )
        for name, aim in AIMS[task.name, task.held_out].items()
    ]
