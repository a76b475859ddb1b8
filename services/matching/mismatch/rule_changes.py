"""The nearest change that would turn a rule's verdict round."""

from collections.abc import Callable, Mapping
from functools import cache

from services.matching.mismatch import wording
from services.matching.mismatch.answers import only
from services.matching.mismatch.changes import turned_words
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.skills import LEAST_SHARE, label
from shared.contracts import Judgement, NearestChange
from shared.taxonomy import correspondence, isco
from shared.taxonomy.correspondence import VerticalMap

SUB_MAJOR, MINOR = 2, 3


def rule_change(facts: MatchFacts, judgement: Judgement) -> NearestChange | None:
    """The nearest change for a rule's verdict; None when no single fact would turn it round."""
    find = _FINDERS.get((judgement.dimension, judgement.method))
    turned = judgement.verdict != "mismatch"
    return find(facts, turned) if find else None


def _normative(vertical_map: VerticalMap) -> Callable[[MatchFacts, bool], NearestChange | None]:
    def find(facts: MatchFacts, mismatch: bool) -> NearestChange | None:
        occupation = only(facts.occupation)
        if occupation is None or facts.level is None:
            return None
        found = _occupation_of_level(vertical_map, occupation[0], facts.level, mismatch)
        return None if found is None else _occupation(found, mismatch)

    return find


@cache
def _occupation_of_level(
    vertical_map: VerticalMap, major: str, level: int, mismatch: bool
) -> str | None:
    """The major group nearest in the order of ISCO that calls for the level, or does not."""
    for code in sorted(isco.groups(1), key=lambda code: (abs(int(code) - int(major)), code)):
        required = correspondence.required_levels(code, vertical_map)
        if required and (required[0] <= level <= required[1]) != mismatch:
            return code
    return None


def _required_level(facts: MatchFacts, mismatch: bool) -> NearestChange | None:
    """A job that requires the own level, or the level below it."""
    if facts.level is None:
        return None
    required = facts.level - 1 if mismatch else facts.level
    if required < 0:
        return None
    what: wording.Words = {lang: wording.level(required, lang) for lang in wording.LANGUAGES}
    return _change("level_required", str(required), what, mismatch)


def _field(facts: MatchFacts, mismatch: bool) -> NearestChange | None:
    """The nearest minor group that the field leads to, or does not."""
    field, occupation = only(facts.field), only(facts.occupation)
    if field is None or occupation is None:
        return None
    found = _occupation_of_field(field, occupation[:MINOR], mismatch)
    return None if found is None else _occupation(found, mismatch)


@cache
def _occupation_of_field(field: str, minor: str, mismatch: bool) -> str | None:
    for code in sorted(isco.groups(MINOR), key=lambda code: (_distance(code, minor), code)):
        if correspondence.field_matches(field, code) is (not mismatch):
            return code
    return None


def _distance(code: str, other: str) -> int:
    """0 in the same sub-major group, 1 in the same major group, else 2."""
    return 0 if code[:SUB_MAJOR] == other[:SUB_MAJOR] else 1 if code[0] == other[0] else 2


def _skill(facts: MatchFacts, mismatch: bool) -> NearestChange | None:
    """One skill learned that brings the share of required skills to the bound."""
    required = facts.skills_required
    met = len(required & facts.skills)
    if mismatch or not required or (met + 1) / len(required) < LEAST_SHARE:
        return None
    skill = min(required - facts.skills)
    what = {
        "en": f"the same and {label(skill, 'en')}",
        "th": f"ทักษะเดิม เพิ่ม {label(skill, 'th')}",
    }
    return _change("skills", skill, what, mismatch)


def _occupation(code: str, mismatch: bool) -> NearestChange:
    what: wording.Words = {lang: wording.occupation(code, lang) for lang in wording.LANGUAGES}
    return _change("occupation", code, what, mismatch)


def _change(fact: str, value: str, what: wording.Words, mismatch: bool) -> NearestChange:
    return NearestChange(fact=fact, value=value, explanation=turned_words(fact, what, mismatch))


_FINDERS: Mapping[tuple[str, str], Callable[[MatchFacts, bool], NearestChange | None]] = {
    ("vertical", "normative_a"): _normative("A"),
    ("vertical", "normative_b"): _normative("B"),
    ("vertical", "self_reported"): _required_level,
    ("vertical", "employer_stated"): _required_level,
    ("horizontal", "rule"): _field,
    ("skill", "rule"): _skill,
}
