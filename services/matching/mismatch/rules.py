"""Judgements by rule: the normative and self-reported methods, field and skill sets.

The statistical methods compare a graduate with all others and belong to reporting.
"""

from collections.abc import Callable

from services.matching.mismatch import wording
from services.matching.mismatch.answers import insufficient, not_applicable, only, unjudged
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.skills import skill_rule
from shared.contracts import Contribution, Judgement
from shared.contracts.graduate import JobRelation
from shared.taxonomy import correspondence
from shared.taxonomy.correspondence import VerticalMap

VERSION = "rules-1"
"""Moves when a rule, not a table it reads, changes."""

MINOR_GROUP_DIGITS = 3


def normative_a(facts: MatchFacts) -> Judgement:
    """Own level against the official skill levels of ISCO-08 (map A)."""
    return _normative("A", facts)


def normative_b(facts: MatchFacts) -> Judgement:
    """Own level against the coarser map B, the default."""
    return _normative("B", facts)


def self_reported_level(facts: MatchFacts) -> Judgement:
    """Own level against the level the job requires, as the graduate or the employer states it."""
    method = "self_reported" if facts.stated_by == "graduate" else "employer_stated"
    own, required = facts.level, facts.level_required
    if not facts.employed or own is None or required is None:
        return unjudged("vertical", method, facts.employed, level=own, level_required=required)
    return _vertical(method, own, (required, required))


def field_rule(facts: MatchFacts) -> Judgement:
    """Field against the set permitted in the occupation's minor group (Montt 2015, Annex 2)."""
    field, occupation = only(facts.field), only(facts.occupation)
    if occupation and len(occupation) < MINOR_GROUP_DIGITS:
        occupation = None
    if not facts.employed or field is None or occupation is None:
        return unjudged("horizontal", "rule", facts.employed, field=field, occupation=occupation)
    matches = correspondence.field_matches(field, occupation)
    if matches is None:
        return insufficient("horizontal", "rule", _not_covered(field, occupation))
    return Judgement(
        dimension="horizontal",
        method="rule",
        verdict="match" if matches else "mismatch",
        contributions=(Contribution(fact="field_and_occupation", amount=0.0 if matches else 1.0),),
        explanation=_permitted(field, occupation, matches),
    )


def self_reported_field(facts: MatchFacts) -> Judgement:
    """The graduate's own word on job and studies; a partial relation is no mismatch."""
    if facts.stated_by == "employer":
        return not_applicable("horizontal", "self_reported", _ONLY_HOLDERS)
    relation = facts.job_relation
    if not facts.employed or relation is None:
        return unjudged("horizontal", "self_reported", facts.employed, job_relation=relation)
    mismatch = relation == "none"
    return Judgement(
        dimension="horizontal",
        method="self_reported",
        verdict="mismatch" if mismatch else "match",
        contributions=(Contribution(fact="job_relation", amount=float(mismatch)),),
        explanation=_OWN_WORD[relation],
    )


RULES: tuple[Callable[[MatchFacts], Judgement], ...] = (
    normative_a,
    normative_b,
    self_reported_level,
    field_rule,
    self_reported_field,
    skill_rule,
)


def judge_by_rules(facts: MatchFacts) -> tuple[Judgement, ...]:
    """Every rule's judgement, in the order of `RULES`."""
    return tuple(rule(facts) for rule in RULES)


def _normative(vertical_map: VerticalMap, facts: MatchFacts) -> Judgement:
    method = f"normative_{vertical_map.lower()}"
    own, occupation = facts.level, only(facts.occupation)
    if not facts.employed or own is None or occupation is None:
        return unjudged("vertical", method, facts.employed, level=own, occupation=occupation)
    required = correspondence.required_levels(occupation, vertical_map)
    if required is None:
        return not_applicable("vertical", method, _no_level(occupation))
    return _vertical(method, own, required)


def _vertical(method: str, own: int, required: tuple[int, int]) -> Judgement:
    """Levels above (over) or below (under) the range required; 0 inside it."""
    least, greatest = required
    gap = max(own - greatest, 0) + min(own - least, 0)
    return Judgement(
        dimension="vertical",
        method=method,
        verdict="mismatch" if gap else "match",
        direction=None if gap == 0 else "over" if gap > 0 else "under",
        contributions=(Contribution(fact="level", amount=float(gap)),),
        explanation=_levels(own, required, gap),
    )


def _levels(own: int, required: tuple[int, int], gap: int) -> wording.Words:
    place = (gap > 0) - (gap < 0)
    en = {1: "is above", 0: "fits", -1: "is below"}[place]
    th = {1: "สูงกว่า", 0: "ตรงกับ", -1: "ต่ำกว่า"}[place]
    asked = wording.level_range(*required)
    return {
        "en": f"{wording.level(own, 'en')} {en} what the job requires ({asked}).",
        "th": f"{wording.level(own, 'th')} {th}ระดับที่งานต้องการ ({asked})",
    }


def _permitted(field: str, occupation: str, matches: bool) -> wording.Words:
    return {
        "en": f"{wording.field(field, 'en')} is {'' if matches else 'not '}among the fields "
        f"that lead to {wording.occupation(occupation, 'en')}.",
        "th": f"{wording.field(field, 'th')} {'อยู่' if matches else 'ไม่อยู่'}ในกลุ่มสาขาวิชา"
        f"ที่ตรงกับอาชีพ{wording.occupation(occupation, 'th')}",
    }


def _not_covered(field: str, occupation: str) -> wording.Words:
    return {
        "en": "The table of fields and occupations says nothing of "
        f"{wording.field(field, 'en')} with {wording.occupation(occupation, 'en')}.",
        "th": "ตารางเทียบสาขาวิชากับอาชีพไม่ครอบคลุม"
        f"{wording.field(field, 'th')} กับ{wording.occupation(occupation, 'th')}",
    }


def _no_level(occupation: str) -> wording.Words:
    return {
        "en": f"The map sets no level for {wording.occupation(occupation, 'en')}.",
        "th": f"ตารางเทียบไม่ได้กำหนดระดับการศึกษาของ{wording.occupation(occupation, 'th')}",
    }


_OWN_WORD: dict[JobRelation, wording.Words] = {
    "close": {
        "en": "The graduate calls the job closely related to the studies.",
        "th": "บัณฑิตตอบว่างานตรงสาขาที่สำเร็จการศึกษา",
    },
    "partial": {
        "en": "The graduate calls the job partly related to the studies.",
        "th": "บัณฑิตตอบว่างานสัมพันธ์กับสาขาที่สำเร็จการศึกษาเป็นบางส่วน",
    },
    "none": {
        "en": "The graduate calls the job unrelated to the studies.",
        "th": "บัณฑิตตอบว่างานไม่ตรงสาขาที่สำเร็จการศึกษา",
    },
}

_ONLY_HOLDERS: wording.Words = {
    "en": "Only who holds a job can say whether it is related to the studies.",
    "th": "มีเพียงผู้ที่ทำงานนั้นอยู่เท่านั้นที่ตอบได้ว่างานตรงสาขาหรือไม่",
}
