"""What each event comes to in the read model; the caller's transaction holds result and inbox."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection

from services.reporting import store
from services.reporting.methods import JUDGED_BY_MATCHING
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Envelope,
    Graduate,
    Judgement,
    Pay,
    TracerSurvey,
    Vacancy,
)

_IN_WORK: Mapping[str, bool | None] = {
    "employed": True,
    "self_employed": True,
    "unemployed": False,
    "studying": False,
    "not_available": False,
    "unknown": None,
}
_PLACES = {
    judge: (place, "over" in method.measures)
    for place, (judge, method) in enumerate(JUDGED_BY_MATCHING.items())
}
"""(dimension, method) -> which of the verdicts it is, and whether it has a direction."""
_PROBABILITIES = {
    ("vertical", "model"): len(_PLACES),
    ("horizontal", "model"): len(_PLACES) + 1,
}
_NOT_TRACED = TracerSurvey()


def project_graduates(connection: Connection, events: Sequence[Envelope]) -> None:
    """GraduateAssessed -> one row of facts, with the skills shown."""
    store.upsert_rows(connection, store.graduate_facts, map(graduate_row, events))
    store.keep_version_sets(connection, map(version_set, events))


def project_vacancies(connection: Connection, events: Sequence[Envelope]) -> None:
    """VacancyAssessed -> one row of facts, with the fields accepted and the skills asked."""
    store.upsert_rows(connection, store.vacancy_facts, map(vacancy_row, events))
    store.keep_version_sets(connection, map(version_set, events))


def forget_graduates(connection: Connection, events: Sequence[Envelope]) -> None:
    """Graduate erased -> no row of facts."""
    keys = [event.record_key for event in events]
    store.forget_rows(connection, store.graduate_facts, keys)


def forget_vacancies(connection: Connection, events: Sequence[Envelope]) -> None:
    """Vacancy erased -> no row of facts."""
    keys = [event.record_key for event in events]
    store.forget_rows(connection, store.vacancy_facts, keys)


def version_set(event: Envelope) -> store.VersionSet:
    """What had a say in the assessment that the event states."""
    assessed = cast(AssessedGraduate | AssessedVacancy, event.data)
    return tuple(assessed.versions.items())


def graduate_row(event: Envelope) -> store.Row:
    """The event's row of `graduate_facts`, value by value in the order of the columns."""
    graduate = cast(AssessedGraduate, event.data)  # its type says so
    record, tracer = graduate.record, graduate.record.tracer or _NOT_TRACED
    return (
        *_kept(event, record),
        record.graduation_year,
        record.level,
        graduate.field.code,
        graduate.field.status,
        record.study_region,
        record.home_region,
        record.weight,
        record.persons,
        tracer.surveyed_on,
        tracer.status,
        _in_work(tracer, graduate.occupation.code),
        graduate.occupation.code,
        graduate.occupation.status,
        tracer.industry,
        tracer.work_region,
        tracer.contract,
        *_pay(tracer.pay),
        tracer.level_required,
        tracer.job_relation,
        tracer.months_to_first_job,
        tracer.first_job,
        _codes(graduate.skills),
        *_verdicts(graduate.judgements),
    )


def vacancy_row(event: Envelope) -> store.Row:
    """The event's row of `vacancy_facts`, value by value in the order of the columns."""
    vacancy = cast(AssessedVacancy, event.data)
    record = vacancy.record
    return (
        *_kept(event, record),
        vacancy.occupation.code,
        vacancy.occupation.status,
        record.region,
        record.industry,
        record.posted_on,
        record.closes_on,
        record.closed_on,
        record.filled,
        record.openings,
        record.level_required,
        record.experience_years,
        record.contract,
        *_pay(record.pay),
        _codes(record.fields_accepted),
        _codes(vacancy.skills),
        record.duplicate_of,
    )


def _kept(event: Envelope, record: Graduate | Vacancy) -> store.Row:
    return (
        record.key,
        record.version,
        record.provider,
        record.synthetic,
        event.time,
        store.id_of(version_set(event)),
    )


def _pay(pay: Pay | None) -> store.Row:
    return (pay.low, pay.high, pay.currency, pay.period) if pay else (None, None, None, None)


def _in_work(tracer: TracerSurvey, occupation: str | None) -> bool | None:
    """A job named without a status counts as held, as it does in matching."""
    stated = _IN_WORK[tracer.status]
    return True if stated is None and (occupation or tracer.job_title) else stated


def _verdicts(judgements: Sequence[Judgement]) -> list[Any]:
    """One column per method; `over` or `under` in the place of a mismatch that has a direction."""
    row: list[Any] = [None] * (len(_PLACES) + len(_PROBABILITIES))
    for judgement in judgements:
        judge = judgement.dimension, judgement.method
        if judge not in _PLACES:
            continue
        place, is_directed = _PLACES[judge]
        if is_directed and judgement.verdict == "mismatch":
            row[place] = judgement.direction or judgement.verdict
        else:
            row[place] = judgement.verdict
        if judge in _PROBABILITIES:
            row[_PROBABILITIES[judge]] = judgement.probability
    return row


def _codes(codes: Iterable[str]) -> str | None:
    return " ".join(sorted(set(codes))) or None
