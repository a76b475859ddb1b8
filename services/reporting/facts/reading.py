"""All graduates or all vacancies from the database into memory."""

from contextlib import closing
from functools import partial

import numpy as np
from sqlalchemy import Connection, Table

from services.reporting.facts.batches import from_postgresql, from_sqlite
from services.reporting.facts.clusters import clusters_of
from services.reporting.facts.gathering import (
    Codes,
    Days,
    Gathered,
    Kinds,
    Numbers,
    Sets,
    Truth,
    Whole,
    flag,
)
from services.reporting.facts.records import Graduates, Vacancies
from services.reporting.methods import JUDGED_BY_MATCHING
from services.reporting.store import graduate_facts, vacancy_facts
from shared.db.rows import driver_errors

_SMALL = partial(Whole, np.int8)
_VERDICTS = tuple(method.column for method in JUDGED_BY_MATCHING.values())

_PAY: Kinds = {
    "pay_low": Numbers,
    "pay_high": Numbers,
    "pay_currency": Codes,
    "pay_period": Codes,
}
_KEPT: Kinds = {"provider": Codes, "synthetic": Truth, "versions_id": Codes}
GRADUATES: Kinds = {
    **_KEPT,
    "year": partial(Whole, np.int16),
    "level": _SMALL,
    "field": Codes,
    "study_region": Codes,
    "home_region": Codes,
    "work_region": Codes,
    "weight": Numbers,
    "persons": partial(Whole, np.int32),
    "employment_status": Codes,
    "in_work": flag,
    "occupation": Codes,
    "industry": Codes,
    "contract": Codes,
    **_PAY,
    "level_required": _SMALL,
    "job_relation": Codes,
    "surveyed_on": Days,
    "months_to_first_job": Numbers,
    "first_job": flag,
    "skills": Sets,
    **dict.fromkeys(_VERDICTS, Codes),
}
VACANCIES: Kinds = {
    **_KEPT,
    "occupation": Codes,
    "region": Codes,
    "industry": Codes,
    "posted_on": Days,
    "closes_on": Days,
    "closed_on": Days,
    "filled": flag,
    "openings": partial(Whole, np.int32),
    "level_required": _SMALL,
    "experience_years": Numbers,
    "contract": Codes,
    **_PAY,
    "fields": Sets,
    "skills": Sets,
    "duplicate_of": Codes,
}


def load_graduates(connection: Connection) -> Graduates:
    """Every graduate of the read model."""
    return graduates_of(_load(connection, graduate_facts, GRADUATES))


def load_vacancies(connection: Connection) -> Vacancies:
    """Every vacancy of the read model."""
    return vacancies_of(_load(connection, vacancy_facts, VACANCIES))


def graduates_of(gathered: Gathered) -> Graduates:
    """The graduates gathered by the kinds `GRADUATES`."""
    columns = gathered.finish()
    del columns["key"]
    verdicts = {name: columns.pop(name) for name in _VERDICTS}
    return Graduates(versions=columns.pop("versions_id"), verdicts=verdicts, **columns)


def vacancies_of(gathered: Gathered) -> Vacancies:
    """The vacancies gathered by the kinds `VACANCIES`."""
    columns = gathered.finish()
    columns["cluster"] = clusters_of(columns.pop("key"), columns.pop("duplicate_of"))
    return Vacancies(versions=columns.pop("versions_id"), **columns)


def _load(connection: Connection, table: Table, kinds: Kinds) -> Gathered:
    gathered = Gathered(kinds)
    columns = [table.c[name] for name in gathered.schema.names]
    read = from_postgresql if connection.dialect.name == "postgresql" else from_sqlite
    with driver_errors(connection), closing(connection.connection.cursor()) as cursor:
        for batch in read(cursor, columns, gathered.schema):
            gathered.add(batch)
    return gathered
