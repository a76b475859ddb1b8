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
    """One row a graduate: the codes of each axis, and 1 or 0 for each measure."""
    return pd.DataFrame([_graduate(row) for row in rows])


def vacancy_frame(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """One row a vacancy that is open today."""
    return pd.DataFrame([_vacancy(row) for row in rows if _is_open(row)])


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
        "weight": row["weight"],
        "squared": row["weight"] ** 2,
        "n": 1,
        "respondents": int(status != "unknown"),
        "unanswered": int(status == "unknown"),
        "in_work": int(works),
        "seeking": int(status == "unemployed"),
        "away": int(status in ("studying", "not_available")),
        "in_work_coded": int(works and row["occupation"] is not None),
        "in_work_uncoded": int(works and row["occupation"] is None),
        "stated_pay": int(row["pay_low"] is not None),
        "vertical_normative_b.over": int(row["vertical_normative_b"] == "over"),
        "vertical_normative_b.judged": int(row["vertical_normative_b"] in _VERDICTS),
        "vertical_model.match": int(row["vertical_model"] == "match"),
        "horizontal_rule.mismatch": int(row["horizontal_rule"] == "mismatch"),
        "skill_rule.judged": int(row["skill_rule"] in _VERDICTS),
    }


def _years_since(year: int | None, asked: str | None) -> str:
    """Not stated where either is missing, or the survey came first."""
    if year is None or asked is None or int(asked[:4]) < year:
        return "_U"
    return f"{int(asked[:4]) - year:02}"


def _vacancy(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "occupation": paths("occupation", row["occupation"]),
        "region": paths("region", row["region"]),
        "level": paths("level", row["level_required"]),
        "industry": paths("industry", row["industry"]),
        "openings": row["openings"],
        "provider": row["provider"],
    }


def _is_open(row: dict[str, Any]) -> bool:
    today = TODAY.isoformat()
    is_posted = row["posted_on"] <= today
    is_over = row["closes_on"] is not None and row["closes_on"] < today
    is_closed = row["closed_on"] is not None and row["closed_on"] <= today
    is_filled_some_day = row["filled"] is True and row["closed_on"] is None
    return is_posted and not (is_over or is_closed or is_filled_some_day)
