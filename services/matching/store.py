"""Coded records and their assessments; each row is its own outbox.

A row whose `published_version` is behind its `version` is still to be told. A row without an
assessment is an erased record's stub: it lives until its tombstone is on the log.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    select,
    update,
)
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects import postgresql, sqlite

from services.matching.domain import GraduateFacts, VacancyFacts
from services.matching.fits import place_of
from services.matching.tables import graduates, inbox, metadata, vacancies
from shared.contracts import AssessedGraduate, AssessedVacancy, assessment_version
from shared.contracts.catalogue import GRADUATES, VACANCIES
from shared.taxonomy import regions

__all__ = ["graduates", "inbox", "metadata", "vacancies"]

Row = Mapping[str, Any]
Facts = TypeVar("Facts", GraduateFacts, VacancyFacts)

_GRADUATE_FACTS = msgspec.json.Decoder(GraduateFacts)
_VACANCY_FACTS = msgspec.json.Decoder(VacancyFacts)
NO_KEYS: Mapping[str, str | None] = {}

_TOPICS = {graduates.name: GRADUATES.name, vacancies.name: VACANCIES.name}
_FORMS: Mapping[str, str] = {"title": "title_key", "programme": "programme_key"}
_KEPT_ON_CONFLICT = frozenset(("key", "published_version"))


def graduate_row(
    assessed: AssessedGraduate, correlation_id: str, keys: Mapping[str, str | None] = NO_KEYS
) -> Row:
    """The graduate as it is kept; `keys` are the coders' forms of the texts they coded."""
    record = assessed.record
    return {
        **_common(assessed, correlation_id),
        **_place(place_of(record)),
        "field_broad": _digits(assessed.field.code, 2),
        "field_narrow": _digits(assessed.field.code, 3),
        "level": record.level,
        "graduation_year": record.graduation_year,
        **forms(graduates, keys),
    }


def vacancy_row(
    assessed: AssessedVacancy, correlation_id: str, keys: Mapping[str, str | None] = NO_KEYS
) -> Row:
    """The vacancy as it is kept."""
    record = assessed.record
    return {
        **_common(assessed, correlation_id),
        **_place(record.region),
        "level_required": record.level_required,
        "posted_on": record.posted_on,
        "closes_on": record.closes_on,
        "closed_on": record.closed_on,
        **forms(vacancies, keys),
    }


def forms(table: Table, keys: Mapping[str, str | None]) -> Row:
    """The columns of the table by which records of the same text are found."""
    return {name: keys.get(kind) for kind, name in _FORMS.items() if name in table.c}


def stub_row(table: Table, key: str, version: int, correlation_id: str) -> Row:
    """All that is left of an erased record until its tombstone is on the log."""
    return {
        **dict.fromkeys(table.c.keys()),
        "key": key,
        "version": version,
        "published_version": 0,
        "correlation_id": correlation_id,
    }


def keep(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Write the rows; an older version never overwrites a newer one.

    Rows go in key order, so that two batches cannot wait for each other in a circle.
    """
    ordered = sorted(rows, key=lambda row: str(row["key"]))
    if not ordered:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=[table.c.key],
        set_={c.name: new[c.name] for c in table.c if c.name not in _KEPT_ON_CONFLICT},
        where=table.c.version < new.version,
    )
    connection.execute(statement, ordered)


def find_graduate(connection: Connection, key: str) -> AssessedGraduate | None:
    """The graduate's assessment; None when there is none, or no more."""
    text = _assessment(connection, graduates, key)
    return None if text is None else msgspec.json.decode(text, type=AssessedGraduate)


def find_vacancy(connection: Connection, key: str) -> AssessedVacancy | None:
    """The vacancy's assessment; None when there is none, or no more."""
    text = _assessment(connection, vacancies, key)
    return None if text is None else msgspec.json.decode(text, type=AssessedVacancy)


def graduate_facts(connection: Connection, keys: Sequence[str]) -> dict[str, GraduateFacts]:
    """What ranking reads of these graduates."""
    return dict(_facts(connection, graduates, keys, _GRADUATE_FACTS))


def vacancy_facts(connection: Connection, keys: Sequence[str]) -> dict[str, VacancyFacts]:
    """What ranking reads of these vacancies."""
    return dict(_facts(connection, vacancies, keys, _VACANCY_FACTS))


def is_kept(connection: Connection, table: Table, key: str) -> bool:
    """Whether the record has an assessment."""
    return _assessment(connection, table, key) is not None


def count(connection: Connection) -> int:
    """How many records have an assessment."""
    return sum(
        connection.scalar(select(func.count()).where(table.c.assessment.is_not(None))) or 0
        for table in (graduates, vacancies)
    )


def page(
    connection: Connection, table: Table, chosen: ColumnElement[bool], after: str, limit: int
) -> list[SqlRow[Any]]:
    """`key`, `version`, `assessment` and forms of chosen records that have one, by their keys."""
    statement = (
        select(table.c.key, table.c.version, table.c.assessment, *_form_columns(table))
        .where(chosen, table.c.assessment.is_not(None), table.c.key > after)
        .order_by(table.c.key)
        .limit(limit)
    )
    return list(connection.execute(statement))


def still_at(connection: Connection, table: Table, versions: Mapping[str, int]) -> frozenset[str]:
    """The keys whose rows are at these versions, locked in their order until the commit."""
    statement = (
        select(table.c.key, table.c.version)
        .where(table.c.key.in_(versions))
        .order_by(table.c.key)
        .with_for_update()
    )
    rows = connection.execute(statement)
    return frozenset(row.key for row in rows if row.version == versions[row.key])


def revise(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Write the columns given of rows that are there and locked, never of one erased meanwhile."""
    if not rows:
        return
    names = [name for name in rows[0] if name not in _KEPT_ON_CONFLICT]
    changed: Row = {name: bindparam(f"new_{name}") for name in names}
    statement = update(table).where(table.c.key == bindparam("new_key")).values(changed)
    values = [{f"new_{name}": row[name] for name in (*names, "key")} for row in rows]
    connection.execute(statement, values)


def drop_stubs(connection: Connection, table: Table, keys: Sequence[str]) -> None:
    """Delete erased records whose tombstone is on the log."""
    told = table.c.published_version >= table.c.version
    connection.execute(
        delete(table).where(table.c.key.in_(keys), table.c.assessment.is_(None), told)
    )


def dropped_stubs(connection: Connection, table: Table, keys: Sequence[str]) -> list[Row]:
    """The stubs of those `keys` that have no row any more, at the version of their erasure."""
    kept = connection.execute(select(table.c.key).where(table.c.key.in_(keys))).scalars()
    gone = sorted(set(keys).difference(kept))
    statement = select(inbox.c.key, inbox.c.version).where(
        inbox.c.topic == _TOPICS[table.name], inbox.c.key.in_(gone)
    )
    erased = connection.execute(statement) if gone else ()
    return [stub_row(table, row.key, assessment_version(row.version), "") for row in erased]


def _form_columns(table: Table) -> list[Column[Any]]:
    return [table.c[name] for name in _FORMS.values() if name in table.c]


def _facts(
    connection: Connection, table: Table, keys: Sequence[str], decoder: msgspec.json.Decoder[Facts]
) -> Iterator[tuple[str, Facts]]:
    statement = select(table.c.key, table.c.assessment).where(
        table.c.key.in_(keys), table.c.assessment.is_not(None)
    )
    for row in connection.execute(statement):
        yield row.key, decoder.decode(row.assessment)


def _assessment(connection: Connection, table: Table, key: str) -> str | None:
    return connection.execute(select(table.c.assessment).where(table.c.key == key)).scalar()


def _common(assessed: AssessedGraduate | AssessedVacancy, correlation_id: str) -> Row:
    occupation = assessed.occupation.code
    return {
        "key": assessed.key,
        "version": assessed.version,
        "published_version": 0,
        "correlation_id": correlation_id,
        "assessment": msgspec.json.encode(assessed).decode(),
        "occupation_major": _digits(occupation, 1),
        "occupation_sub_major": _digits(occupation, 2),
        "occupation_minor": _digits(occupation, 3),
    }


def _place(region: str | None) -> Row:
    return {
        "region": region,
        "region_group": None if region is None else regions.nso_region(region) or region,
    }


def _digits(code: str | None, length: int) -> str | None:
    return code[:length] if code is not None and len(code) >= length else None
