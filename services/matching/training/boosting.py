"""Gradient boosting over the same facts: the yardstick for what an additive model costs."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.preprocessing import OrdinalEncoder

from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import group_of
from services.matching.mismatch.view import ASKED_TOGETHER, ModelDimension

Floats = NDArray[np.float64]


def boosted(
    dimension: ModelDimension,
    train: Sequence[MatchFacts],
    labels: NDArray[np.bool_],
    test: Sequence[MatchFacts],
    seed: int,
) -> Floats:
    """Probabilities by boosted trees, the facts as categories, level and pay as numbers."""
    encoder = OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=np.nan)
    known = encoder.fit_transform([_categories(dimension, facts) for facts in train])
    trees = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=150,
        max_leaf_nodes=12,
        categorical_features=range(known.shape[1]),
        random_state=seed,
    )
    trees.fit(np.hstack([known, _numbers(train)]), labels)
    asked = encoder.transform([_categories(dimension, facts) for facts in test])
    chances: Floats = trees.predict_proba(np.hstack([asked, _numbers(test)]))[:, 1]
    return chances


def _categories(dimension: ModelDimension, facts: MatchFacts) -> list[str]:
    code = only(facts.occupation) or ""
    occupation = (
        [code[:1], code[:2]]
        if dimension == "vertical"
        else [str(group_of("horizontal", "occupation", facts.occupation))]
    )
    return [
        *occupation,
        str(group_of(dimension, "field", facts.field)),
        str(group_of(dimension, "industry", facts.industry)),
        str(facts.contract),
        str(facts.self_employed),
        str(facts.country),
        *(str(getattr(facts, name)) for name in ASKED_TOGETHER[dimension]),
    ]


def _numbers(facts: Sequence[MatchFacts]) -> Floats:
    pays = [np.nan if known.pay_position is None else known.pay_position for known in facts]
    return np.array(
        [[known.level, pay] for known, pay in zip(facts, pays, strict=True)], dtype=float
    )
