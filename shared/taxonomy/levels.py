"""ISCED 2011 levels 0–8, and the Thai degrees and certificates that lead to them."""

import re
from collections.abc import Mapping
from functools import cache

from shared.taxonomy.tables import Language, UnknownCode, rows
from shared.text import match_key, tidy

VERSION = "ISCED 2011; Thai degrees lmis-1"

_ISCED = re.compile(r"^(?:isced\s*(?:2011)?\s*(?:level)?\s*)?([0-8])$", re.IGNORECASE)
_OR_MORE = re.compile(
    r"\s*(ขึ้นไป|หรือสูงกว่า|หรือเทียบเท่า|\b(?:or|and) (?:higher|above|equivalent)|\bor equivalent)",
    re.IGNORECASE,
)
_BEFORE = re.compile(r"^(?:วุฒิ(?:การศึกษา)?)?\s*(?:ระดับ(?:การศึกษา)?)?\s*")
# How long or by which way one studies changes no level: (4 ปี), (ต่อเนื่อง 2 ปี).
_COURSE = re.compile(r"\s*\(?\s*(?:หลักสูตร)?\s*(?:\d\s*ปี|ต่อเนื่อง|เทียบโอน)\s*\)?$")
_EITHER = re.compile(r"(?:/|หรือ)(?![^(]*\))")
# วศ.บ., วท.ม., ปร.ด.: a faculty's letters, then the degree's.
_THAI_ABBREVIATION = re.compile(r"^[ก-ฮ]{1,4}\.\s?(บ|ม|ด)\.")
_BY_DEGREE_LETTER = {"บ": "BACH", "ม": "MAST", "ด": "DOCT"}


@cache
def _levels() -> dict[int, dict[Language, str]]:
    return {
        int(row["level"]): {"en": row["label_en"], "th": row["label_th"]}
        for row in rows("isced_levels.csv")
    }


@cache
def _degrees() -> dict[str, int]:
    return {row["degree"]: int(row["isced"]) for row in rows("degree_levels.csv")}


@cache
def _spellings() -> dict[str, str]:
    spelled: dict[str, str] = {}
    for row in rows("degree_levels.csv"):
        written = (row["degree"], row["label_en"], row["label_th"], *row["spellings"].split("|"))
        spelled |= {_key(spelling): row["degree"] for spelling in written}
    return spelled


@cache
def unsettled_degrees() -> Mapping[str, int]:
    """Degrees whose level is disputed, with the level taken unless a caller overrides it.

    The default is the highest level surely reached: a graduate diploma follows a bachelor's
    degree without being a master's (6), a higher graduate diploma follows a master's (7), and
    the former ปวท. took two years after ม.6, as ปวส. does (5).
    """
    return {
        row["degree"]: int(row["isced"])
        for row in rows("degree_levels.csv")
        if row["settled"] == "no"
    }


def label(level: int, lang: Language = "en") -> str:
    """The level's name. Raises UnknownCode."""
    try:
        return _levels()[level][lang]
    except KeyError:
        raise UnknownCode(f"{level!r} is not an ISCED 2011 level") from None


def degree_labels(lang: Language = "en") -> list[str]:
    """The names of all degrees and certificates, from the lowest level up."""
    return [row[f"label_{lang}"] for row in rows("degree_levels.csv")]


def degree(text: str) -> str | None:
    """The short code (`PWS`, `BACH` …) of a degree in Thai, English or abbreviation."""
    bare = _bare(text)
    abbreviated = _THAI_ABBREVIATION.match(bare)
    if abbreviated and not any(map(degree, _EITHER.split(bare)[1:])):
        return _BY_DEGREE_LETTER[abbreviated[1]]
    return _spellings().get(_key(bare))


def isced_level(text: str | int, overrides: Mapping[str, int] | None = None) -> int | None:
    """ISCED 2011 level of `6`, `ISCED 6`, `ปริญญาตรี`, `BACH`, `วท.บ.`; None when not known.

    "…ขึ้นไป" and "or higher" are read as the least level named; degrees with / or หรือ between
    them must all be of one level. `overrides` maps a degree's short code to the level to
    use instead, for the degrees in `unsettled_degrees`.
    """
    number = _ISCED.match(tidy(str(text)))
    if number:
        return int(number[1])
    found = degree(str(text))
    named = [found] if found else map(degree, _EITHER.split(_bare(str(text))))
    by_degree = {**_degrees(), **(overrides or {})}
    told = {None if code is None else by_degree[code] for code in named}
    return told.pop() if len(told) == 1 else None


def _bare(text: str) -> str:
    """The text without what stands around a degree's name and says nothing of its level."""
    bare = _BEFORE.sub("", _OR_MORE.sub("", tidy(text)))
    while (shorter := _COURSE.sub("", bare)) != bare:
        bare = shorter
    return bare


def _key(text: str) -> str:
    return match_key(text).replace(" ", "")
