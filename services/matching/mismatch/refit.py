"""Fits a deployment's own answers on top of the survey model: few answers move it little."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from services.matching.mismatch.artefact import FittedDimension
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.features import fact_of, terms
from services.matching.mismatch.view import MONOTONE, ModelDimension

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

PENALTY = 10.0
"""Of a squared deviation from the survey's weight: a prior standard deviation of about .3."""

LEAST_PERSONS = 10
"""A term that fewer persons have keeps the survey's weight: it could point at somebody."""

CURVATURE = 0.25
STEPS = 500
SAME = 1e-4
LEAST_CHANCE = 1e-6
RESAMPLES = 1000
SURE = 0.05
DECIMALS = 4


@dataclass(frozen=True)
class Comparison:
    """Mean log loss of two models on the same held-out persons.

    `least_gain` is the 5 % quantile of the candidate's gain over resampled persons.
    """

    n: int
    running: float
    candidate: float
    least_gain: float

    @property
    def is_better(self) -> bool:
        return self.least_gain > 0


def refit(
    dimension: ModelDimension,
    prior: FittedDimension,
    facts: Sequence[MatchFacts],
    labels: Flags,
) -> FittedDimension:
    """The prior's weights, each moved as far as the labels carry it.

    Maximum a posteriori of a logistic regression whose weights have the prior's as their mean:
    repeated ridge regression with the prior's log-odds as offset, under the bound of the
    curvature that makes every step an ascent (Böhning and Lindsay 1988, "Monotonicity of
    quadratic-approximation algorithms", Annals of the Institute of Statistical Mathematics 40).
    """
    # scikit-learn takes a second to load: only here, so that other commands need not wait.
    from sklearn.pipeline import Pipeline

    vectorizer, odds = prior.pipeline["terms"], deepcopy(prior.pipeline["odds"])
    matrix = vectorizer.transform([terms(dimension, known) for known in facts])
    known = np.flatnonzero(matrix.getnnz(axis=0) >= LEAST_PERSONS)
    moves, shift = _moves(matrix[:, known], odds.decision_function(matrix), labels)
    odds.coef_[0, known] += moves
    odds.intercept_ += shift
    ordered = [fact_of(term) == MONOTONE[dimension] for term in vectorizer.get_feature_names_out()]
    odds.coef_[0, ordered] = np.maximum(odds.coef_[0, ordered], 0)
    chances = odds.predict_proba(matrix)[:, 1]
    pipeline = Pipeline([("terms", vectorizer), ("odds", odds)])
    threshold = round(float(np.quantile(chances, 1 - labels.mean())), 3)
    return FittedDimension(pipeline, centres(dimension, pipeline, facts), threshold)


def centres(
    dimension: ModelDimension, model: "Pipeline", facts: Sequence[MatchFacts]
) -> dict[str, float]:
    """Each fact's mean contribution to the log-odds of these graduates."""
    matrix = model["terms"].transform([terms(dimension, known) for known in facts])
    means = np.asarray(matrix.mean(axis=0)).ravel()
    shares: dict[str, float] = {}
    names = model["terms"].get_feature_names_out()
    for term, mean, weight in zip(names, means, model["odds"].coef_[0], strict=True):
        shares[fact_of(term)] = shares.get(fact_of(term), 0.0) + float(mean * weight)
    return shares


def compare(labels: Flags, running: Floats, candidate: Floats, seed: int = 0) -> Comparison:
    """Paired over persons; both probabilities are of persons that neither model has seen."""
    losses = [_log_losses(labels, chances) for chances in (running, candidate)]
    gains = losses[0] - losses[1]
    drawn = np.random.default_rng(seed).integers(0, len(gains), (RESAMPLES, len(gains)))
    return Comparison(
        n=len(labels),
        running=float(losses[0].mean()),
        candidate=float(losses[1].mean()),
        least_gain=float(np.quantile(gains[drawn].mean(axis=1), SURE)),
    )


def deciles(chances: Floats) -> list[float]:
    """What later scores are compared with, to see them drift."""
    return [round(float(cut), DECIMALS) for cut in np.quantile(chances, np.arange(1, 10) / 10)]


def _moves(matrix: Any, offset: Floats, labels: Flags) -> tuple[Floats, float]:
    from sklearn.linear_model import Ridge

    ridge, moved = Ridge(alpha=PENALTY), np.zeros(len(labels))
    curvature = np.full(len(labels), CURVATURE)
    for _ in range(STEPS):
        chances = 1 / (1 + np.exp(-(offset + moved)))
        ridge.fit(matrix, moved + (labels - chances) / CURVATURE, sample_weight=curvature)
        before, moved = moved, ridge.predict(matrix)
        if np.abs(moved - before).max() < SAME:
            break
    return ridge.coef_, float(ridge.intercept_)


def _log_losses(labels: Flags, chances: Floats) -> Floats:
    told = np.where(labels, chances, 1 - chances)
    losses: Floats = -np.log(np.maximum(told, LEAST_CHANCE))
    return losses
