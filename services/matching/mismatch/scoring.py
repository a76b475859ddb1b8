"""An additive model at work: each fact's log-odds, looked up part by part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from services.matching.mismatch import artefact
from services.matching.mismatch.facts import MatchFacts, placed
from services.matching.mismatch.features import LOOKS, terms_of
from services.matching.mismatch.pay import PayScale
from services.matching.mismatch.view import ModelDimension, Seen


@dataclass(frozen=True)
class Scorer:
    """One dimension's fitted weights by term, and what is average.

    `base` is the average log-odds in training, `centres` each fact's mean share in it,
    `pay_scale` the one that the weights for pay were fitted with. A part's sum is worked out once
    for each set of values it looks at: groups of codes, so they are few.
    """

    dimension: ModelDimension
    weights: Mapping[str, float]
    centres: Mapping[str, float]
    base: float
    threshold: float
    pay_scale: PayScale | None = None
    _sums: dict[tuple[str, tuple[Any, ...]], float] = field(default_factory=dict, repr=False)
    sums_of_options: dict[tuple[Any, ...], tuple[float, ...]] = field(
        default_factory=dict, repr=False
    )

    @classmethod
    def of(cls, dimension: ModelDimension, fitted: artefact.FittedDimension) -> "Scorer":
        """The weights of a fitted pipeline, each under its term."""
        vectorizer, odds = fitted.pipeline["terms"], fitted.pipeline["odds"]
        names, weights = vectorizer.get_feature_names_out().tolist(), odds.coef_[0].tolist()
        base = float(odds.intercept_[0]) + sum(fitted.centres.values())
        return cls(
            dimension,
            dict(zip(names, weights, strict=True)),
            {fact: fitted.centres.get(fact, 0.0) for fact in LOOKS[dimension]},
            base,
            fitted.threshold,
            fitted.pay_scale,
        )

    def placed(self, facts: MatchFacts) -> MatchFacts:
        """The facts with pay as this model tells it."""
        return placed(facts, self.pay_scale)

    def amounts(self, view: Seen) -> dict[str, float]:
        """Log-odds by fact, against the average; with `base` they sum to the logit."""
        return {fact: self.amount(fact, look(view)) for fact, look in LOOKS[self.dimension].items()}

    def amount(self, fact: str, values: tuple[Any, ...]) -> float:
        """Log-odds of one fact whose part sees these values, against the average."""
        key = fact, values
        known = self._sums.get(key)
        if known is None:
            terms = terms_of(self.dimension, fact, values)
            total = sum(size * self.weights.get(term, 0.0) for term, size in terms.items())
            known = self._sums[key] = total - self.centres[fact]
        return known
