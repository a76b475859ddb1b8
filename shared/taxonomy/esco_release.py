"""From an official bundle to the tables that a release is served from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from shared.taxonomy import releases
from shared.taxonomy.esco_bundle import Bundle, Concept, skill_id
from shared.taxonomy.releases import CORE, SKILLS, TITLES, Table
from shared.text import match_key

CORE_SHARE = 1 / 3
MOST_CORE = 20


def import_release(directory: Path, bundle: Bundle, version: str) -> str:
    """Write the bundle as a release below the directory; its name. Raises ReleaseRefused."""
    tables: dict[str, Table] = {
        SKILLS: [("id", "label", "groups", "alternatives", "type"), *_skills(bundle)],
        CORE: [("isco", "skill"), *_core(bundle)],
        TITLES: [("title", "isco"), *_titles(bundle)],
    }
    about = {
        "source": "This release uses the ESCO classification of the European Commission.",
        "bundles": dict(bundle.sources),
        "counts": {
            "skills": len(bundle.skills),
            "occupations": len(bundle.occupations),
            "relations": bundle.stated_relations,
            "relations left out": bundle.stated_relations - len(bundle.relations),
            **{name: len(rows) - 1 for name, rows in tables.items()},
        },
    }
    return releases.write(directory, version, tables, about)


def _skills(bundle: Bundle) -> Iterator[tuple[str, ...]]:
    for uri, skill in sorted(bundle.skills.items()):
        others = "|".join(each.replace("|", "/") for each in skill.alternatives)
        groups = " ".join(sorted(_groups_of(bundle, uri)))
        yield skill_id(uri), skill.label, groups, others, skill.kind


def _groups_of(bundle: Bundle, uri: str) -> set[str]:
    """The nearest groups above a skill, also through the skills above it."""
    found: set[str] = set()
    above, seen = list(bundle.broader.get(uri, ())), {uri}
    while above:
        each = above.pop()
        if each in bundle.group_codes:
            found.add(bundle.group_codes[each])
        elif each not in seen:
            seen.add(each)
            above += bundle.broader.get(each, ())
    return found


def _core(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Skills that are essential in at least a third of a unit group's occupations.

    No more than 20, those of most occupations first; ties by id. A unit group of which ESCO says
    nothing in common is left out.
    """
    sizes = Counter(occupation.kind for occupation in bundle.occupations.values())
    essential: dict[str, Counter[str]] = {}
    for occupation, kind, skill in bundle.relations:
        if kind == "essential":
            group = bundle.occupations[occupation].kind
            essential.setdefault(group, Counter())[skill_id(skill)] += 1
    for group in sorted(essential):
        ranked = sorted(essential[group].items(), key=lambda item: (-item[1], item[0]))
        common = [skill for skill, count in ranked if count >= CORE_SHARE * sizes[group]]
        yield from ((group, skill) for skill in common[:MOST_CORE])


def _titles(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Preferred and alternative titles of occupations that name one unit group only."""
    titles: dict[str, tuple[str, str]] = {}
    groups: dict[str, set[str]] = {}
    for occupation in sorted(bundle.occupations.values(), key=_in_order):
        for title in (occupation.label, *occupation.alternatives):
            key = match_key(title)
            titles.setdefault(key, (title, occupation.kind))
            groups.setdefault(key, set()).add(occupation.kind)
    yield from (titles[key] for key in sorted(titles) if key and len(groups[key]) == 1)


def _in_order(occupation: Concept) -> tuple[str, Sequence[str]]:
    return occupation.label, occupation.alternatives
