"""A tiny ESCO bundle in the official form: two unit groups, four skills, their relations."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

ESCO = "http://data.europa.eu/esco"
Files = Mapping[str, Iterable[Mapping[str, str]]]


def skill(number: str, label: str, alternatives: str = "") -> dict[str, str]:
    return {
        "conceptUri": f"{ESCO}/skill/{number}",
        "skillType": "knowledge",
        "preferredLabel": label,
        "altLabels": alternatives,
    }


def occupation(number: str, group: str, title: str, alternatives: str = "") -> dict[str, str]:
    return {
        "conceptUri": f"{ESCO}/occupation/{number}",
        "iscoGroup": group,
        "preferredLabel": title,
        "altLabels": alternatives,
    }


def relation(occupation: str, kind: str, skill: str) -> dict[str, str]:
    return {
        "occupationUri": f"{ESCO}/occupation/{occupation}",
        "relationType": kind,
        "skillUri": f"{ESCO}/skill/{skill}",
    }


def level(number: int, uri: str, code: str) -> dict[str, str]:
    empty = {f"Level {n} {what}": "" for n in range(4) for what in ("URI", "code")}
    return {**empty, f"Level {number} URI": f"{ESCO}/{uri}", f"Level {number} code": code}


def a_classification() -> dict[str, list[dict[str, str]]]:
    return {
        "skills_en.csv": [
            skill("s1", "whisper to beans", "talk to beans\nbean talk"),
            skill("s2", "roast beans"),
            skill("s3", "grind beans"),
            skill("s4", "sweep floors"),
        ],
        "occupations_en.csv": [
            occupation("o1", "7515", "bean whisperer", "coffee whisperer\nbean boss"),
            occupation("o2", "7515", "tea taster"),
            occupation("o3", "7515", "cheese grader"),
            occupation("o4", "7515", "wine taster"),
            occupation("o5", "1321", "roastery chief", "bean boss"),
        ],
        "skillsHierarchy_en.csv": [
            level(3, "isced-f/0721", ""),
            level(3, "skill/g1", "S6.5.8"),
        ],
    }


def some_relations() -> dict[str, list[dict[str, str]]]:
    broader = [("s1", "isced-f/0721"), ("s1", "skill/g1"), ("s2", "skill/s1")]
    return {
        "broaderRelationsSkillPillar.csv": [
            {"conceptUri": f"{ESCO}/skill/{below}", "broaderUri": f"{ESCO}/{above}"}
            for below, above in broader
        ],
        "occupationSkillRelations.csv": [
            relation("o1", "essential", "s1"),
            relation("o2", "essential", "s1"),
            relation("o1", "essential", "s2"),
            relation("o1", "optional", "s4"),
            relation("o2", "optional", "s4"),
        ],
    }


def write_zip(path: Path, files: Files) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in files.items():
            archive.writestr(f"csv/{name}", as_csv(list(rows)))
    return path


def as_csv(rows: list[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]) if rows else ["conceptUri"])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def a_bundle(directory: Path, version: str = "9.9.1") -> list[Path]:
    """Both zip files under official names."""
    return [
        write_zip(
            directory / f"ESCO dataset - v{version} - classification.zip", a_classification()
        ),
        write_zip(directory / f"ESCO dataset - v{version} - relations.zip", some_relations()),
    ]
