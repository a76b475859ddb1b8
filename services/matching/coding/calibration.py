"""From likeness to probability: fitted numbers, kept as JSON beside the figures they reached."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

MODEL_DIRECTORY = Path(__file__).parents[1] / "model" / "coding"
CALIBRATION_FILE = "calibration.json"
METRICS_FILE = "metrics.json"

Script = Literal["thai", "latin"]
Subject = Literal["occupations", "fields"]


def script_of(text: str) -> Script:
    """Thai as soon as one Thai letter is in it: job titles mix both."""
    return "thai" if any("ก" <= character <= "๙" for character in text) else "latin"


@dataclass(frozen=True)
class Calibration:
    """Logistic calibration of a candidate's likeness and its distance to the best other one.

    `lead` weighs the distance of the best candidate to the second, `lag` that of every other to
    the best. `agreement` is the share of surely right codes that the calibration's labels agree
    with: labels that are themselves noisy would otherwise make every probability too low (Elkan
    and Noto 2008, "Learning classifiers from only positive and unlabeled data", KDD).
    """

    intercept: float
    likeness: float
    lead: float
    lag: float
    agreement: float = 1.0
    threshold: float = 0.5

    def probabilities(self, likenesses: Sequence[float]) -> list[float]:
        """Of each candidate, best first, that it is the right one; they sum to at most 1."""
        chances = [
            min(self._chance(likeness, distance), 1.0)
            for likeness, distance in zip(likenesses, distances(likenesses), strict=True)
        ]
        return [chance / max(sum(chances), 1.0) for chance in chances]

    def _chance(self, likeness: float, distance: float) -> float:
        log_odds = (
            self.intercept
            + self.likeness * likeness
            + self.lead * max(distance, 0.0)
            + self.lag * min(distance, 0.0)
        )
        return 1 / (1 + math.exp(-log_odds)) / self.agreement


def distances(likenesses: Sequence[float]) -> list[float]:
    """Of the best to the second (or to nothing), and of every other to the best (negative)."""
    best, second = (*likenesses, 0.0, 0.0)[:2]
    return [best - second, *(likeness - best for likeness in likenesses[1:])][: len(likenesses)]


@dataclass(frozen=True)
class Calibrations:
    """One calibration for each subject and script, and the version that names them."""

    version: str
    by_subject: Mapping[Subject, Mapping[Script, Calibration]]


def read(directory: Path = MODEL_DIRECTORY) -> Calibrations:
    """What `services.matching.training.coding` wrote."""
    content = json.loads((directory / CALIBRATION_FILE).read_text("utf-8"))
    return Calibrations(
        content["version"],
        {
            subject: {script: Calibration(**numbers) for script, numbers in scripts.items()}
            for subject, scripts in content["calibrations"].items()
        },
    )
