"""What each event comes to in the read model; the caller's transaction holds result and inbox."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Table

from services.reporting import store
from services.reporting.methods import JUDGED_BY_MATCHING, Method
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

Write = Callable[[Connection, Table, Sequence[store.Row]], None]
"""How rows get into a table: `store.append_rows` where all are new, or else `upsert_rows`."""

_IN_WORK: Mapping[str, bool | None] = {
    "employed": True,
    "self_employed": True,
    "unemployed": False,
    "studying": False,
    "not_available": False,
    "unknown": None,
}
_VERDICT_COLUMNS = (
    *(method.column for method in JUDGED_BY_MATCHING.values()),
    "vertical_model_probability",
    "horizontal_model_probability",
)


def project_graduates(
    connection: Connection, events: Sequence[Envelope], write: Write = store.upsert_rows
) -> None:
    """GraduateAssessed -> one row of facts, with the skills shown."""
    assessed = [(e, e.data) for e in events if isinstance(e.data, AssessedGraduate)]
    write(
        connection, store.graduate_facts, [_graduate_row(e, graduate) for e, graduate in assessed]
    )
    store.keep_versions(connection, _version_sets(graduate.versions for _, graduate in assessed))
    _keep_codes(connection, store.graduate_skills, [(g.key, g.skills) for _, g in assessed])


def project_vacancies(
    connection: Connection, events: Sequence[Envelope], write: Write = store.upsert_rows
) -> None:
    """VacancyAssessed -> one row of facts, with the fields accepted and the skills asked."""
    assessed = [(e, e.data) for e in events if isinstance(e.data, AssessedVacancy)]
    write(connection, store.vacancy_facts, [_vacancy_row(e, v) for e, v in assessed])
    store.keep_versions(connection, _version_sets(vacancy.versions for _, vacancy in assessed))
    fields = [(vacancy.key, vacancy.record.fields_accepted) for _, vacancy in assessed]
    _keep_codes(connection, store.vacancy_fields, fields)
    _keep_codes(connection, store.vacancy_skills, [(v.key, v.skills) for _, v in assessed])


def forget_graduates(connection: Connection, events: Sequence[Envelope]) -> None:
    """Graduate erased -> no row of facts."""
    keys = [event.record_key for event in events]
    store.forget_rows(connection, store.graduate_facts, keys)
    store.replace_rows(connection, store.graduate_skills, keys, [])


def forget_vacancies(connection: Connection, events: Sequence[Envelope]) -> None:
    """Vacancy erased -> no row of facts."""
    keys = [event.record_key for event in events]
    store.forget_rows(connection, store.vacancy_facts, keys)
    store.replace_rows(connection, store.vacancy_fields, keys, [])
    store.replace_rows(connection, store.vacancy_skills, keys, [])


def _graduate_row(event: Envelope, graduate: AssessedGraduate) -> store.Row:
    record, tracer = graduate.record, graduate.record.tracer or TracerSurvey()
    return {
        **_kept(event, record, graduate.versions),
        "year": record.graduation_year,
        "level": record.level,
        "field": graduate.field.code,
        "field_status": graduate.field.status,
        "study_region": record.study_region,
        "home_region": record.home_region,
        "weight": record.weight,
        "surveyed_on": tracer.surveyed_on,
        "employment_status": tracer.status,
        "in_work": _in_work(tracer, graduate.occupation.code),
        "occupation": graduate.occupation.code,
        "occupation_status": graduate.occupation.status,
        "industry": tracer.industry,
        "work_region": tracer.work_region,
        "contract": tracer.contract,
        **_pay(tracer.pay),
        "level_required": tracer.level_required,
        "job_relation": tracer.job_relation,
        "months_to_first_job": tracer.months_to_first_job,
        "first_job": tracer.first_job,
        "skills": _codes(graduate.skills),
        **_verdicts(graduate.judgements),
    }


def _vacancy_row(event: Envelope, vacancy: AssessedVacancy) -> store.Row:
    record = vacancy.record
    return {
        **_kept(event, record, vacancy.versions),
        "occupation": vacancy.occupation.code,
        "occupation_status": vacancy.occupation.status,
        "region": record.region,
        "industry": record.industry,
        "posted_on": record.posted_on,
        "closes_on": record.closes_on,
        "closed_on": record.closed_on,
        "filled": record.filled,
        "openings": record.openings,
        "level_required": record.level_required,
        "experience_years": record.experience_years,
        "contract": record.contract,
        **_pay(record.pay),
        "fields": _codes(record.fields_accepted),
        "skills": _codes(vacancy.skills),
    }


def _kept(event: Envelope, record: Graduate | Vacancy, versions: Mapping[str, str]) -> store.Row:
    return {
        "key": record.key,
        "version": record.version,
        "provider": record.provider,
        "synthetic": record.synthetic,
        "recorded_at": event.time,
        "versions_id": _versions_id(versions),
    }


def _pay(pay: Pay | None) -> store.Row:
    return {
        "pay_low": pay.low if pay else None,
        "pay_high": pay.high if pay else None,
        "pay_currency": pay.currency if pay else None,
        "pay_period": pay.period if pay else None,
    }


def _in_work(tracer: TracerSurvey, occupation: str | None) -> bool | None:
    """A job named without a status counts as held, as it does in matching."""
    stated = _IN_WORK[tracer.status]
    return True if stated is None and (occupation or tracer.job_title) else stated


def _verdicts(judgements: Sequence[Judgement]) -> store.Row:
    """One column per method; `over` or `under` in the place of a mismatch that has a direction."""
    row: dict[str, Any] = dict.fromkeys(_VERDICT_COLUMNS)
    for judgement in judgements:
        method = JUDGED_BY_MATCHING.get((judgement.dimension, judgement.method))
        if method is None:
            continue
        row[method.column] = _word(judgement, method)
        if f"{method.column}_probability" in row:
            row[f"{method.column}_probability"] = judgement.probability
    return row


def _word(judgement: Judgement, method: Method) -> str:
    is_directed = judgement.verdict == "mismatch" and "over" in method.measures
    return judgement.direction or judgement.verdict if is_directed else judgement.verdict


def _codes(codes: Iterable[str]) -> str | None:
    return " ".join(sorted(set(codes))) or None


def _keep_codes(
    connection: Connection, table: Table, held: Sequence[tuple[str, Sequence[str]]]
) -> None:
    column = table.columns.keys()[1]
    rows: list[store.Row] = [
        {"key": key, column: code} for key, codes in held for code in dict.fromkeys(codes)
    ]
    store.replace_rows(connection, table, [key for key, _ in held], rows)


def _version_sets(every: Iterable[Mapping[str, str]]) -> list[store.Row]:
    found = {_version_set(tuple(versions.items())) for versions in every}
    return [{"id": found_id, "versions": versions} for found_id, versions in sorted(found)]


def _versions_id(versions: Mapping[str, str]) -> str:
    return _version_set(tuple(versions.items()))[0]


@lru_cache(maxsize=1024)  # few sets ever, one of them in every event
def _version_set(versions: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """The set's id and its JSON, which are the same in whatever order the versions stand."""
    canonical = msgspec.json.encode(dict(versions), order="deterministic").decode()
    return hashlib.sha256(canonical.encode()).hexdigest()[:16], canonical
