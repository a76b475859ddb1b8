"""A small market whose every figure can be worked out by hand."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from services.reporting.cube.memory import Memory
from services.reporting.data_sets import DataSet
from services.reporting.tables.compiling import compiled
from services.reporting.tables.counts import counted
from tests.support.facts import graduates_of, vacancies_of

TODAY = date(2026, 11, 1)
Row = Mapping[str, Any]

_STUDIED = {"year": 2024, "level": 6, "field": "0613", "study_region": "TH-50"}
_WORKING = {"employment_status": "employed", "in_work": True, "provider": "uni-a"}
_ASKED = {"surveyed_on": "2025-06-30"}
_PAID = {"pay_currency": "THB", "pay_period": "month"}
_PROGRAMMER = {
    "occupation": "2512", "vertical_normative_a": "match", "vertical_normative_b": "match",
    "horizontal_rule": "match", "industry": "62", "work_region": "TH-10",
    "pay_low": 20_000.0, "pay_high": 20_000.0, "skills": "s1 s2",
}  # fmt: skip
_SELLER = {
    "occupation": "5223", "vertical_normative_a": "over", "vertical_normative_b": "over",
    "horizontal_rule": "mismatch", "industry": "47", "work_region": "TH-50",
    "pay_low": 30_000.0, "pay_high": 30_000.0, "skills": "s2",
}  # fmt: skip


def some(number: int, *parts: Row, **changes: Any) -> list[Row]:
    """That many records alike; later parts before earlier ones, `changes` before all."""
    row: dict[str, Any] = {}
    for part in (*parts, changes):
        row |= part
    return [row] * number


PROGRAMMERS = some(60, _STUDIED, _ASKED, _WORKING, _PAID, _PROGRAMMER)
SELLERS = some(30, _STUDIED, _ASKED, _WORKING, _PAID, _SELLER)
SEEKERS = some(
    20, _STUDIED, _ASKED, employment_status="unemployed", in_work=False, provider="uni-a"
)
STUDENTS = some(10, _STUDIED, employment_status="studying", in_work=False, provider="uni-a")
SILENT = some(30, _STUDIED, provider="uni-a")
ECONOMISTS = some(
    50, field="0311", study_region="TH-10", year=2024, level=6, provider="uni-b",
    employment_status="unemployed", in_work=False,
)  # fmt: skip
GRADUATES = [*PROGRAMMERS, *SELLERS, *SEEKERS, *STUDENTS, *SILENT, *ECONOMISTS]

_OPEN = {"posted_on": "2026-10-05", "level_required": 6}
IN_NORTH = {
    **_OPEN, "occupation": "2512", "region": "TH-50", "industry": "62", "fields": "0613",
    "openings": 2, "skills": "s1", **_PAID, "pay_low": 25_000.0, "pay_high": 25_000.0,
}  # fmt: skip
IN_BANGKOK = {
    **_OPEN, "occupation": "5223", "region": "TH-10", "industry": "47", "fields": "0311 0413",
    "skills": "s2",
}  # fmt: skip


def posted(
    each: int, *parts: Row, firms: Sequence[str] = ("a", "b", "c", "d"), **changes: Any
) -> list[Row]:
    """So many advertisements of each firm."""
    return [row for firm in firms for row in some(each, *parts, changes, provider=firm)]


VACANCIES = [*posted(10, IN_NORTH), *posted(10, IN_BANGKOK)]


def tables_of(
    graduates: Sequence[Row], vacancies: Sequence[Row], on: date = TODAY
) -> Mapping[str, DataSet]:
    """All published tables of these facts, with nothing remembered of an earlier release."""
    facts = graduates_of(graduates), vacancies_of(vacancies)
    return compiled(counted(*facts, {}, on, Memory.empty()))
