"""Regions: Thai provinces (ISO 3166-2), the five NSO regions, and whole countries (ISO 3166-1)."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from shared.taxonomy.tables import CodeList, Language, rows
from shared.text import match_key, tidy

VERSION = "DOPA 2026 by geothai 3.2.1; ISO 3166-1 by country-list 1.1.0; spellings lmis-1"

NSO_REGIONS: dict[str, dict[Language, str]] = {
    "bangkok": {"en": "Bangkok", "th": "กรุงเทพมหานคร"},
    "central": {"en": "Central", "th": "ภาคกลาง"},
    "north": {"en": "North", "th": "ภาคเหนือ"},
    "northeast": {"en": "Northeast", "th": "ภาคตะวันออกเฉียงเหนือ"},
    "south": {"en": "South", "th": "ภาคใต้"},
}
# The first digit of a province's DOPA code tells the region that the National Statistical
# Office tabulates by; Bangkok stands alone.
_NSO_BY_FIRST_DIGIT = {
    **dict.fromkeys("127", "central"),
    **dict.fromkeys("34", "northeast"),
    **dict.fromkeys("56", "north"),
    **dict.fromkeys("89", "south"),
}
_BANGKOK = "TH-10"
_THAI_TITLES = re.compile(r"^(จังหวัด|จ\.|อำเภอ|อ\.|เขต(?=\S{2})|กิ่งอำเภอ)\s*")
_ENGLISH_TITLES = re.compile(
    r"\b(province|changwat|city|area|metropolis|metropolitan|district|amphoe|khet)\b", re.IGNORECASE
)
_AROUND_BANGKOK = re.compile(r"^(bangkok area|ปริมณฑล)\s*[-–]\s*", re.IGNORECASE)
# A railway station may bear a far province's name: MRT เพชรบุรี lies in Bangkok.
_STATION = re.compile(r"(BTS|MRT|BRT|ARL|SRT)\b", re.IGNORECASE)
_PROVINCE_AFTER_TITLE = re.compile(r"(?:จังหวัด|จ\.)\s*([ก-๙]+)")
_PARTS = re.compile(r"[,>/()\-–]|\s{2,}")
# Romanisations of one Thai sound, brought to one letter; order matters.
_ROMANISED = (
    (re.compile(r"nak(?:h)?or?n"), "nakon"),
    (re.compile(r"ph|bh"), "p"),
    (re.compile(r"th|dh"), "t"),
    (re.compile(r"kh"), "k"),
    (re.compile(r"ch|j"), "c"),
    (re.compile(r"sh|sr"), "s"),
    (re.compile(r"v"), "w"),
    (re.compile(r"ee|y"), "i"),
    (re.compile(r"oo|ue|eu"), "u"),
    (re.compile(r"(?<=[ao])r(?=[nmtk]|$)"), ""),
    (re.compile(r"d"), "t"),
    (re.compile(r"(.)\1+"), r"\1"),
)


@cache
def _regions() -> CodeList:
    labels: dict[str, dict[Language, str]] = {
        row["code"]: {"en": row["label_en"], "th": row["label_th"]} for row in rows("countries.csv")
    }
    for row in rows("provinces.csv"):
        labels[f"TH-{row['dopa']}"] = {"en": row["label_en"], "th": row["label_th"]}
    parents = {code: "TH" for code in labels if code.startswith("TH-")}
    return CodeList("ISO 3166", labels, parents)


def is_region(code: str) -> bool:
    """Whether `code` is a Thai province (`TH-50`) or a country (`AT`)."""
    return _regions().is_code(code)


def label(code: str, lang: Language = "en") -> str:
    """The name of a province, a country or an NSO region. Raises UnknownCode."""
    if code in NSO_REGIONS:
        return NSO_REGIONS[code][lang]
    return _regions().label(code, lang)


def provinces() -> list[str]:
    """The 77 codes `TH-…`, in order."""
    return _regions().groups(5)


def nso_region(code: str) -> str | None:
    """`bangkok`, `central`, `north`, `northeast` or `south`; None outside Thailand's provinces."""
    if not (is_region(code) and code.startswith("TH-")):
        return None
    return "bangkok" if code == _BANGKOK else _NSO_BY_FIRST_DIGIT[code[3]]


@lru_cache(maxsize=4096)
def find_region(name: str) -> str | None:
    """The province that a place name tells: its own name, or a district's that only it has; or
    the country, for a text that is a country's name.

    Takes Thai and English in the common spellings, with or without จังหวัด / Province, addresses
    such as `เขตปทุมวัน กรุงเทพมหานคร` and a province's two digits at DOPA. None when nothing or more
    than one fits, as for ต่างประเทศ.
    """
    text = _AROUND_BANGKOK.sub("", tidy(name))
    if _STATION.match(text):
        return None
    if is_region(numbered := f"TH-{text}"):
        return numbered
    titled = _PROVINCE_AFTER_TITLE.search(text)
    if titled and (found := _province(titled[1])):
        return found
    parts = _PARTS.split(text)
    return (
        _province(text)
        or _only([_province(part) for part in (*parts, *text.split(" "))])
        or _province_of_district(text)
        or _only([_province_of_district(part) for part in parts])
        or _country_names().get(_country_key(text))
    )


def _only(found: list[str | None]) -> str | None:
    """The one answer that all answers agree on."""
    answers = {code for code in found if code}
    return answers.pop() if len(answers) == 1 else None


def _province(name: str) -> str | None:
    return _province_names().get(_place_key(name))


def _province_of_district(name: str) -> str | None:
    return _district_names().get(_place_key(name))


@cache
def _province_names() -> dict[str, str]:
    names = {_place_key(_regions().label(code, "th")): code for code in provinces()}
    names |= {_place_key(_regions().label(code, "en")): code for code in provinces()}
    return names | {_place_key(spelling): code for code, spelling in _spellings(thai=True)}


@cache
def _country_names() -> dict[str, str]:
    names = {
        _country_key(row[f"label_{lang}"]): row["code"]
        for row in rows("countries.csv")
        for lang in ("en", "th")
    }
    return names | {_country_key(spelling): code for code, spelling in _spellings(thai=False)}


def _spellings(*, thai: bool) -> Iterator[tuple[str, str]]:
    """Code and spelling of provinces, or else of countries."""
    for row in rows("place_spellings.csv"):
        if row["code"].startswith("TH-") == thai:
            yield row["code"], row["spelling"]


@cache
def _district_names() -> dict[str, str]:
    """Names borne by districts of one province only."""
    holders: dict[str, set[str]] = {}
    for row in rows("districts.csv"):
        for name in (row["label_th"], row["label_en"]):
            holders.setdefault(_place_key(name), set()).add(f"TH-{row['dopa'][:2]}")
    return {name: next(iter(codes)) for name, codes in holders.items() if len(codes) == 1}


def _place_key(name: str) -> str:
    bare = _THAI_TITLES.sub("", tidy(name))
    key = match_key(_ENGLISH_TITLES.sub(" ", bare)).replace(" ", "")
    if not key.isascii():
        return key.replace("ฏ", "ฎ")  # look alike: สุราษฏร์ธานี
    for spelling, letter in _ROMANISED:
        key = spelling.sub(letter, key)
    return key


def _country_key(name: str) -> str:
    return match_key(tidy(name).removeprefix("ประเทศ")).replace(" ", "")
