"""How the classifications of the facts become axes."""

from collections.abc import Callable, Mapping

from services.reporting.cube.axis import Path, Scheme
from services.reporting.labels import BUDDHIST_OFFSET, Labels, labels_of
from shared.taxonomy import isced_f, isco, isic, regions
from shared.taxonomy.tables import UnknownCode

ABROAD = "_X"
THAI_MONTHS = (
    "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.",
    "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค.",
)  # fmt: skip
_THAILAND = "TH"
_ABROAD_LABELS: Labels = {"th": "ต่างประเทศ", "en": "abroad"}


def field(*, deep: bool) -> Scheme:
    """ISCED-F 2013: broad fields, or down to narrow and detailed ones."""
    levels = ("broad", "narrow", "detailed") if deep else ("broad",)
    return Scheme(
        "field",
        {"th": "สาขาวิชา", "en": "field of education"},
        "ISCED-F 2013",
        levels,
        lambda code: _groups(code, isced_f.ancestors)[: len(levels)],
        lambda code: labels_of("field", code),
    )


def occupation(depth: int = 4) -> Scheme:
    """ISCO-08 down to major, sub-major, minor or unit groups."""
    levels = ("major", "sub_major", "minor", "unit")[:depth]
    return Scheme(
        "occupation",
        {"th": "อาชีพ", "en": "occupation"},
        "ISCO-08",
        levels,
        lambda code: _groups(code, isco.ancestors)[:depth],
        lambda code: labels_of("occupation", code),
    )


def region(labels: Labels, name: str = "region") -> Scheme:
    """NSO regions and provinces; other countries together are `_X`."""
    return Scheme(
        name,
        labels,
        "NSO regions; ISO 3166-2",
        ("region", "province"),
        _places,
        lambda code: _ABROAD_LABELS if code == ABROAD else labels_of("region", code),
    )


def industry() -> Scheme:
    """Sections of ISIC Rev.4."""
    return Scheme(
        "industry",
        {"th": "อุตสาหกรรม", "en": "industry"},
        "ISIC Rev.4",
        ("section",),
        lambda code: _groups(code, isic.ancestors)[:1],
        lambda code: {"th": isic.label(code, "th"), "en": isic.label(code)},
    )


def institution(names: Mapping[str, Labels]) -> Scheme:
    """Universities and colleges, by the names that they are registered under."""
    return Scheme(
        "institution",
        {"th": "สถาบัน", "en": "institution"},
        "registered organisations",
        ("institution",),
        lambda code: (code,),
        lambda code: names.get(code, {"th": code, "en": code}),
    )


def level() -> Scheme:
    """ISCED 2011."""
    return _flat("level", {"th": "ระดับการศึกษา", "en": "level of education"}, "ISCED 2011")


def skill() -> Scheme:
    """ESCO skills."""
    return _flat("skill", {"th": "ทักษะ", "en": "skill"}, "ESCO")


def period() -> Scheme:
    """Months, `2026-10`."""
    return Scheme(
        "period",
        {"th": "ช่วงเวลา", "en": "period"},
        "ISO 8601 month",
        ("month",),
        lambda code: (code,),
        _month,
    )


def half_year() -> Scheme:
    """The last 182 days, and those before them."""
    return Scheme(
        "period",
        {"th": "ช่วงเวลา", "en": "period"},
        "182 days",
        ("half_year",),
        lambda code: (code,),
        lambda code: {"th": code, "en": code},
    )


def year() -> Scheme:
    """Years of the common era."""
    return _flat("year", {"th": "ปีที่สำเร็จการศึกษา", "en": "year of graduation"}, "ISO 8601 year")


def since() -> Scheme:
    """Years from graduation to the survey, in two digits so that they sort; from 10 on together."""
    return Scheme(
        "since",
        {"th": "ปีหลังสำเร็จการศึกษา", "en": "years since graduation"},
        "completed years",
        ("since",),
        lambda code: (code,),
        _years_since,
    )


def _flat(name: str, labels: Labels, classification: str) -> Scheme:
    return Scheme(
        name,
        labels,
        classification,
        (name,),
        lambda code: (code,),
        lambda code: labels_of(name, code),
    )


def _groups(code: str, ancestors: Callable[[str], Path]) -> Path:
    """A code that this version's tables lack counts as not coded."""
    try:
        return (*ancestors(code), code)
    except UnknownCode:
        return ()


def _places(code: str) -> Path:
    if code == _THAILAND:
        return ()
    group = regions.nso_region(code)
    return (ABROAD, ABROAD) if group is None else (group, code)


def _years_since(code: str) -> Labels:
    years = code.lstrip("0") or "0"
    if code.endswith("+"):
        return {"th": f"{years[:-1]} ปีขึ้นไป", "en": f"{years[:-1]} years or more"}
    return {"th": f"{years} ปี", "en": f"{years} year{'' if years == '1' else 's'}"}


def _month(code: str) -> Labels:
    year, month = code.split("-")
    return {"th": f"{THAI_MONTHS[int(month) - 1]} {int(year) + BUDDHIST_OFFSET}", "en": code}
