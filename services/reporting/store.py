"""The read model: one row of facts per graduate and per vacancy, made for counting."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Engine,
    Float,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite

from services.reporting.methods import JUDGED_BY_MATCHING
from shared.db.inbox import inbox_table

metadata = MetaData()

Row = Mapping[str, Any]


def _kept() -> tuple[Column[Any], ...]:
    """`recorded_at` is when the event was made, so that a rebuild gives the same."""
    return (
        Column("key", Text, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("provider", Text, nullable=False),
        Column("synthetic", Boolean, nullable=False),
        Column("recorded_at", Text, nullable=False, index=True),
        Column("versions_id", Text, nullable=False, index=True),
    )


def _pay() -> tuple[Column[Any], ...]:
    return (
        Column("pay_low", Float),
        Column("pay_high", Float),
        Column("pay_currency", Text),
        Column("pay_period", Text),
    )


graduate_facts = Table(
    "graduate_facts",
    metadata,
    *_kept(),
    Column("year", Integer),
    Column("level", Integer),
    Column("field", Text),
    Column("field_status", Text, nullable=False),
    Column("study_region", Text),
    Column("home_region", Text),
    Column("weight", Float, nullable=False),
    Column("surveyed_on", Text),
    Column("employment_status", Text, nullable=False),
    Column("in_work", Boolean),  # NULL: nobody knows
    Column("occupation", Text),
    Column("occupation_status", Text, nullable=False),
    Column("industry", Text),
    Column("work_region", Text),
    Column("contract", Text),
    *_pay(),
    Column("level_required", Integer),
    Column("job_relation", Text),
    *(Column(method.column, Text) for method in JUDGED_BY_MATCHING.values()),
    Column("vertical_model_probability", Float),
    Column("horizontal_model_probability", Float),
    Index("ix_graduate_facts_field", "field", "year"),
    Index("ix_graduate_facts_occupation", "occupation", "level"),
    Index("ix_graduate_facts_study_region", "study_region"),
    Index("ix_graduate_facts_work_region", "work_region"),
    Index("ix_graduate_facts_home_region", "home_region"),
    Index("ix_graduate_facts_year", "year", "level"),
)

vacancy_facts = Table(
    "vacancy_facts",
    metadata,
    *_kept(),
    Column("occupation", Text),
    Column("occupation_status", Text, nullable=False),
    Column("region", Text),
    Column("industry", Text),
    Column("posted_on", Text, nullable=False),
    Column("closes_on", Text),
    Column("closed_on", Text),
    Column("filled", Boolean),
    Column("openings", Integer, nullable=False),
    Column("level_required", Integer),
    Column("experience_years", Float),
    Column("contract", Text),
    *_pay(),
    Index("ix_vacancy_facts_occupation", "occupation", "region"),
    Index("ix_vacancy_facts_region", "region"),
    Index("ix_vacancy_facts_closes_on", "closes_on"),
)


def _code_set(name: str, code: str) -> Table:
    return Table(
        name,
        metadata,
        Column("key", Text, primary_key=True),
        Column(code, Text, primary_key=True),
        Index(f"ix_{name}_{code}", code),
    )


graduate_skills = _code_set("graduate_skills", "skill")
vacancy_skills = _code_set("vacancy_skills", "skill")
vacancy_fields = _code_set("vacancy_fields", "field")

assessment_versions = Table(
    "assessment_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("versions", Text, nullable=False),  # JSON object: name of a model or table -> version
)
"""Each distinct set of models and tables that assessed some record."""

inbox = inbox_table(metadata)

FACTS = (
    graduate_facts,
    vacancy_facts,
    graduate_skills,
    vacancy_skills,
    vacancy_fields,
    assessment_versions,
)
"""Everything that a rebuild can make again from the log."""


def replace_rows(
    connection: Connection, table: Table, keys: Sequence[str], rows: list[Row]
) -> None:
    """Put `rows` in the place of all that is kept under `keys`."""
    connection.execute(delete(table).where(table.c.key.in_(keys)))
    if rows:
        connection.execute(insert(table), rows)


def keep_versions(connection: Connection, rows: list[Row]) -> None:
    """Note sets of versions; a set noted before stays as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(assessment_versions).on_conflict_do_nothing(), rows)


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read transaction in which every statement sees the same figures."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def hold_back_writers(connection: Connection) -> None:
    """Let this transaction alone write until it ends; readers go on. SQLite does so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {inbox.name} IN EXCLUSIVE MODE"))
