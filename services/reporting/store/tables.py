"""The tables of the read model: one row of facts per graduate and per vacancy."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    Table,
    Text,
)

from services.reporting.methods import JUDGED_BY_MATCHING
from shared.db.inbox import inbox_table

metadata = MetaData()


def _kept() -> tuple[Column[Any], ...]:
    """`recorded_at` is when the event was made, so that a rebuild gives the same."""
    return (
        Column("key", Text, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("provider", Text, nullable=False),
        Column("synthetic", Boolean, nullable=False),
        Column("recorded_at", Text, nullable=False),
        Column("versions_id", Text, nullable=False),
    )


def _pay() -> tuple[Column[Any], ...]:
    return (
        Column("pay_low", Float),
        Column("pay_high", Float),
        Column("pay_currency", Text),
        Column("pay_period", Text),
    )


def _codes(name: str) -> Column[Any]:
    """Codes in order with a space between them; NULL where there is none."""
    return Column(name, Text)


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
    Column("persons", Integer, nullable=False),
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
    Column("months_to_first_job", Float),
    Column("first_job", Boolean),
    _codes("skills"),
    *(Column(method.column, Text) for method in JUDGED_BY_MATCHING.values()),
    Column("vertical_model_probability", Float),
    Column("horizontal_model_probability", Float),
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
    _codes("fields"),
    _codes("skills"),
    Column("duplicate_of", Text),
)


assessment_versions = Table(
    "assessment_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("versions", Text, nullable=False),  # JSON object: name of a model or table -> version
)
"""Each distinct set of models and tables that assessed some record."""

positions = Table(
    "positions",
    metadata,
    Column("topic", Text, primary_key=True),
    Column("partition", Integer, primary_key=True, autoincrement=False),
    Column("next_offset", BigInteger, nullable=False),
)
"""How far the log is in this model: everything before `next_offset` is taken or refused."""

inbox = inbox_table(metadata)

FACTS = (graduate_facts, vacancy_facts, assessment_versions)
"""Everything that a rebuild can make again from the log."""
