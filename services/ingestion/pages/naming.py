"""Values of records in words, with what is kept beside them."""

from collections.abc import Callable, Mapping

import marshmallow as ma

from services.ingestion.domain import Kind
from services.ingestion.profiles.dictionary import dictionary
from services.ingestion.profiles.words import Language
from services.ingestion.schemas.fields import BUDDHIST_OFFSET, EraDate, common_era
from shared.taxonomy import isced_f, isco, isic, levels, regions
from shared.taxonomy.tables import UnknownCode

_AMOUNT = ".exact"
_DAY = EraDate()


def _level(value: str, language: Language) -> str:
    return levels.label(int(value), language)


def _year(value: str, language: Language) -> str:
    year = common_era(int(value))
    return str(year + BUDDHIST_OFFSET if language == "th" else year)


def _day(value: str, language: Language) -> str:
    iso: str = _DAY.deserialize(value)
    if language != "th":
        return iso
    year, month, day = iso.split("-")
    return f"{day}/{month}/{int(year) + BUDDHIST_OFFSET}"


_CODES: Mapping[str, Callable[[str, Language], str]] = {
    "level": _level,
    "level_required": _level,
    "graduation_year": _year,
    "surveyed_on": _day,
    "posted_on": _day,
    "closes_on": _day,
    "region": regions.label,
    "study_region": regions.label,
    "home_region": regions.label,
    "work_region": regions.label,
    "field": isced_f.label,
    "occupation": isco.label,
    "industry": isic.label,
}


def labels(kind: Kind, language: Language) -> dict[str, str]:
    """Field -> what it is called; pay as a whole by the name of its amount."""
    found = {entry.name: entry.label(language) for entry in dictionary(kind)}
    return {name.removesuffix(_AMOUNT): label for name, label in found.items()} | found


def listed_as(kind: Kind, field: str) -> str:
    """The field by which people choose this one: for pay as a whole, its amount."""
    is_listed = any(entry.name == field for entry in dictionary(kind))
    return field if is_listed or not field else f"{field}{_AMOUNT}"


def in_words(kind: Kind, field: str, value: str, language: Language) -> str:
    """A value as people call it, and as it is kept; the value itself where it has no other name."""
    name = _listed(kind, field, language).get(value) or _coded(field, value, language)
    return f"{name} ({value})" if name and name != value else value


def _listed(kind: Kind, field: str, language: Language) -> dict[str, str]:
    values = next((entry.values for entry in dictionary(kind) if entry.name == field), ())
    return {each.value: each.th if language == "th" else each.en for each in values}


def _coded(field: str, value: str, language: Language) -> str:
    label = _CODES.get(field.rpartition(".")[2])
    if label is None:
        return ""
    try:
        return label(value, language)
    except (UnknownCode, ValueError, ma.ValidationError):
        return ""
