"""How good probabilities and rankings are: discrimination, accuracy, calibration."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

DECIMALS = 4
BINS = 15
"""Bins of equal size for the calibration error and the reliability table."""


def ranking(labels: Flags, scores: Floats) -> dict[str, float]:
    """Area under the ROC curve and average precision of any score."""
    return {
        "auc": _rounded(roc_auc_score(labels, scores)),
        "average_precision": _rounded(average_precision_score(labels, scores)),
    }


def accuracy(labels: Flags, chances: Floats) -> dict[str, float]:
    """Ranking and Brier score of probabilities."""
    return ranking(labels, chances) | {"brier": _rounded(brier_score_loss(labels, chances))}


def calibration(labels: Flags, chances: Floats) -> dict[str, Any]:
    """Expected calibration error over bins of equal size, and Cox's slope and intercept.

    Slope 1 and intercept 0 are perfect: Cox (1958), "Two further applications of a model for
    binary regression", Biometrika 45.
    """
    table = reliability(labels, chances)
    error = sum(row["n"] * abs(row["predicted"] - row["observed"]) for row in table) / len(labels)
    logits = np.log(chances / (1 - chances)).reshape(-1, 1)
    line = LogisticRegression(C=np.inf).fit(logits, labels)
    return {
        "expected_calibration_error": _rounded(error),
        "slope": _rounded(line.coef_[0, 0]),
        "intercept": _rounded(line.intercept_[0]),
        "reliability": table,
    }


def reliability(labels: Flags, chances: Floats) -> list[dict[str, float]]:
    """Mean probability and observed share by bin of the probabilities."""
    bins = np.array_split(np.argsort(chances, kind="stable"), BINS)
    return [
        {
            "n": len(members),
            "predicted": _rounded(chances[members].mean()),
            "observed": _rounded(labels[members].mean()),
        }
        for members in bins
    ]


def prevalence_threshold(labels: Flags, chances: Floats) -> float:
    """The probability from which as many are judged mismatched as are."""
    return round(float(np.quantile(chances, 1 - labels.mean())), 3)


def at_threshold(labels: Flags, chances: Floats, threshold: float) -> dict[str, float]:
    """Share judged mismatched, and how many of those are (precision) and are found (recall)."""
    judged = chances >= threshold
    hits = (judged & labels).sum()
    return {
        "judged_mismatch": _rounded(judged.mean()),
        "precision": _rounded(hits / max(judged.sum(), 1)),
        "recall": _rounded(hits / labels.sum()),
    }


def _rounded(value: Any) -> float:
    return round(float(value), DECIMALS)
