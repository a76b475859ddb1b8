"""How far the scores of recent assessments have moved from those of training, as a metric."""

from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from math import log, nan

from prometheus_client import CollectorRegistry, Gauge

from services.matching.domain import CodedGraduate
from services.matching.mismatch import GraduateJudge
from shared.contracts import Judgement

TENTHS = 10
RECENT = 10_000
"""As many judgements of one dimension are looked back on."""

LEAST = 500
"""Fewer judgements say nothing of a distribution."""


class ScoreDrift:
    """Population stability index of the model's scores by dimension; not a number at first.

    PSI = Σ (a − e) · ln(a / e) over the tenths of the training scores (e = 1/10); from .1 on
    worth a look, from .25 on a shift: Siddiqi (2006), Credit Risk Scorecards, ch. 10. Half a
    judgement is added to each tenth, so that an empty one does not make it infinite.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._gauge = Gauge(
            "lmis_matching_score_drift",
            "Population stability index of recent mismatch scores against training",
            ["dimension"],
            registry=registry,
        )
        self._recent: dict[str, deque[int]] = {}

    def observe(self, deciles: Mapping[str, Sequence[float]], judgement: Judgement) -> None:
        """One judgement was made by a model whose training scores `deciles` cut."""
        cuts = deciles.get(judgement.dimension)
        if judgement.probability is None or cuts is None:
            return
        recent = self._recent.get(judgement.dimension)
        if recent is None:
            recent = self._recent[judgement.dimension] = deque(maxlen=RECENT)
            self._gauge.labels(judgement.dimension).set_function(lambda: stability(recent.copy()))
        recent.append(bisect_right(cuts, judgement.probability))


def stability(tenths: Sequence[int] | deque[int]) -> float:
    """The population stability index of scores told by their tenth of the training scores."""
    if len(tenths) < LEAST:
        return nan
    counts, expected = Counter(tenths), 1 / TENTHS
    shares = [(counts[tenth] + 0.5) / (len(tenths) + 0.5 * TENTHS) for tenth in range(TENTHS)]
    return sum((share - expected) * log(share / expected) for share in shares)


class WatchedJudge:
    """A judge whose scores are watched for drift."""

    def __init__(self, judge: GraduateJudge, drift: ScoreDrift) -> None:
        self._judge = judge
        self._drift = drift

    @property
    def versions(self) -> Mapping[str, str]:
        return self._judge.versions

    def judge(self, graduates: Sequence[CodedGraduate]) -> list[tuple[Judgement, ...]]:
        """One tuple for each graduate, in order."""
        judged = self._judge.judge(graduates)
        for answers in judged:
            for answer in answers:
                self._drift.observe(self._judge.score_deciles, answer)
        return judged
