"""What speaks for a column being a field: its heading and the texts in it."""

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
    for field in wordings(kind):
        likeness = _likeness(kind, field, key)
        may_tell = reading_of(field) in TELLING or field.endswith("pay.exact")
        if not (likeness or may_tell):
            continue
        found = fit(field, column, texts, shares)
        if likeness or (found.reading in TELLING and (found.share or 0) >= _FITS):
            yield _judged(column, field, found, likeness, texts)


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


def _likeness(kind: Kind, field: str, key: str) -> float:
    headings = _headings(kind)[field]
    if key in headings:
        return _SAME
    compact = key.replace(" ", "")
    for heading in headings:
        part = heading.replace(" ", "")
        words_within = not key.isascii() or f" {heading} " in f" {key} "
        if len(part) >= _SHORTEST_PART and part in compact and words_within:
            return _PART
    return _NONE


@cache
def _headings(kind: Kind) -> Mapping[str, frozenset[str]]:
    return {
        field: frozenset(match_key(text) for text in (field, *wording.headings()))
        for field, wording in wordings(kind).items()
    }
