"""The names of codes, in Thai and English."""

from collections.abc import Callable, Mapping

from shared.taxonomy import isced_f, isco, levels, regions, skills
from shared.taxonomy.tables import Language, UnknownCode

Labels = dict[Language, str]
Code = str | int

BUDDHIST_OFFSET = 543
_NOT_KNOWN: Labels = {"th": "ไม่ทราบรหัส", "en": "not coded or not stated"}


def _of_year(year: int) -> Labels:
    return {"th": f"พ.ศ. {year + BUDDHIST_OFFSET}", "en": str(year)}


def _of(label: Callable[[str, Language], str]) -> Callable[[Code], Labels]:
    return lambda code: {"th": label(str(code), "th"), "en": label(str(code), "en")}


_NAMES: Mapping[str, Callable[[Code], Labels]] = {
    "field": _of(isced_f.label),
    "occupation": _of(isco.label),
    "region": _of(regions.label),
    "level": lambda level: {"th": levels.label(int(level), "th"), "en": levels.label(int(level))},
    "year": lambda year: _of_year(int(year)),
    "skill": lambda skill: {"th": skills.label(str(skill)), "en": skills.label(str(skill))},
}


def labels_of(kind: str, code: Code | None) -> Labels:
    """The names of `code` (a field, occupation, region, level, year or skill).

    A code that this version's tables lack, from a newer or older assessment, names itself.
    """
    if code is None:
        return _NOT_KNOWN
    try:
        return _NAMES[kind](code)
    except UnknownCode:
        return {"th": str(code), "en": str(code)}
