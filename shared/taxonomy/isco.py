"""ISCO-08: occupations at one to four digits, with titles in English and Thai."""

from functools import cache

from shared.taxonomy.tables import CodeList, Language, rows

VERSION = "ISCO-08; Thai titles lmis-1"


@cache
def _codes() -> CodeList:
    thai = {row["code"]: row["label_th"] for row in rows("isco08_th.csv")}
    labels: dict[str, dict[Language, str]] = {
        row["code"]: {"en": row["label_en"], "th": thai[row["code"]]}
        for row in rows("isco08_en.csv.gz")
    }
    return CodeList("ISCO-08", labels, {})


@cache
def _descriptions() -> dict[str, str]:
    return {row["code"]: row["description"] for row in rows("isco08_en.csv.gz")}


def is_code(code: str) -> bool:
    """Whether `code` is a major, sub-major, minor or unit group (1–4 digits)."""
    return _codes().is_code(code)


def label(code: str, lang: Language = "en") -> str:
    """The group's title; the Thai one is this project's wording. Raises UnknownCode."""
    return _codes().label(code, lang)


def ancestors(code: str) -> tuple[str, ...]:
    """`2512` -> (`2`, `25`, `251`). Raises UnknownCode."""
    return _codes().ancestors(code)


def groups(digits: int) -> list[str]:
    """All codes with that many digits, in order."""
    return _codes().groups(digits)


def description(code: str) -> str:
    """What the group covers, in the English of ILO: tasks, examples, exclusions."""
    label(code)
    return _descriptions()[code]
