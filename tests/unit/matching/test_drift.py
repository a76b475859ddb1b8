"""Drift of scores: none where they are spread as in training, large where they have moved."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from services.matching.drift import LEAST, ScoreDrift, stability
from shared.contracts import Judgement

DECILES = {"vertical": [tenth / 10 for tenth in range(1, 10)]}


def test_scores_spread_as_in_training_have_not_moved() -> None:
    assert stability([tenth for tenth in range(10) for _ in range(100)]) == pytest.approx(0)


def test_scores_that_all_lie_in_one_tenth_have_moved_far() -> None:
    assert stability([9] * 1000) > 1


@given(st.lists(st.integers(LEAST // 10, LEAST), min_size=10, max_size=10))
def test_the_index_is_never_negative(counts: list[int]) -> None:
    assert stability([tenth for tenth, count in enumerate(counts) for _ in range(count)]) >= 0


def test_the_metric_tells_nothing_before_enough_was_judged() -> None:
    registry = CollectorRegistry()
    drift = ScoreDrift(registry)
    judgement = Judgement(dimension="vertical", method="model", verdict="match", probability=0.05)
    unjudged = Judgement(dimension="vertical", method="model", verdict="insufficient_evidence")

    def stated() -> float | None:
        return registry.get_sample_value("lmis_matching_score_drift", {"dimension": "vertical"})

    drift.observe(DECILES, unjudged)
    assert stated() is None
    for _ in range(LEAST - 1):
        drift.observe(DECILES, judgement)
    assert math.isnan(stated() or 0)
    drift.observe(DECILES, judgement)
    assert (stated() or 0) > 1
