"""Fits the additive model of one dimension: logistic regression over the terms of the facts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline

from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.features import fact_of, terms
from services.matching.mismatch.view import ASKED_TOGETHER, MONOTONE, OPTIONAL, ModelDimension

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

INVERSE_PENALTY: dict[ModelDimension, float] = {"vertical": 0.03, "horizontal": 0.15}
"""C of the L2 penalty, well calibrated on persons and countries held out under other folds than the
reported ones. Over .03 to .1 and .1 to .5 the held-out AUC moves by .002."""

WEIGHT_AS_KNOWN: dict[ModelDimension, float] = {"vertical": 0.5, "horizontal": 0.7}
"""Of a person with all facts; the rest is that of the same person with some facts forgotten."""

LEAST_PERSONS = 10
"""A term that fewer persons have is left out: it says little and could point at somebody."""


def fit(
    dimension: ModelDimension, facts: Sequence[MatchFacts], labels: Flags, seed: int
) -> Pipeline:
    """Terms -> log-odds of a mismatch.

    Everybody is seen twice, with all facts and with some forgotten: at serving facts are
    missing, and 'missing' must be worth what it tells on average.
    """
    chance = np.random.default_rng(seed)
    everyone = [*facts, *(_forgetful(dimension, known, chance) for known in facts)]
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([terms(dimension, known) for known in everyone])
    halves = matrix[: len(facts)], matrix[len(facts) :]
    frequent = np.maximum(*(half.getnnz(axis=0) for half in halves)) >= LEAST_PERSONS
    ordered = _ordered(dimension, vectorizer)
    odds = LogisticRegression(C=INVERSE_PENALTY[dimension], max_iter=1000)
    weight = WEIGHT_AS_KNOWN[dimension]
    weights = np.repeat([weight, 1 - weight], len(facts))
    kept = _fit_monotone(odds, matrix, np.tile(labels, 2), weights, frequent, ordered)
    vectorizer.restrict(kept)
    return Pipeline([("terms", vectorizer), ("odds", odds)])


def core_only(dimension: ModelDimension, facts: MatchFacts) -> MatchFacts:
    """The facts a judgement needs, without any optional one."""
    return replace(facts, **OPTIONAL[dimension])  # type: ignore[arg-type]


def probabilities(
    dimension: ModelDimension, model: Pipeline, facts: Sequence[MatchFacts]
) -> Floats:
    """Probability of a mismatch for each."""
    rows = [terms(dimension, known) for known in facts]
    chances: Floats = model.predict_proba(rows)[:, 1]
    return chances


def _forgetful(
    dimension: ModelDimension, facts: MatchFacts, chance: np.random.Generator
) -> MatchFacts:
    """Half of the time without any optional fact, else without each with probability ½.

    A survey asks some questions together or not at all: these are forgotten together.
    """
    if chance.random() < 0.5:
        return core_only(dimension, facts)
    optional, together = OPTIONAL[dimension], ASKED_TOGETHER[dimension]
    forgotten = {name for name in optional if name not in together and chance.random() < 0.5}
    if chance.random() < 0.5:
        forgotten.update(together)
    return replace(facts, **{name: optional[name] for name in forgotten})  # type: ignore[arg-type]


def _ordered(dimension: ModelDimension, vectorizer: DictVectorizer) -> Flags:
    """The terms whose weight may not be negative."""
    names = vectorizer.get_feature_names_out()
    return np.array([fact_of(term) == MONOTONE[dimension] for term in names], dtype=bool)


def _fit_monotone(
    odds: LogisticRegression,
    matrix: Any,
    labels: Flags,
    weights: Floats,
    kept: Flags,
    ordered: Flags,
) -> Flags:
    """Fit `odds` and return the terms kept: ordered terms of negative weight are left out until
    there is none, so that a larger value never lowers the odds."""
    while True:
        odds.fit(matrix[:, kept], labels, sample_weight=weights)
        against = np.flatnonzero(kept)[ordered[kept] & (odds.coef_[0] < 0)]
        if not len(against):
            return kept
        kept = kept.copy()
        kept[against] = False
