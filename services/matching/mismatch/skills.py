"""Skill mismatch by rule: the share of the job's required skills that the graduate shows."""

from services.matching.mismatch.answers import unjudged
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.wording import LANGUAGES, Words, percent
from shared.contracts import Contribution, Judgement
from shared.taxonomy import skills as esco
from shared.taxonomy.tables import Language

LEAST_SHARE = 0.5
"""Less than half of the required skills met is a mismatch (this project's own bound)."""

MOST_NAMED = 5


def skill_rule(facts: MatchFacts) -> Judgement:
    """Required skills met / required, each of the same weight.

    Each required skill is a contribution, 1/n when met and 0 when not: they sum to the share,
    and the zeros are the missing skills.
    """
    shown, required = facts.skills or None, facts.skills_required or None
    if not facts.employed or shown is None or required is None:
        return unjudged("skill", "rule", facts.employed, skills=shown, skills_required=required)
    met = required & shown
    share = len(met) / len(required)
    return Judgement(
        dimension="skill",
        method="rule",
        verdict="match" if share >= LEAST_SHARE else "mismatch",
        contributions=tuple(
            Contribution(fact=skill, amount=1 / len(required) if skill in met else 0.0)
            for skill in sorted(required)
        ),
        explanation=_words(share, len(met), len(required), sorted(required - shown)),
    )


def _words(share: float, met: int, required: int, lacked: list[str]) -> Words:
    named = {
        lang: ", ".join(label(skill, lang) for skill in lacked[:MOST_NAMED]) for lang in LANGUAGES
    }
    more = len(lacked) - MOST_NAMED
    en = f"{met} of {required} required skills shown ({percent(share)})."
    th = f"มีทักษะที่งานต้องการ {met} จาก {required} ทักษะ ({percent(share)})"
    if lacked:
        en += f" Missing: {named['en']}" + (f" and {more} more." if more > 0 else ".")
        th += f" ทักษะที่ขาด: {named['th']}" + (f" และอีก {more} ทักษะ" if more > 0 else "")
    return {"en": en, "th": th}


def label(skill: str, lang: Language) -> str:
    """The skill's name, or its id where it is none of ESCO's; in Thai where a Thai one is kept."""
    thai = esco.thai_name(skill) if lang == "th" else None
    if thai is not None:
        return thai
    return esco.label(skill) if esco.is_skill(skill) else skill
