"""Checked records into the store, with the audit log's entry, each answered with its outcome."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from services.ingestion import store
from services.ingestion.domain import Kept, Kind, Outcome
from services.ingestion.handlers import Door
from services.ingestion.posts.checking import Checked, check_records
from services.ingestion.posts.streaming import MANY, check_and_add
from shared.audit import Act, digest_of, note
from shared.db.engine import transaction

_TABLES: Mapping[Kind, Table] = {"graduates": store.graduates, "vacancies": store.vacancies}


def record_graduates(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted graduates; what became of each, in order."""
    return _record(door, organisation, "graduates", rows)


def record_vacancies(door: Door, organisation: str, rows: Sequence[Any]) -> list[Outcome]:
    """Keep the valid ones of posted vacancies; what became of each, in order."""
    return _record(door, organisation, "vacancies", rows)


def keep_checked(connection: Connection, checked: Checked) -> list[Outcome]:
    """Valid records -> kept where new or changed -> GraduateRecorded or VacancyRecorded.

    In the caller's write transaction: what became of each holds once that is committed.
    """
    records = checked.to_keep()
    versions = store.upsert(connection, _TABLES[checked.kind], records)
    return _kept(connection, checked, records, versions)


def foresee_checked(connection: Connection, checked: Checked) -> list[Outcome]:
    """What `keep_checked` would return now; nothing is kept."""
    return checked.outcomes(store.foresee(connection, _TABLES[checked.kind], checked.to_keep()))


def _record(door: Door, organisation: str, kind: Kind, rows: Sequence[Any]) -> list[Outcome]:
    if len(rows) >= MANY and door.engine.dialect.name == "postgresql":
        with transaction(door.engine) as connection:
            checked, are_kept = check_and_add(
                connection, _TABLES[kind], door, organisation, kind, rows
            )
            records = checked.to_keep()
            if are_kept:
                versions = dict.fromkeys((record.key for record in records), 1)
            else:
                versions = store.merge(connection, _TABLES[kind], records)
            return _kept(connection, checked, records, versions)
    checked = check_records(door, organisation, kind, rows)
    if not checked.to_keep():
        return checked.outcomes({})
    with transaction(door.engine) as connection:
        return keep_checked(connection, checked)


def _kept(
    connection: Connection, checked: Checked, records: Sequence[Kept], versions: Mapping[str, int]
) -> list[Outcome]:
    """Note in the audit log what was kept; what became of each."""
    if records and checked.kind == "graduates":
        note(connection, store.audit, _writing_of(records, len(versions)))
    return checked.outcomes(versions)


def _writing_of(records: Sequence[Kept], changed: int) -> Act:
    """The audit log's entry for graduates of one provider."""
    names = [record.key.split("/", 1)[1] for record in records]
    one = names[0] if len(names) == 1 else None
    digest = None if one else digest_of(names)
    outcome = f"{changed} changed, {len(names) - changed} unchanged"
    return Act("write", "graduates", records[0].provider, one, len(names), digest, outcome)
