"""ESCO skills and knowledge: look-up by name, their groups, and what occupations rest on."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from shared.taxonomy.releases import CORE, SKILLS, Release, serving
from shared.taxonomy.tables import UnknownCode, rows
from shared.text import match_key

FURTHER_NAMES = "further names lmis-2"
VERSION = f"ESCO 1.1.1; core skills lmis-1; {FURTHER_NAMES}"
"""Of the committed tables; `version` is that of what is served."""


class Skill(NamedTuple):
    """One ESCO skill: preferred label, narrowest skill groups, alternative labels."""

    label: str
    groups: tuple[str, ...]
    alternatives: tuple[str, ...]


@cache
def _skills(release: Release | None) -> dict[str, Skill]:
    """Committed skills that a release lacks stay: kept assessments speak of them."""
    found = {
        row["id"]: _of_row(row)
        for table in ("esco_skills.csv.gz", "esco_further_skills.csv.gz")
        for row in rows(table)
    }
    return found | {row["id"]: _of_row(row) for row in _released(release, SKILLS)}


def _of_row(row: dict[str, str]) -> Skill:
    groups, alternatives = row["groups"].split(), row["alternatives"].split("|")
    return Skill(row["label"], tuple(groups), tuple(alternatives))


def _released(release: Release | None, table: str) -> Iterator[dict[str, str]]:
    return iter(()) if release is None else release.rows(table)


@cache
def _by_label(release: Release | None) -> dict[str, str]:
    """Label key -> skill: preferred labels first, then further names, then alternatives.

    An alternative label that two skills share tells neither, and is left out.
    """
    shared: dict[str, set[str]] = {}
    for skill_id, skill in _skills(release).items():
        for alternative in skill.alternatives:
            shared.setdefault(match_key(alternative), set()).add(skill_id)
    found = {key: next(iter(ids)) for key, ids in shared.items() if len(ids) == 1}
    found |= {match_key(row["name"]): row["skill"] for row in rows("skill_names.csv")}
    found |= {match_key(skill.label): skill_id for skill_id, skill in _skills(release).items()}
    found.pop("", None)
    return found


@cache
def _core(release: Release | None) -> dict[str, frozenset[str]]:
    core: dict[str, set[str]] = {}
    for row in (*rows("core_skills.csv"), *_released(release, CORE)):
        core.setdefault(row["isco"], set()).add(row["skill"])
    return {occupation: frozenset(skills) for occupation, skills in core.items()}


def version() -> str:
    """What is served: the committed tables, or the release in use and what stays of ours."""
    release = serving()
    if release is None:
        return VERSION
    return f"ESCO {release.version} ({release.digest[:12]}); core skills ESCO; {FURTHER_NAMES}"


def is_skill(skill_id: str) -> bool:
    """Whether `skill_id` is the id (the end of the URI) of an ESCO skill."""
    return skill_id in _skills(serving())


def label(skill_id: str) -> str:
    """The preferred English label. Raises UnknownCode."""
    return _skill(skill_id).label


def groups(skill_id: str) -> tuple[str, ...]:
    """Codes of the narrowest skill groups that hold the skill. Raises UnknownCode."""
    return _skill(skill_id).groups


def find(name: str) -> str | None:
    """The skill whose preferred or alternative label, or further name of ours, this is."""
    return _by_label(serving()).get(match_key(name))


@cache
def _thai_names() -> dict[str, str]:
    """Skill -> the first of its names in Thai script."""
    thai: dict[str, str] = {}
    for row in rows("skill_names.csv"):
        if any("\u0e01" <= character <= "\u0e2e" for character in row["name"]):
            thai.setdefault(row["skill"], row["name"])
    return thai


def thai_name(skill_id: str) -> str | None:
    """What the skill is called in Thai, where our list of further names says."""
    return _thai_names().get(skill_id)


def names() -> dict[str, tuple[str, ...]]:
    """Every skill's names: preferred label first, then alternatives, then further names of ours.

    Those of the committed tables, whatever release is served: models are fitted on them.
    """
    found = {
        skill_id: [skill.label, *filter(None, skill.alternatives)]
        for skill_id, skill in _skills(None).items()
    }
    for row in rows("skill_names.csv"):
        found[row["skill"]].append(row["name"])
    return {skill_id: tuple(dict.fromkeys(labels)) for skill_id, labels in found.items()}


def core_skills(occupation: str) -> frozenset[str]:
    """Skills that the occupation's work rests on, by the longest ISCO prefix that has any.

    Those that an imported release of ESCO calls essential in at least a third of a unit group's
    occupations, 20 at most; without a release, or where it has none, the team's own judgement per
    minor group. Empty means not known, never 'none needed'.
    """
    for length in range(len(occupation), 0, -1):
        if occupation[:length] in _core(serving()):
            return _core(serving())[occupation[:length]]
    return frozenset()


def _skill(skill_id: str) -> Skill:
    try:
        return _skills(serving())[skill_id]
    except KeyError:
        raise UnknownCode(f"{skill_id!r} is not an ESCO skill") from None
