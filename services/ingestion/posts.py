"""Posts through their schema to the handler: the valid ones are kept, each has its outcome."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import marshmallow as ma
from sqlalchemy import Table

from services.ingestion import store
from services.ingestion.domain import Kept, Outcome, graduate_state, kept, vacancy_state
from services.ingestion.handlers import Door, keep_records
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.web.faults import fault, flatten

_GRADUATE = GraduateSchema()
_VACANCY = VacancySchema()
Checked = tuple[str, Kept]


def record_graduates(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted graduates; what became of each, in order."""

    def check(posted: Mapping[str, Any]) -> Checked:
        values = _GRADUATE.load(posted)
        reference = values.pop("reference")
        values["synthetic"] = door.demonstration or values.get("synthetic", False)
        record = door.graduate_record(organisation, reference)
        return reference, kept(graduate_state(organisation, record, values))

    return _record(door, store.graduates, rows, check)


def record_vacancies(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted vacancies; what became of each, in order."""

    def check(posted: Mapping[str, Any]) -> Checked:
        values = _VACANCY.load(posted)
        reference = values.pop("reference")
        values["synthetic"] = door.demonstration or values.get("synthetic", False)
        return reference, kept(vacancy_state(organisation, reference, values))

    return _record(door, store.vacancies, rows, check)


def _record(
    door: Door, table: Table, rows: Sequence[Any], check: Callable[[Any], Checked]
) -> list[Outcome]:
    outcomes: list[Outcome | None] = [None] * len(rows)
    checked: dict[int, Checked] = {}
    first_at: dict[str, int] = {}
    for index, posted in enumerate(rows):
        try:
            reference, record = check(posted)
        except ma.ValidationError as error:
            outcomes[index] = Outcome("invalid", _reference(posted), faults=flatten(error.messages))
            continue
        earlier = first_at.setdefault(record.key, index)
        if earlier != index:
            again = [("/reference", fault("duplicate_reference", earlier=earlier))]
            outcomes[index] = Outcome("invalid", reference, faults=again)
            continue
        checked[index] = reference, record
    versions = keep_records(door, table, [record for _, record in checked.values()])
    for index, (reference, record) in checked.items():
        outcomes[index] = _outcome(reference, record, versions.get(record.key))
    return [outcome for outcome in outcomes if outcome is not None]


def _outcome(reference: str, record: Kept, version: int | None) -> Outcome:
    own = record.key.split("/", 1)[1]
    if version is None:
        return Outcome("unchanged", reference, own)
    return Outcome("created" if version == 1 else "updated", reference, own, version)


def _reference(posted: Any) -> str | None:
    reference = posted.get("reference") if isinstance(posted, Mapping) else None
    return reference[:200] if isinstance(reference, str) else None
