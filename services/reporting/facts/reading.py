"""The facts from the database into memory: as CSV from PostgreSQL, row by row from SQLite."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import csv
from sqlalchemy import Boolean, Column, Connection, Integer, Table, cast, select

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
from services.reporting.store.connections import driver_errors

_SMALL = partial(Whole, np.int8)
_VERDICTS = tuple(method.column for method in JUDGED_BY_MATCHING.values())
_ROWS = 20_000
"""Rows in Python at a time: they take some hundred times the memory of a column's."""
_BYTES = 8 * 1024 * 1024

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
    verdicts = {name: columns.pop(name) for name in _VERDICTS}
    return Graduates(versions=columns.pop("versions_id"), verdicts=verdicts, **columns)


def vacancies_of(gathered: Gathered) -> Vacancies:
    """The vacancies gathered by the kinds `VACANCIES`."""
    columns = gathered.finish()
    return Vacancies(versions=columns.pop("versions_id"), **columns)


def _load(connection: Connection, table: Table, kinds: Kinds) -> Gathered:
    gathered = Gathered(kinds)
    columns = [_plain(table.c[name]) for name in gathered.schema.names]
    statement = str(select(*columns).compile(dialect=connection.dialect))
    read = _from_postgresql if connection.dialect.name == "postgresql" else _from_sqlite
    with driver_errors(connection), closing(connection.connection.cursor()) as cursor:
        read(cursor, statement, gathered)
    return gathered


def _plain(column: Column[Any]) -> Any:
    """PostgreSQL writes t and f where SQLite has 1 and 0."""
    return cast(column, Integer) if isinstance(column.type, Boolean) else column


def _from_sqlite(cursor: Any, statement: str, gathered: Gathered) -> None:
    cursor.execute(statement)
    while rows := cursor.fetchmany(_ROWS):
        gathered.add_rows(rows)


def _from_postgresql(cursor: Any, statement: str, gathered: Gathered) -> None:
    with cursor.copy(f"COPY ({statement}) TO STDOUT (FORMAT csv)") as rows:
        for text in _in_blocks(rows):
            for batch in _parsed(text, gathered.schema).to_batches():
                gathered.add(batch.columns)


def _in_blocks(rows: Iterable[Any]) -> Iterator[bytes]:
    """The server sends row by row."""
    block = bytearray()
    for row in rows:
        block += row
        if len(block) >= _BYTES:
            yield bytes(block)
            block.clear()
    if block:
        yield bytes(block)


def _parsed(text: bytes, schema: pa.Schema) -> pa.Table:
    return csv.read_csv(
        BytesIO(text),
        read_options=csv.ReadOptions(column_names=schema.names, use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(zip(schema.names, schema.types, strict=True)),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
