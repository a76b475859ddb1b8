"""An official ESCO bundle (CSV files in one or several zip files), read and checked.

Source: ESCO download "classification, en, csv" and its relations; file and column names are theirs.
"""

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shared.taxonomy import isco

CLASSIFICATION: Mapping[str, frozenset[str]] = {
    "skills_en.csv": frozenset(("conceptUri", "skillType", "preferredLabel", "altLabels")),
    "occupations_en.csv": frozenset(("conceptUri", "iscoGroup", "preferredLabel", "altLabels")),
    "skillsHierarchy_en.csv": frozenset(
        f"Level {n} {what}" for n in range(4) for what in ("URI", "code")
    ),
}
RELATIONS: Mapping[str, frozenset[str]] = {
    "broaderRelationsSkillPillar.csv": frozenset(("conceptUri", "broaderUri")),
    "occupationSkillRelations.csv": frozenset(("occupationUri", "relationType", "skillUri")),
}
MOST_LEFT_OUT = 0.01
"""Of the relations; release 1.1.1 has 67 of 123,855 that name an occupation it does not list."""
LARGEST_FILE = 64 * 1024 * 1024  # unpacked; the largest of release 1.1.1 has 21 MB

_COLUMNS = {**CLASSIFICATION, **RELATIONS}
_SKILL = re.compile(r"http://data\.europa\.eu/esco/skill/([0-9A-Za-z-]+)")
_VERSION = re.compile(r"v(\d+(?:\.\d+)+)")


class BrokenBundle(Exception):
    """What was given is not a whole official bundle; the message says why."""


@dataclass(frozen=True)
class Concept:
    """A skill or an occupation: labels, and what kind of skill or which unit group it is."""

    label: str
    alternatives: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Bundle:
    """Everything that is used of a bundle, by URI. Relations may be absent, then they are empty."""

    skills: Mapping[str, Concept]
    occupations: Mapping[str, Concept]
    group_codes: Mapping[str, str]
    broader: Mapping[str, Sequence[str]]
    relations: Sequence[tuple[str, str, str]]
    stated_relations: int
    sources: Mapping[str, str]


def stated_version(zips: Sequence[Path]) -> str | None:
    """The version that the files' names state, if they agree on one."""
    found = {match[1] for path in zips if (match := _VERSION.search(path.name))}
    return found.pop() if len(found) == 1 else None


def read(zips: Sequence[Path]) -> Bundle:
    """The bundle in these files. Raises BrokenBundle."""
    tables: dict[str, list[dict[str, str]]] = {}
    for path in zips:
        for name, rows in _tables_of(path):
            if name in tables:
                raise BrokenBundle(f"{name} is in two of the files")
            tables[name] = rows
    missing = sorted(CLASSIFICATION.keys() - tables.keys())
    if missing:
        raise BrokenBundle(f"missing: {', '.join(missing)}")
    skills = _skills(tables["skills_en.csv"])
    occupations = _occupations(tables["occupations_en.csv"])
    stated = tables.get("occupationSkillRelations.csv", [])
    return Bundle(
        skills=skills,
        occupations=occupations,
        group_codes=_group_codes(tables["skillsHierarchy_en.csv"]),
        broader=_broader(tables.get("broaderRelationsSkillPillar.csv", [])),
        relations=_relations(stated, occupations, skills),
        stated_relations=len(stated),
        sources={path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in zips},
    )


def skill_id(uri: str) -> str:
    """The end of a skill's URI. Raises BrokenBundle."""
    found = _SKILL.fullmatch(uri)
    if found is None:
        raise BrokenBundle(f"{uri!r} is not the URI of a skill")
    return found[1]


def _tables_of(path: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                name = Path(member.filename).name
                if name in _COLUMNS:
                    yield name, _rows(archive, member, name)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, EOFError) as error:
        raise BrokenBundle(f"{path.name}: {error}") from error


def _rows(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> list[dict[str, str]]:
    if member.file_size > LARGEST_FILE:
        raise BrokenBundle(f"{name} is larger than {LARGEST_FILE} bytes")
    before = csv.field_size_limit(LARGEST_FILE)
    try:
        text = archive.read(member).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True, restval="")
        missing = sorted(_COLUMNS[name].difference(reader.fieldnames or ()))
        if missing:
            raise BrokenBundle(f"{name} lacks the columns {', '.join(missing)}")
        rows = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        raise BrokenBundle(f"{name}: {error}") from error
    finally:
        csv.field_size_limit(before)
    if not rows or any(None in row for row in rows):
        raise BrokenBundle(f"{name} has no rows, or rows that are longer than its header")
    return rows


def _skills(rows: Sequence[dict[str, str]]) -> dict[str, Concept]:
    for row in rows:
        skill_id(row["conceptUri"])
    return _concepts(rows, "skillType")


def _occupations(rows: Sequence[dict[str, str]]) -> dict[str, Concept]:
    for row in rows:
        if len(row["iscoGroup"]) != 4 or not isco.is_code(row["iscoGroup"]):
            raise BrokenBundle(f"{row['preferredLabel']!r} is in no unit group of ISCO-08")
    return _concepts(rows, "iscoGroup")


def _concepts(rows: Sequence[dict[str, str]], kind: str) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    for row in rows:
        uri, label = row["conceptUri"], row["preferredLabel"].strip()
        others = (each.strip() for each in row["altLabels"].split("\n"))
        if uri in found or not label:
            raise BrokenBundle(f"{uri} stands twice, or has no label")
        found[uri] = Concept(label, tuple(dict.fromkeys(filter(None, others))), row[kind])
    return found


def _group_codes(rows: Sequence[dict[str, str]]) -> dict[str, str]:
    codes = {}
    for row in rows:
        for level in range(4):
            uri, code = row[f"Level {level} URI"], row[f"Level {level} code"]
            if uri:
                codes[uri] = code or "K" + uri.rpartition("/")[2]  # fields of ISCED-F have no code
    return codes


def _broader(rows: Sequence[dict[str, str]]) -> dict[str, list[str]]:
    broader: dict[str, list[str]] = {}
    for row in rows:
        broader.setdefault(row["conceptUri"], []).append(row["broaderUri"])
    return broader


def _relations(
    rows: Sequence[dict[str, str]],
    occupations: Mapping[str, Concept],
    skills: Mapping[str, Concept],
) -> list[tuple[str, str, str]]:
    """Official relations name a few concepts that official lists lack; those are left out."""
    stated = [(row["occupationUri"], row["relationType"], row["skillUri"]) for row in rows]
    known = [each for each in stated if each[0] in occupations and each[2] in skills]
    if len(known) < (1 - MOST_LEFT_OUT) * len(stated):
        raise BrokenBundle("the relations are those of another release than the classification")
    if unknown := {kind for _, kind, _ in known} - {"essential", "optional"}:
        raise BrokenBundle(f"{unknown.pop()!r} is no type of relation")
    return known
