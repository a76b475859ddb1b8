"""What the door does: one function is one transaction, and what it kept is durable on return."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
import msgspec
from sqlalchemy import Engine, Table

from services.ingestion import store
from services.ingestion.domain import (
    Kept,
    Outcome,
    graduate_state,
    kept,
    pseudonym,
    vacancy_state,
)
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.contracts import Vacancy
from shared.db.engine import transaction
from shared.db.journal import empty_journal
from shared.web.faults import Fault, fault, flatten

_GRADUATE = GraduateSchema()
_VACANCY = VacancySchema()
Checked = tuple[str, Kept]


@dataclass(frozen=True)
class Door:
    """What taking records in needs: the database, the pseudonyms' key, and the mode.

    In demonstration mode every record counts as synthetic, whatever it says of itself.
    """

    engine: Engine
    secret: bytes
    demonstration: bool = False

    def graduate_record(self, organisation: str, reference: str) -> str:
        """The id under which a university's own reference is kept."""
        return pseudonym(self.secret, organisation, reference)


def record_graduates(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Posted graduates -> kept those that are valid -> GraduateRecorded."""

    def check(posted: Mapping[str, Any]) -> Checked:
        values = _GRADUATE.load(posted)
        reference = values.pop("reference")
        values["synthetic"] = door.demonstration or values.get("synthetic", False)
        record = door.graduate_record(organisation, reference)
        return reference, kept(graduate_state(organisation, record, values))

    return _record(door, store.graduates, rows, check)


def record_vacancies(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Posted vacancies -> kept those that are valid -> VacancyRecorded."""

    def check(posted: Mapping[str, Any]) -> Checked:
        values = _VACANCY.load(posted)
        reference = values.pop("reference")
        values["synthetic"] = door.demonstration or values.get("synthetic", False)
        return reference, kept(vacancy_state(organisation, reference, values))

    return _record(door, store.vacancies, rows, check)


def erase_record(door: Door, table: Table, key: str) -> int | None:
    """A record's key -> its content gone -> GraduateErased or VacancyErased; None if unknown."""
    with transaction(door.engine) as connection:
        version = store.erase(connection, table, key)
    if version is not None:
        empty_journal(door.engine)
    return version


def close_vacancy(
    door: Door, key: str, closed_on: str | None, filled: bool | None
) -> tuple[int | None, list[tuple[str, Fault]]]:
    """A vacancy's key -> its closing kept -> VacancyRecorded; the version, or what is wrong."""
    with transaction(door.engine) as connection:
        row = store.find(connection, store.vacancies, key)
        if row is None:
            return None, []
        posted_on = msgspec.json.decode(row.content or "{}", type=Vacancy).posted_on
        if closed_on and closed_on < posted_on:
            return None, [("/closed_on", fault("before", other="posted_on"))]
        return store.close(connection, key, closed_on, filled), []


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
    versions = _keep(door, table, [record for _, record in checked.values()])
    for index, (reference, record) in checked.items():
        outcomes[index] = _outcome(reference, record, versions.get(record.key))
    return [outcome for outcome in outcomes if outcome is not None]


def _keep(door: Door, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    if not records:
        return {}
    with transaction(door.engine) as connection:
        return store.upsert(connection, table, records)


def _outcome(reference: str, record: Kept, version: int | None) -> Outcome:
    own = record.key.split("/", 1)[1]
    if version is None:
        return Outcome("unchanged", reference, own)
    return Outcome("created" if version == 1 else "updated", reference, own, version)


def _reference(posted: Any) -> str | None:
    reference = posted.get("reference") if isinstance(posted, Mapping) else None
    return reference[:200] if isinstance(reference, str) else None
