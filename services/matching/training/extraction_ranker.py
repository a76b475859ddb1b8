"""Fits what judges the skills that a reading offers, and the threshold at which it accepts."""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import precision_recall_curve

from services.matching.extraction.artefact import Reading
from services.matching.extraction.evidence import Evidence
from services.matching.training.extraction_texts import Labelled

AT = 5


class Judged(NamedTuple):
    """A labelled text, what the reading offers for it, and its weight in fitting."""

    text: Labelled
    evidence: Evidence
    weight: float = 1.0


def is_fitted_on(sentence: str) -> bool:
    """Half of the sentences of the Decorte validation sets, by the text's own digest."""
    return hashlib.sha256(sentence.encode()).digest()[0] % 2 == 0


def fit(fitting: Sequence[Judged], seed: int) -> Reading:
    """Boosted trees with the threshold of best F1 on the texts of full weight."""
    features = np.vstack([case.evidence.features for case in fitting])
    asked = np.concatenate([_asked(case) for case in fitting])
    weights = np.concatenate([np.full(len(case.evidence.skills), case.weight) for case in fitting])
    model = HistGradientBoostingClassifier(
        max_iter=100,
        learning_rate=0.07,
        max_leaf_nodes=8,
        l2_regularization=10,
        random_state=seed,
    ).fit(features, asked, sample_weight=weights)
    real = weights == 1
    return Reading(model, _threshold(asked[real], model.predict_proba(features[real])[:, 1]))


def without_some_habits(case: Judged, column: int) -> Judged:
    """The case as if no training sentence asked for every fifth skill.

    The published sentences ask for a few hundred of the skills; a model that always sees which
    would hardly accept another.
    """
    features = case.evidence.features.copy()
    features[case.evidence.skills % 5 == 0, column] = 0
    return case._replace(evidence=case.evidence._replace(features=features))


def precision_at(cases: Sequence[Judged], chances: Sequence[NDArray[np.float64]]) -> float:
    """R-precision at 5, averaged over the texts that ask for a skill.

    |five most probable ∩ asked for| / min(5, |asked for|), as Decorte et al. (2023,
    arXiv:2307.10778) state results.
    """
    shares = []
    for case, chance in zip(cases, chances, strict=True):
        if case.text.skills:
            best = case.evidence.skills[np.argsort(-chance, kind="stable")[:AT]]
            hits = np.isin(best, case.text.skills).sum()
            shares.append(hits / min(AT, len(case.text.skills)))
    return float(np.mean(shares))


def acceptance(
    cases: Sequence[Judged], chances: Sequence[NDArray[np.float64]], threshold: float
) -> dict[str, float]:
    """Precision and recall of the accepted skills, and the calibration error (15 bins)."""
    asked = np.concatenate([_asked(case) for case in cases])
    stated = np.concatenate(list(chances))
    accepted = stated >= threshold
    hits, wanted = int((asked & accepted).sum()), sum(len(case.text.skills) for case in cases)
    return {
        "precision": hits / max(int(accepted.sum()), 1),
        "recall": hits / max(wanted, 1),
        "calibration_error": _calibration_error(asked, stated),
    }


def _asked(case: Judged) -> NDArray[np.bool_]:
    return np.isin(case.evidence.skills, case.text.skills)


def _threshold(asked: NDArray[np.bool_], chances: NDArray[Any]) -> float:
    precision, recall, thresholds = precision_recall_curve(asked, chances)
    score = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return round(float(thresholds[int(score[:-1].argmax())]), 4)


def _calibration_error(asked: NDArray[np.bool_], stated: NDArray[np.float64]) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015, AAAI)."""
    bins = np.minimum((stated * 15).astype(int), 14)
    counts = np.bincount(bins, minlength=15)
    gaps = np.abs(
        np.bincount(bins, weights=asked, minlength=15)
        - np.bincount(bins, weights=stated, minlength=15)
    )
    return float(gaps.sum() / counts.sum())
