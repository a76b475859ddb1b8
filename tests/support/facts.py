"""Facts in memory from a few rows, every one stating only what a test is about."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.reporting.facts import Graduates, Vacancies
from services.reporting.facts.gathering import Gathered, Kinds
from services.reporting.facts.reading import GRADUATES, VACANCIES
from services.reporting.facts.reading import graduates_of as graduates_gathered
from services.reporting.facts.reading import vacancies_of as vacancies_gathered

Row = Mapping[str, Any]

_GRADUATE = {
    "provider": "uni",
    "synthetic": False,
    "versions_id": "v1",
    "weight": 1.0,
    "persons": 1,
    "employment_status": "unknown",
}
_VACANCY = {
    "provider": "firm",
    "synthetic": False,
    "versions_id": "v1",
    "posted_on": "2025-01-10",
    "openings": 1,
}


def graduates_of(rows: Sequence[Row]) -> Graduates:
    """Graduates in the order given: names and values are those of the table `graduate_facts`.

    `skills` are codes with a space between them, verdicts stand under the method's column.
    """
    return graduates_gathered(_gathered(rows, _GRADUATE, GRADUATES))


def vacancies_of(rows: Sequence[Row]) -> Vacancies:
    """Vacancies in the order given: names and values are those of the table `vacancy_facts`."""
    return vacancies_gathered(_gathered(rows, _VACANCY, VACANCIES))


def _gathered(rows: Sequence[Row], usual: Row, kinds: Kinds) -> Gathered:
    gathered = Gathered(kinds)
    filled = [{"key": f"{number:09}", **usual, **row} for number, row in enumerate(rows)]
    names = gathered.schema.names
    gathered.add_rows([[_plain(row.get(name)) for name in names] for row in filled])
    return gathered


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value
