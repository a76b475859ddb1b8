"""Which texts a field can be read from: the rule that would read a column's sample."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from services.ingestion.importers.layout import Dates
from services.ingestion.importers.readings import Unreadable, reader
from services.ingestion.importers.rule import Reading, Rule
from services.ingestion.profiles.dates import is_date
from services.ingestion.profiles.words import word_map
from shared.web.faults import Fault, fault

_READINGS: Mapping[str, Reading] = {
    "study_region": "place",
    "home_region": "place",
    "work_region": "place",
    "region": "place",
    "field": "isced_f",
    "occupation": "isco08",
    "industry": "isic4",
    "level": "level",
    "level_required": "level",
    "graduation_year": "year",
    "surveyed_on": "date",
    "posted_on": "date",
    "closes_on": "date",
    "skills": "list",
    "fields_accepted": "list",
    "persons": "whole",
    "openings": "whole",
    "jobs_held": "whole",
    "computer_use": "whole",
    "reading_use": "whole",
    "writing_use": "whole",
    "number_use": "whole",
    "weight": "number",
    "exact": "number",
    "low": "number",
    "high": "number",
    "months_to_first_job": "number",
    "experience_years": "number",
}
TELLING: frozenset[Reading] = frozenset(("place", "level", "date", "pay"))
"""Readings that hardly any text fits by chance."""
_FREE = "text"
_MOST_UNKNOWN = 5
_LIST_MARKS = (";", "|", ",")


@dataclass(frozen=True)
class Fit:
    """How well a column's texts fit a field: the rule, the share that it reads, what to know."""

    field: str
    rule: Mapping[str, Any]
    reading: Reading
    share: float | None
    notes: Sequence[Fault] = ()


def reading_of(name: str) -> Reading:
    """How the field `name` is read, unless its values are words of a list."""
    return _READINGS.get(name.rpartition(".")[2], "text")


def fit(name: str, column: str, texts: Sequence[str], shares: dict[Reading, float]) -> Fit:
    """How the field `name` would be filled from the column; `share` is None for free text.

    `shares` remembers, for one column, how many of the texts can be read in which way.
    """
    mapping = word_map(name)
    if mapping:
        return _of_words(name, column, texts, mapping)
    reading = reading_of(name)
    if reading == "list":
        marks = [mark for mark in _LIST_MARKS if any(mark in text for text in texts)]
        rule = {"column": column, "read": "list", "split": "".join(marks[:1]) or ";"}
        return Fit(name, rule, reading, None)
    if reading == _FREE:
        return Fit(name, {"column": column}, reading, None)
    share = _share(reading, texts, shares)
    if reading == "number" and name.endswith("pay.exact") and share < 0.9:
        return _of_pay(name, column, share, _share("pay", texts, shares))
    return Fit(name, {"column": column, "read": reading}, reading, share)


def _of_words(name: str, column: str, texts: Sequence[str], known: Mapping[str, str]) -> Fit:
    folded = {word.casefold(): value for word, value in known.items()}
    values = {text: folded.get(text.casefold()) for text in dict.fromkeys(texts)}
    mapped = {text: value for text, value in values.items() if value is not None}
    unknown = [text for text, value in values.items() if value is None]
    rule: dict[str, Any] = {"column": column, "map": {**known, **mapped}}
    if name.rpartition(".")[2] in ("first_job", "synthetic"):
        rule["read"] = "flag"
    shown = ", ".join(text[:40] for text in unknown[:_MOST_UNKNOWN])
    notes = [fault("unknown_words", values=shown)] if unknown and mapped else []
    read = sum(values[text] is not None for text in texts)
    return Fit(name, rule, "text", read / len(texts) if texts else None, notes)


def _of_pay(name: str, column: str, share: float, worded: float) -> Fit:
    """Pay in words is read as a whole, its amounts, currency and period."""
    if worded <= share:
        return Fit(name, {"column": column, "read": "number"}, "number", share)
    rule = {"column": column, "read": "pay", "otherwise": "missing"}
    return Fit(name.removesuffix(".exact"), rule, "pay", worded)


def _share(reading: Reading, texts: Sequence[str], shares: dict[Reading, float]) -> float:
    if reading not in shares:
        shares[reading] = sum(map(_test(reading), texts)) / max(len(texts), 1)
    return shares[reading]


def _test(reading: Reading) -> Callable[[str], bool]:
    if reading == "date":
        return is_date
    return partial(_is_read, reader(Rule(column="x", read=reading), Dates()))


def _is_read(read: Any, text: str) -> bool:
    try:
        return read(text, "") is not None
    except Unreadable:
        return False
