"""ESCO skills and knowledge: look-up by name, their groups, and what occupations rest on."""

from functools import cache
from typing import NamedTuple

from shared.taxonomy.tables import UnknownCode, rows
from shared.text import match_key

VERSION = "ESCO 1.1.1; core skills lmis-1; further names lmis-2"


class Skill(NamedTuple):
    """One ESCO skill: preferred label, narrowest skill groups, alternative labels."""

    label: str
    groups: tuple[str, ...]
    alternatives: tuple[str, ...]


@cache
def _skills() -> dict[str, Skill]:
    return {
        row["id"]: Skill(
            row["label"], tuple(row["groups"].split()), tuple(row["alternatives"].split("|"))
        )
        for table in ("esco_skills.csv.gz", "esco_further_skills.csv.gz")
        for row in rows(table)
    }


@cache
def _by_label() -> dict[str, str]:
    """Label key -> skill: preferred labels first, then further names, then alternatives.

    An alternative label that two skills share tells neither, and is left out.
    """
    shared: dict[str, set[str]] = {}
    for skill_id, skill in _skills().items():
        for alternative in skill.alternatives:
            shared.setdefault(match_key(alternative), set()).add(skill_id)
    found = {key: next(iter(ids)) for key, ids in shared.items() if len(ids) == 1}
    found |= {match_key(row["name"]): row["skill"] for row in rows("skill_names.csv")}
    found |= {match_key(skill.label): skill_id for skill_id, skill in _skills().items()}
    found.pop("", None)
    return found


@cache
def _group_labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows("esco_skill_groups.csv")}


@cache
def _core() -> dict[str, frozenset[str]]:
    core: dict[str, set[str]] = {}
    for row in rows("core_skills.csv"):
        core.setdefault(row["isco"], set()).add(row["skill"])
    return {occupation: frozenset(skills) for occupation, skills in core.items()}


def is_skill(skill_id: str) -> bool:
    """Whether `skill_id` is the id (the end of the URI) of an ESCO skill."""
    return skill_id in _skills()


def label(skill_id: str) -> str:
    """The preferred English label. Raises UnknownCode."""
    return _skill(skill_id).label


def groups(skill_id: str) -> tuple[str, ...]:
    """Codes of the narrowest skill groups that hold the skill. Raises UnknownCode."""
    return _skill(skill_id).groups


def group_label(code: str) -> str:
    """The English name of a skill group such as `S5.2`. Raises UnknownCode."""
    try:
        return _group_labels()[code]
    except KeyError:
        raise UnknownCode(f"{code!r} is not an ESCO skill group") from None


def find(name: str) -> str | None:
    """The skill whose preferred or alternative label, or further name of ours, this is."""
    return _by_label().get(match_key(name))


def core_skills(occupation: str) -> frozenset[str]:
    """Skills that the occupation's work rests on, by the longest ISCO prefix that has any.

    The team's own judgement per minor group; empty means not known, never 'none needed'.
    """
    for length in range(len(occupation), 0, -1):
        if occupation[:length] in _core():
            return _core()[occupation[:length]]
    return frozenset()


def _skill(skill_id: str) -> Skill:
    try:
        return _skills()[skill_id]
    except KeyError:
        raise UnknownCode(f"{skill_id!r} is not an ESCO skill") from None
