"""The learned judgement: how likely a graduate in this job reports a mismatch, fact by fact."""

from collections.abc import Mapping, Sequence
from math import exp
from pathlib import Path

from services.matching.domain import STATED_DECIMALS
from services.matching.mismatch import artefact, wording
from services.matching.mismatch.answers import insufficient, not_applicable, only, unjudged
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import group_of
from services.matching.mismatch.groups import version as groups_version
from services.matching.mismatch.scoring import Scorer
from services.matching.mismatch.view import TERTIARY, ModelDimension, seen, unknown_facts
from shared.contracts import Contribution, Judgement
from shared.contracts.assessment import Verdict

METHOD = "model"
BASE = "base"
"""Name of the contribution that all graduates share: the average log-odds in training."""

MOST_NAMED = 3
LEAST_NAMED = 0.05


class MismatchModel:
    """Judges vertical (over-education) and horizontal (field) mismatch of many at once.

    A verdict of mismatch is given from the threshold at which as many are judged mismatched as
    say so themselves; it is stated in metrics.json and MODEL_CARD.md.
    """

    def __init__(self, scorers: Mapping[ModelDimension, Scorer], version: str) -> None:
        self.scorers = scorers
        self.version = version

    @classmethod
    def load(cls, directory: Path = artefact.MODEL_DIRECTORY) -> "MismatchModel":
        """The model under `directory`. Raises artefact.ModelRefused."""
        return cls.of(artefact.read(directory))

    @classmethod
    def of(cls, stored: artefact.Artefact) -> "MismatchModel":
        """The stored model at work."""
        scorers = {name: Scorer.of(name, fitted) for name, fitted in stored.dimensions.items()}
        return cls(scorers, f"{stored.version} {stored.sha256[:12]}; groups {groups_version()}")

    def judge(self, facts: Sequence[MatchFacts]) -> list[tuple[Judgement, ...]]:
        """The vertical and the horizontal judgement of each."""
        by_dimension = [self._judge(dimension, facts) for dimension in self.scorers]
        return list(zip(*by_dimension, strict=True))

    def _judge(self, dimension: ModelDimension, facts: Sequence[MatchFacts]) -> list[Judgement]:
        scorer, unanswered = self.scorers[dimension], _UNANSWERED[dimension]
        return [unanswered(known) or _judgement(scorer, scorer.placed(known)) for known in facts]


def _judgement(scorer: Scorer, facts: MatchFacts) -> Judgement:
    dimension = scorer.dimension
    amounts = scorer.amounts(seen(dimension, facts))
    probability = chance(scorer.base + sum(amounts.values()))
    unknown = unknown_facts(dimension, facts)
    told = {fact: amount for fact, amount in amounts.items() if fact not in unknown}
    verdict: Verdict = "mismatch" if probability >= scorer.threshold else "match"
    return Judgement(
        dimension=dimension,
        method=METHOD,
        verdict=verdict,
        direction="over" if dimension == "vertical" and verdict == "mismatch" else None,
        probability=probability,
        contributions=tuple(
            Contribution(fact=fact, amount=round(amount, STATED_DECIMALS))
            for fact, amount in ((BASE, scorer.base), *amounts.items())
        ),
        explanation=_words(dimension, probability, scorer.threshold, told),
    )


def chance(logit: float) -> float:
    """The probability of log-odds, as it is stated."""
    return round(1 / (1 + exp(-logit)), STATED_DECIMALS)


def _unanswered_vertical(facts: MatchFacts) -> Judgement | None:
    level, occupation = facts.level, only(facts.occupation)
    if not facts.employed or level is None or occupation is None:
        return unjudged("vertical", METHOD, facts.employed, level=level, occupation=occupation)
    return None if level >= TERTIARY else not_applicable("vertical", METHOD, _TERTIARY_ONLY)


def _unanswered_horizontal(facts: MatchFacts) -> Judgement | None:
    field, occupation = facts.field or None, facts.occupation or None
    if not facts.employed or field is None or occupation is None:
        return unjudged("horizontal", METHOD, facts.employed, field=field, occupation=occupation)
    if facts.level is not None and facts.level < TERTIARY:
        return not_applicable("horizontal", METHOD, _TERTIARY_ONLY)
    groups = {
        "field": group_of("horizontal", "field", facts.field),
        "occupation": group_of("horizontal", "occupation", facts.occupation),
    }
    too_broad = tuple(name for name, group in groups.items() if group is None)
    if too_broad:
        return insufficient("horizontal", METHOD, _too_broad(too_broad), too_broad)
    return None


_UNANSWERED = {"vertical": _unanswered_vertical, "horizontal": _unanswered_horizontal}


def is_judged(dimension: ModelDimension, facts: MatchFacts) -> bool:
    """Whether the facts are there that a verdict needs."""
    return _UNANSWERED[dimension](facts) is None


def _words(
    dimension: ModelDimension, probability: float, threshold: float, amounts: Mapping[str, float]
) -> wording.Words:
    ranked = sorted(amounts, key=lambda fact: -abs(amounts[fact]))[:MOST_NAMED]
    named = [fact for fact in ranked if abs(amounts[fact]) >= LEAST_NAMED]
    raising = [fact for fact in named if amounts[fact] > 0]
    lowering = [fact for fact in named if amounts[fact] < 0]
    chance, limit = wording.percent(probability), wording.percent(threshold)
    words = {
        "en": f"{_SUBJECT[dimension]['en']}: probability {chance}, a mismatch from {limit}.",
        "th": f"{_SUBJECT[dimension]['th']}: ความน่าจะเป็น {chance} ถือว่าไม่สอดคล้องตั้งแต่ {limit}",
    }
    if raising:
        words["en"] += f" Raised most by: {wording.facts(raising, 'en')}."
        words["th"] += f" ปัจจัยที่ทำให้สูงขึ้น: {wording.facts(raising, 'th')}"
    if lowering:
        words["en"] += f" Lowered most by: {wording.facts(lowering, 'en')}."
        words["th"] += f" ปัจจัยที่ทำให้ต่ำลง: {wording.facts(lowering, 'th')}"
    return words


_SUBJECT: Mapping[ModelDimension, wording.Words] = {
    "vertical": {
        "en": "Education above the level the job requires",
        "th": "การศึกษาสูงกว่าระดับที่งานต้องการ",
    },
    "horizontal": {
        "en": "Job not related to the field of study",
        "th": "งานไม่ตรงสาขาที่สำเร็จการศึกษา",
    },
}

_TERTIARY_ONLY: wording.Words = {
    "en": "The model learned from tertiary graduates (ISCED 5–8) and judges no others.",
    "th": "แบบจำลองเรียนรู้จากผู้สำเร็จการศึกษาระดับอุดมศึกษา (ISCED 5–8) จึงไม่พิจารณาระดับอื่น",
}


def _too_broad(names: tuple[str, ...]) -> wording.Words:
    return {
        "en": f"Known too broadly for the model: {wording.facts(names, 'en')}.",
        "th": f"ข้อมูลกว้างเกินไปสำหรับแบบจำลอง: {wording.facts(names, 'th')}",
    }
