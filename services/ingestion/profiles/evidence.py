"""What speaks for a column being a field: its heading and the texts in it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from services.ingestion.domain import Kind
from services.ingestion.importers.rule import Reading
from services.ingestion.profiles.shapes import TELLING, Fit, fit, reading_of
from services.ingestion.profiles.words import wordings
from shared.identifiers import personal_identifier
from shared.text import match_key
from shared.web.faults import Fault, fault

LEAST = 0.5
"""Confidence below which nothing is proposed."""
_SAME, _PART, _NONE = 1.0, 0.6, 0.0
_FITS, _FITS_NOT = 0.8, 0.5
_LONGEST_HEADING = 200
_SHORTEST_PART = 5
"""Characters of a heading that may stand within a longer one."""
_SAYS_SO: Mapping[Reading, re.Pattern[str]] = {
    "place": re.compile(r"[^\W\d_]"),
    "level": re.compile(r"[^\W\d_]"),
    "pay": re.compile(r"฿|บาท|baht|thb|พัน|หมื่น|แสน|\dk", re.IGNORECASE),
}
"""Marks without which a text can be read so, and tells nothing: 1 to 5 may be any answer, 22
any age."""
_PERSONAL = (
    "ชื่อ-สกุล", "ชื่อ สกุล", "ชื่อ-นามสกุล", "นามสกุล", "first name", "last name", "surname",
    "full name", "student name", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "citizen id",
    "national id", "email", "e-mail", "อีเมล", "โทรศัพท์", "เบอร์โทร", "phone", "mobile",
    "ที่อยู่", "address", "line id", "วันเกิด", "date of birth",
)  # fmt: skip


@dataclass(frozen=True)
class Candidate:
    """A field that a column may be, how sure that is (0–1), and why."""

    column: str
    field: str
    fit: Fit
    confidence: float
    reasons: Sequence[Fault]


def candidates(kind: Kind, column: str, texts: Sequence[str]) -> Iterator[Candidate]:
    """Every field that something speaks for."""
    key = match_key(column[:_LONGEST_HEADING])
    shares: dict[Reading, float] = {}
    parts = {field: _part(kind, field, key) for field in wordings(kind)}
    longest = max(parts.values())
    for field, part in parts.items():
        is_same = _is_same(kind, field, key)
        likeness = _SAME if is_same else _PART if part and part == longest else _NONE
        may_tell = reading_of(field) in TELLING or field.endswith("pay.exact")
        if not (likeness or may_tell):
            continue
        found = fit(field, column, texts, shares)
        if likeness or _tells(found, texts):
            yield _judged(column, field, found, likeness, texts)


def _tells(found: Fit, texts: Sequence[str]) -> bool:
    """Whether values alone speak for the field. Graduates have many days; which one is the
    survey's, only a heading says."""
    if found.reading not in TELLING or (found.share or 0) < _FITS:
        return False
    if found.field == "tracer.surveyed_on":
        return False
    says_so = _SAYS_SO.get(found.reading)
    return says_so is None or sum(map(bool, map(says_so.search, texts))) >= _FITS * len(texts)


def is_personal(column: str, texts: Sequence[str]) -> bool:
    """Whether the column tells who somebody is; no profile reads such a column."""
    key = match_key(column)
    if any(match_key(name) in key for name in _PERSONAL):
        return True
    identifying = sum(personal_identifier(text) is not None for text in texts)
    return bool(texts) and identifying > len(texts) / 2


def _judged(
    column: str, field: str, found: Fit, likeness: float, texts: Sequence[str]
) -> Candidate:
    reasons: list[Fault] = []
    if likeness:
        reasons.append(fault("heading_is" if likeness == _SAME else "heading_has"))
    if found.share is not None and texts:
        percent = round(found.share * 100)
        code = "values_fit" if found.share >= _FITS_NOT else "values_do_not_fit"
        reasons.append(fault(code, share=percent, count=len(texts)))
    confidence = _confidence(likeness, found, len(texts), len(set(texts)))
    return Candidate(column, field, found, confidence, [*reasons, *found.notes])


def _confidence(likeness: float, found: Fit, count: int, distinct: int) -> float:
    """A heading that says so, confirmed by values: 0.95; values alone, where they tell: 0.6."""
    if found.share is None or not count:
        return {_SAME: 0.85, _PART: 0.55}.get(likeness, 0.0)
    if found.share < _FITS_NOT:
        return 0.3 * likeness
    if likeness == _SAME:
        return 0.95 if found.share >= _FITS else 0.7
    if likeness == _PART:
        return 0.75 if found.share >= _FITS else LEAST
    is_telling = found.reading in TELLING and count >= 3 and distinct >= 2
    return 0.6 if is_telling else 0.0


def _is_same(kind: Kind, field: str, key: str) -> bool:
    """Whether the heading is one of the field's, English words in any order."""
    headings = _headings(kind)[field]
    words = sorted(key.split())
    return key in headings or (
        key.isascii() and any(words == sorted(heading.split()) for heading in headings)
    )


def _part(kind: Kind, field: str, key: str) -> int:
    """Length of the longest of the field's headings that stands within this one: a minimum
    salary is no mere salary."""
    compact = key.replace(" ", "")
    longest = 0
    for heading in _headings(kind)[field]:
        part = heading.replace(" ", "")
        words_within = not key.isascii() or set(heading.split()) <= set(key.split())
        is_within = part in compact or (key.isascii() and " " in heading)
        if len(part) >= _SHORTEST_PART and words_within and is_within:
            longest = max(longest, len(part))
    return longest


@cache
def _headings(kind: Kind) -> Mapping[str, frozenset[str]]:
    return {
        field: frozenset(match_key(text) for text in (field, *wording.headings()))
        for field, wording in wordings(kind).items()
    }
