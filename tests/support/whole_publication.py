"""A small publication that has every table, for tests of what is made of all of them."""

from collections.abc import Sequence
from typing import Any

from services.reporting.data_sets import (
    TOTAL,
    UNKNOWN,
    DataSet,
    Dimension,
    Indicator,
    Member,
    Publication,
)
from services.reporting.labels import labels_of
from tests.support.published import a_data_set, a_publication, an_indicator, both

YEARS, MONTHS = ("2023", "2024", "2025"), tuple(f"2026-{month:02}" for month in range(1, 11))
TREND_YEARS = ("2021", "2022", *YEARS)
FIELDS = ("04", "041", "06", "061", "0613")
PLACES = {"north": TOTAL, "TH-50": "north", "TH-57": "north", "bangkok": TOTAL, "TH-10": "bangkok"}
OCCUPATIONS = ("2", "25", "251", "2512", "2513", "5", "52", "522", "5223")
SIGNS = ("wage_growth", "vacancy_growth", "time_to_fill", "under_qualification", "tightness")
METHODS = ("normative_a", "normative_b", "realised_mode", "realised_mean", "self_reported", "model")
OVER = tuple(f"over_{name}" for name in METHODS)
UNDER = tuple(f"under_{name}" for name in METHODS[:-1])
FIELD_MISMATCH = tuple(f"field_mismatch_{n}" for n in ("rule", "lift", "self_reported", "model"))
PAY = ("pay_p25", "pay_p50", "pay_p75")
_UNITS = {
    "persons": "graduates respondents seekers employed_graduates expected_seekers compared",
    "records": "vacancies openings employers open_vacancies open_positions posted_vacancies",
    "points": "share_gap",
    "baht": "pay_p25 pay_p50 pay_p75 offered_pay_p25 offered_pay_p50 offered_pay_p75",
    "ratio": "tightness location_quotient openings_per_100_graduates kappa log_ratio sstv",
    "index": "shortage_index",
    "days": "time_to_fill",
}
_UNIT_OF = {name: unit for unit, names in _UNITS.items() for name in names.split()}


def a_whole_publication(version: str = "1.0.0", seed: int = 1, **changes: Any) -> Publication:
    """Every table of the catalogue with figures drawn from `seed`, some of them suppressed."""
    year, level, field = _dim("year", YEARS), _dim("level", ("5", "6")), _dim("field", FIELDS)
    region, occupation = _dim("region", tuple(PLACES)), _dim("occupation", OCCUPATIONS)
    major, institution = _dim("occupation", ("2", "5")), _named("institution", ("cmu", "kku"))
    industry, period = _named("industry", ("J",)), _periods()
    outcomes = ("graduates", "respondents", "response_rate", "employment_rate", *OVER, *UNDER)
    balance = ("openings", "tightness", "location_quotient")
    shapes: Sequence[tuple[str, Sequence[Dimension], Sequence[str]]] = (
        ("graduate-outcomes", (year, level, field, region),
         (*outcomes, *FIELD_MISMATCH, "skills_not_met", *PAY)),
        ("programme-outcomes", (institution, field, level, year),
         ("graduates", "response_rate", "employment_rate", OVER[1], FIELD_MISMATCH[0], *PAY)),
        ("field-occupation-flows", (_dim("field", ("04", "06")), _dim("occupation", ("2", "25")),
         level, year), ("employed_graduates", "share_of_field", OVER[1])),
        ("vacancies", (occupation, region, level, industry),
         ("vacancies", "openings", *(f"offered_{name}" for name in PAY), "time_to_fill")),
        ("field-balance", (year, level, _dim("field", ("04", "06")), region),
         ("graduates", "seekers", *balance, "openings_per_100_graduates", "share_gap")),
        ("occupation-balance", (occupation, region), ("employed_graduates", *balance)),
        ("market-trend", (period, major, _dim("region", ("north", "bangkok"))),
         ("open_vacancies", "open_positions", "posted_vacancies", "graduates", "vacancy_rate",
          "unemployment_rate")),
        ("skills", (_skills(),), ("demand_share", "supply_share", "share_gap", "log_ratio")),
        ("shortage", (_dim("occupation", OCCUPATIONS[1:]),),
         ("shortage_index", "components", *SIGNS, *(f"{name}_z" for name in SIGNS))),
        ("market-mismatch", (year, _named("market", ("field", "region"))), ("sstv", "cells")),
        ("method-agreement", (year, _named("pair", ("normative_a~model@vertical",))),
         ("kappa", "compared")),
    )  # fmt: skip
    tables = [
        a_data_set(name, dimensions, [_indicator(name) for name in indicators], seed + i)
        for i, (name, dimensions, indicators) in enumerate(shapes)
    ]
    return a_publication(version, *tables, **changes)


def set_figure(table: DataSet, indicator: str, value: float, **codes: str) -> None:
    """Give one figure a value with bounds one below and above, whatever was drawn."""
    row, column = table.row(**codes), table.definition.position[indicator]
    figures = table.figures
    figures.status[row, column], figures.reason[row, column] = 0, 0
    figures.value[row, column], figures.n[row, column] = value, 100
    figures.low[row, column], figures.high[row, column] = value - 1, value + 1


def _indicator(name: str) -> Indicator:
    unit = _UNIT_OF.get(name, "index" if name.endswith("_z") else "percent")
    return an_indicator(name, unit, decimals=0 if unit in ("persons", "records", "baht") else 1)


def _dim(kind: str, codes: Sequence[str]) -> Dimension:
    """Members of a classification under their own names; a code's group is its beginning."""
    members = [Member(TOTAL, both("all"), "all")]
    for code in codes:
        group = code[:-1] if kind in ("field", "occupation") else ""
        parent = PLACES.get(code) or (group if group in codes else TOTAL)
        members.append(Member(code, labels_of(kind, code), _depth(kind, code), parent))
    members.append(Member(UNKNOWN, both("not stated"), "unknown", TOTAL))
    return Dimension(kind, both(kind), f"test classification of {kind}", tuple(members))


def _depth(kind: str, code: str) -> str:
    depths = {
        "field": ("", "", "broad", "narrow", "detailed"),
        "occupation": ("", "major", "sub_major", "minor", "unit"),
    }
    if kind == "region":
        return "province" if code.startswith("TH-") else "region"
    return depths[kind][len(code)] if kind in depths else kind


def _named(kind: str, codes: Sequence[str]) -> Dimension:
    members = [Member(code, both(f"{kind} {code}"), kind, TOTAL) for code in codes]
    return Dimension(kind, both(kind), kind, (Member(TOTAL, both("all"), "all"), *members))


def _periods() -> Dimension:
    months = [Member(code, both(code), "month") for code in MONTHS]
    years = [Member(code, labels_of("year", code), "year") for code in TREND_YEARS]
    return Dimension("period", both("period"), "months and years", (*years, *months))


def _skills() -> Dimension:
    """Skills overlap, so that there is no total."""
    codes = ("python", "welding", "nursing")
    members = tuple(Member(code, {"th": f"ทักษะ{code}", "en": code}, "skill") for code in codes)
    return Dimension("skill", both("skill"), "ESCO", members)
