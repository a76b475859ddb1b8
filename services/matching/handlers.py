"""What matching does on each event; the caller's transaction makes result and inbox one."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Table

from services.matching import former, store
from services.matching.assess import Assessor
from shared.bus.errors import RecordRefused
from shared.contracts import Envelope, Graduate, Vacancy, assessment_version
from shared.taxonomy import isced_f, isco


def assess_graduates(
    assessor: Assessor, connection: Connection, events: Sequence[Envelope]
) -> None:
    """GraduateRecorded -> coded, judged graduates kept -> GraduateAssessed.

    Raises:
        RecordRefused: a given code is none of its classification.
    """
    records = [event.data for event in events if isinstance(event.data, Graduate)]
    for record in records:
        _check(isced_f.is_code, "ISCED-F 2013", record.field)
        _check(isco.is_code, "ISCO-08", record.tracer.occupation if record.tracer else None)
    assessed = assessor.graduates(records)
    rows = [
        store.graduate_row(graduate, event.correlationid, assessor.keys(graduate))
        for graduate, event in zip(assessed, events, strict=True)
    ]
    store.keep(connection, store.graduates, rows)


def assess_vacancies(
    assessor: Assessor, connection: Connection, events: Sequence[Envelope]
) -> None:
    """VacancyRecorded -> coded vacancies kept -> VacancyAssessed.

    Raises:
        RecordRefused: a given code is none of its classification.
    """
    records = [event.data for event in events if isinstance(event.data, Vacancy)]
    for record in records:
        _check(isco.is_code, "ISCO-08", record.occupation)
    assessed = assessor.vacancies(records)
    rows = [
        store.vacancy_row(vacancy, event.correlationid, assessor.keys(vacancy))
        for vacancy, event in zip(assessed, events, strict=True)
    ]
    store.keep(connection, store.vacancies, rows)


def erase_graduates(assessor: Assessor, connection: Connection, events: Sequence[Envelope]) -> None:
    """GraduateErased -> the row's content gone -> the assessment's tombstone."""
    _erase(connection, store.graduates, events)


def erase_vacancies(assessor: Assessor, connection: Connection, events: Sequence[Envelope]) -> None:
    """VacancyErased -> the row's content gone -> the assessment's tombstone."""
    _erase(connection, store.vacancies, events)


def _erase(connection: Connection, table: Table, events: Sequence[Envelope]) -> None:
    stubs = [
        store.stub_row(
            table, event.record_key, assessment_version(event.recordversion), event.correlationid
        )
        for event in events
    ]
    store.keep(connection, table, stubs)
    former.forget(connection, table, [event.record_key for event in events])


def _check(is_code: Callable[[str], bool], classification: str, code: str | None) -> None:
    if code is not None and not is_code(code):
        raise RecordRefused(f"{code!r} is not a code of {classification}")
