"""The facts in memory say what the rows in the database say, from both kinds of it."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, Table, select
from sqlalchemy.exc import OperationalError

from services.reporting.facts import Coded, CodeSets, Graduates, Vacancies, read_facts
from services.reporting.store import graduate_facts, keep_positions, snapshot, vacancy_facts
from shared.contracts import AssessedGraduate
from shared.db.engine import make_engine, transaction
from tests.builders import a_graduate, a_survey, an_assessed_graduate
from tests.integration.reporting.conftest import Take
from tests.integration.reporting.population import events, graduates, vacancies

HOSTILE = ('"', ",", "a\tb\nc\r\\N", "\\N", "%s", "ก")


def rows_of(engine: Engine, table: Table) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
    return sorted(found, key=lambda row: str(row["key"]))


def said(column: Any) -> list[Any]:
    """A column in memory as the database's column would have it."""
    if isinstance(column, Coded):
        return [column.values[code] if code >= 0 else None for code in column.codes]
    if isinstance(column, CodeSets):
        ends = zip(column.starts[:-1], column.starts[1:], strict=True)
        held = [[column.values[code] for code in column.codes[a:b]] for a, b in ends]
        return [" ".join(codes) or None for codes in held]
    if column.dtype == np.float64:
        return [None if np.isnan(number) else number for number in column]
    if column.dtype == np.bool_:
        return list(map(bool, column))
    return [None if number == -1 else int(number) for number in column]


def days(text: str | None) -> int | None:
    return None if text is None else (date.fromisoformat(text) - date(1970, 1, 1)).days


def columns_of(facts: Graduates | Vacancies) -> dict[str, Any]:
    columns = dict(vars(facts))
    columns["versions_id"] = columns.pop("versions")
    columns.pop("cluster", None)  # worked out, not read
    return columns | dict(columns.pop("verdicts", {}))


def expected(name: str, value: Any) -> Any:
    return days(value) if name.endswith("_on") else value


@pytest.fixture
def told(take: Take) -> None:
    take(events(graduates(300)))
    take(events(vacancies(200)))


@pytest.mark.usefixtures("told")
def test_every_column_in_memory_says_what_the_database_says(engine: Engine):
    facts = read_facts(engine)
    for kind, table in ((facts.graduates, graduate_facts), (facts.vacancies, vacancy_facts)):
        rows = rows_of(engine, table)
        assert len(kind) == len(rows)
        for name, column in columns_of(kind).items():
            assert said(column) == [expected(name, row[name]) for row in rows], name


def test_a_text_of_any_characters_comes_back_as_it_was(engine: Engine, take: Take):
    records = [
        AssessedGraduate(
            record=a_graduate(f"g{n}", provider=text, study_region=text, tracer=a_survey()),
            field=an_assessed_graduate(field=text).field,
            occupation=an_assessed_graduate().occupation,
        )
        for n, text in enumerate(HOSTILE)
    ]
    take(events(records))
    take(events([replace(record, revision=1) for record in records]))
    facts = read_facts(engine).graduates
    rows = rows_of(engine, graduate_facts)
    assert sorted(row["provider"] for row in rows) == sorted(HOSTILE)
    for column in (facts.provider, facts.study_region, facts.field):
        assert said(column) == [row["provider"] for row in rows]


def test_numbers_are_not_rounded_on_the_way(engine: Engine, take: Take):
    weights = [1 / 3, 0.1 + 0.2, 1e-17, 123456789.123456789]
    take(
        events([an_assessed_graduate(a_graduate(f"g{n}", weight=w)) for n, w in enumerate(weights)])
    )
    assert read_facts(engine).graduates.weight.tolist() == weights


def test_an_empty_read_model_is_no_record_at_all(engine: Engine):
    facts = read_facts(engine)
    assert (len(facts.graduates), len(facts.vacancies)) == (0, 0)
    assert (dict(facts.positions), facts.last_update, dict(facts.version_sets)) == ({}, None, {})


def test_the_snapshot_says_where_it_comes_from(engine: Engine, take: Take):
    told = events([*graduates(3), *vacancies(2)])
    take(told)
    with transaction(engine) as connection:
        keep_positions(connection, {("assessments.v1", 1): 7, ("assessments.v1", 0): 5})
        keep_positions(connection, {("assessments.v1", 1): 6, ("assessments.v1", 0): 9})
    facts = read_facts(engine)
    assert facts.positions == {("assessments.v1", 0): 9, ("assessments.v1", 1): 7}
    assert facts.last_update == max(event.time for event in told)
    assert {facts.version_sets[name]["isco"] for name in facts.graduates.versions.values} == {
        "ISCO-08"
    }


def test_all_of_a_snapshot_is_of_one_moment(engine: Engine, take: Take):
    take(events(graduates(5)))
    with snapshot(engine) as connection:
        connection.execute(select(graduate_facts.c.key)).all()
        take(events(vacancies(5)))
        assert connection.execute(select(vacancy_facts.c.key)).all() == []


def test_a_database_that_is_away_is_reported_as_by_sqlalchemy(tmp_path: Any):
    engine = make_engine(f"sqlite:///{tmp_path / 'not-migrated.db'}")
    with pytest.raises(OperationalError):
        read_facts(engine)
    engine.dispose()
