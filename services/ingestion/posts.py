"""Posted records, from the API or a file: checked, kept where they are valid, each answered.

Checking needs no database; keeping goes into a transaction of the caller's, who may write along
what depends on it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import marshmallow as ma
from sqlalchemy import Connection, Table

from services.ingestion import store
from services.ingestion.domain import (
    Kept,
    Kind,
    Outcome,
    Status,
    Valid,
    graduate_state,
    kept,
    vacancy_state,
)
from services.ingestion.handlers import Door
from services.ingestion.schemas import (
    GraduateSchema,
    VacancySchema,
    compiled,
    masked_in,
)
from shared.audit import Act, digest_of, note
from shared.db.engine import transaction
from shared.web.faults import fault, flatten

_load_graduate = compiled(GraduateSchema())
_load_vacancy = compiled(VacancySchema())
_masked_in_vacancy = masked_in(VacancySchema())
_TABLES: Mapping[Kind, Table] = {"graduates": store.graduates, "vacancies": store.vacancies}


@dataclass(frozen=True)
class Checked:
    """Posted records in the order posted: those to keep, and what became of the others."""

    kind: Kind
    results: Sequence[Valid | Outcome]

    def to_keep(self) -> list[Kept]:
        return [result.record for result in self.results if isinstance(result, Valid)]

    def outcomes(self, versions: Mapping[str, int]) -> list[Outcome]:
        """One for each record, when keeping made `versions` of those that are new or differ."""
        return [
            _outcome(result, versions.get(result.record.key))
            if isinstance(result, Valid)
            else result
            for result in self.results
        ]


def record_graduates(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted graduates; what became of each, in order."""
    return _record(door, check_records(door, organisation, "graduates", rows))


def record_vacancies(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted vacancies; what became of each, in order."""
    return _record(door, check_records(door, organisation, "vacancies", rows))


def check_records(door: Door, organisation: str, kind: Kind, rows: Sequence[Any]) -> Checked:
    """What may be kept of posted records; of two with one reference, the first."""
    check = _CHECKS[kind]
    results: list[Valid | Outcome] = []
    first_at: dict[str, int] = {}
    for index, posted in enumerate(rows):
        try:
            valid = check(door, organisation, posted)
        except ma.ValidationError as error:
            faults = flatten(error.messages)
            results.append(Outcome("invalid", _reference(posted), faults=faults))
            continue
        earlier = first_at.setdefault(valid.record.key, index)
        if earlier == index:
            results.append(valid)
        else:
            again = [("/reference", fault("duplicate_reference", earlier=earlier))]
            results.append(Outcome("invalid", valid.reference, faults=again))
    return Checked(kind, results)


def keep_checked(connection: Connection, checked: Checked) -> list[Outcome]:
    """Valid records -> kept where new or changed -> GraduateRecorded or VacancyRecorded.

    In the caller's write transaction: what became of each holds once that is committed.
    """
    records = checked.to_keep()
    versions = store.upsert(connection, _TABLES[checked.kind], records)
    if records and checked.kind == "graduates":
        note(connection, store.audit, _writing_of(records, len(versions)))
    return checked.outcomes(versions)


def foresee_checked(connection: Connection, checked: Checked) -> list[Outcome]:
    """What `keep_checked` would return now; nothing is kept."""
    return checked.outcomes(store.foresee(connection, _TABLES[checked.kind], checked.to_keep()))


def _record(door: Door, checked: Checked) -> list[Outcome]:
    if not checked.to_keep():
        return checked.outcomes({})
    with transaction(door.engine) as connection:
        return keep_checked(connection, checked)


def _writing_of(records: Sequence[Kept], changed: int) -> Act:
    """The audit log's entry for graduates of one provider."""
    names = [record.key.split("/", 1)[1] for record in records]
    one = names[0] if len(names) == 1 else None
    digest = None if one else digest_of(names)
    outcome = f"{changed} changed, {len(names) - changed} unchanged"
    return Act("write", "graduates", records[0].provider, one, len(names), digest, outcome)


def _graduate(door: Door, organisation: str, posted: Any) -> Valid:
    values = _load_graduate(posted)
    reference = values.pop("reference")
    values["synthetic"] = door.demonstration or values.get("synthetic", False)
    record = door.graduate_record(organisation, reference)
    return Valid(reference, kept(graduate_state(organisation, record, values)))


def _vacancy(door: Door, organisation: str, posted: Any) -> Valid:
    values = _load_vacancy(posted)
    warnings = _masked_in_vacancy(posted, values)
    reference = values.pop("reference")
    values["synthetic"] = door.demonstration or values.get("synthetic", False)
    return Valid(reference, kept(vacancy_state(organisation, reference, values)), warnings)


_CHECKS: Mapping[Kind, Callable[[Door, str, Any], Valid]] = {
    "graduates": _graduate,
    "vacancies": _vacancy,
}


def _outcome(valid: Valid, version: int | None) -> Outcome:
    own = valid.record.key.split("/", 1)[1]
    if version is None:
        return Outcome("unchanged", valid.reference, own, warnings=valid.warnings)
    status: Status = "created" if version == 1 else "updated"
    return Outcome(status, valid.reference, own, version, warnings=valid.warnings)


def _reference(posted: Any) -> str | None:
    reference = posted.get("reference") if isinstance(posted, Mapping) else None
    return reference[:200] if isinstance(reference, str) else None
