"""Figures as a reader of the reports gets them."""

from typing import Any

from tests.e2e.running.http import Answer, get
from tests.e2e.running.system import RunningSystem

Report = dict[str, Any]
Figure = dict[str, Any]

_COMPARED = (
    "mismatch?by=field",
    "mismatch?by=region",
    "balance?by=region",
    "balance?by=field",
    "balance?by=occupation",
)


def ask_report(system: RunningSystem, query: str, **headers: str) -> Answer:
    """The answer to `query`: "balance?by=region"."""
    return get(f"{system.reporting}/v1/reports/{query}", headers=headers)


def report(system: RunningSystem, query: str) -> Report:
    answer = ask_report(system, query)
    assert answer.status == 200, f"{query}: {answer.status} {answer.text()}"
    found: Report = answer.json()
    return found


def all_figures(system: RunningSystem) -> dict[str, Report]:
    """Every compared report without the times at which it and its newest record were made."""
    return {query: timeless(report(system, query)) for query in _COMPARED}


def timeless(found: Report) -> Report:
    versions = {name: made_by for name, made_by in found["versions"].items() if name != "data"}
    return {**found, "versions": versions, "generated_at": None}


def total(found: Report, measure: str, **which: str) -> Figure:
    """The figure of all groups together."""
    return _figure(found["total"], measure, which)


def of_group(found: Report, code: str, measure: str, **which: str) -> Figure:
    """The figure of the group; KeyError when the report has no such group."""
    for row in found["rows"]:
        ((_, group),) = row["group"].items()
        if group["code"] == code:
            return _figure(row, measure, which)
    raise KeyError(code)


def totals(system: RunningSystem) -> tuple[int, int]:
    """Graduates, and vacancies that are open."""
    found = report(system, "balance")
    return total(found, "graduates")["n"], total(found, "vacancies")["n"]


def _figure(row: dict[str, Any], measure: str, which: dict[str, str]) -> Figure:
    wanted = {"measure": measure, **which}
    (figure,) = [f for f in row["figures"] if {name: f[name] for name in wanted} == wanted]
    return figure
