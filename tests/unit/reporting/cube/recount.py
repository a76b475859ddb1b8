"""The same records as a data frame, with each one's codes at every depth worked out by hand."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd

from services.reporting.cube.axis import Axis

TODAY = date(2026, 10, 31)
_REGION = {"TH-10": "bangkok", "TH-50": "north", "TH-57": "north", "TH-90": "south"}
_NARROWED = {"field": 3, "occupation": 4}
_VERDICTS = {"over", "under", "match", "mismatch"}


def paths(kind: str, code: Any) -> tuple[str, ...]:
    """A code's groups at all depths of its axis, the total first."""
    if kind == "region":
        if code in (None, "TH"):
            return ("_T", "_U", "_U")
        return ("_T", _REGION[code], code) if code in _REGION else ("_T", "_X", "_X")
    if kind == "industry":
        section = {"A": "A", "62": "J", "6201": "J"}.get(code, "_U")
        return ("_T", section)
    if kind not in _NARROWED:
        return ("_T", "_U" if code is None else str(code))
    start = 2 if kind == "field" else 1
    groups = [code[:digits] for digits in range(start, len(code) + 1)] if code else []
    rest = f"{groups[-1]}_U" if groups else "_U"
    return ("_T", *groups, *[rest] * (_NARROWED[kind] - len(groups)))


def graduate_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """One row a record: the codes of each axis, and for each measure its persons or 0."""
    return pd.DataFrame([_graduate(row) for row in rows])


def vacancy_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """One row a vacancy that is open today; unique is the first posted of those open."""
    open_rows = [row for row in rows if _is_open(row)]
    first: dict[str, str] = {}
    for row in sorted(open_rows, key=lambda row: (row["posted_on"], row["key"])):
        first.setdefault(_cluster(rows, row), row["key"])
    unique = set(first.values())
    return pd.DataFrame([_vacancy(row, row["key"] in unique) for row in open_rows])


def _cluster(rows: Sequence[dict[str, Any]], row: dict[str, Any]) -> str:
    """The last key of the chain of those that a vacancy says it repeats."""
    named = {other["key"]: other["duplicate_of"] for other in rows}
    key: str = row["key"]
    while named.get(key):
        key = named[key]
    return key


def cells(frame: pd.DataFrame, axes: Sequence[Axis], depths: Sequence[int]) -> Any:
    """The records grouped by their codes on all axes at these depths."""
    keys = [
        frame[axis.name].map(lambda path, depth=depth: path[depth]).rename(f"{axis.name} at depth")
        for axis, depth in zip(axes, depths, strict=True)
    ]
    return frame.groupby(keys)


def _graduate(row: dict[str, Any]) -> dict[str, Any]:
    status = row["employment_status"]
    works = status in ("employed", "self_employed")
    persons = row["persons"]
    measures = {
        "respondents": status != "unknown",
        "unanswered": status == "unknown",
        "in_work": works,
        "seeking": status == "unemployed",
        "away": status in ("studying", "not_available"),
        "in_work_coded": works and row["occupation"] is not None,
        "in_work_uncoded": works and row["occupation"] is None,
        "stated_pay": row["pay_low"] is not None,
        "vertical_normative_b.over": row["vertical_normative_b"] == "over",
        "vertical_normative_b.judged": row["vertical_normative_b"] in _VERDICTS,
        "vertical_model.match": row["vertical_model"] == "match",
        "horizontal_rule.mismatch": row["horizontal_rule"] == "mismatch",
        "skill_rule.judged": row["skill_rule"] in _VERDICTS,
    }
    return {
        "year": paths("year", row["year"]),
        "level": paths("level", row["level"]),
        "field": paths("field", row["field"]),
        "region": paths("region", row["study_region"]),
        "institution": paths("institution", row["provider"]),
        "occupation": paths("occupation", row["occupation"]),
        "industry": paths("industry", row["industry"] if works else None),
        "work_region": paths("region", row["work_region"] if works else None),
        "since": ("_T", _years_since(row["year"], row["surveyed_on"])),
        "weight": persons * row["weight"],
        "squared": persons * row["weight"] ** 2,
        "n": persons,
        **{name: persons * found for name, found in measures.items()},
    }


def _years_since(year: int | None, asked: str | None) -> str:
    """Not stated where either is missing, or the survey came first."""
    if year is None or asked is None or int(asked[:4]) < year:
        return "_U"
    return f"{int(asked[:4]) - year:02}"


def _vacancy(row: dict[str, Any], unique: bool) -> dict[str, Any]:
    return {
        "occupation": paths("occupation", row["occupation"]),
        "region": paths("region", row["region"]),
        "level": paths("level", row["level_required"]),
        "industry": paths("industry", row["industry"]),
        "openings": row["openings"],
        "unique": int(unique),
        "openings_unique": row["openings"] if unique else 0,
        "provider": row["provider"],
    }


def _is_open(row: dict[str, Any]) -> bool:
    today = TODAY.isoformat()
    is_posted = row["posted_on"] <= today
    is_over = row["closes_on"] is not None and row["closes_on"] < today
    is_closed = row["closed_on"] is not None and row["closed_on"] <= today
    is_filled_some_day = row["filled"] is True and row["closed_on"] is None
    return is_posted and not (is_over or is_closed or is_filled_some_day)
