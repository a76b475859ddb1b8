"""Facts of graduates and vacancies, their skills and fields, and the inbox."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_VERDICTS = (
    "vertical_normative_a",
    "vertical_normative_b",
    "vertical_self_reported",
    "vertical_model",
    "horizontal_rule",
    "horizontal_self_reported",
    "horizontal_model",
    "skill_rule",
)


def upgrade() -> None:
    _graduate_facts()
    _vacancy_facts()
    for name, code in (
        ("graduate_skills", "skill"),
        ("vacancy_skills", "skill"),
        ("vacancy_fields", "field"),
    ):
        op.create_table(
            name,
            sa.Column("key", sa.Text, primary_key=True),
            sa.Column(code, sa.Text, primary_key=True),
        )
        op.create_index(f"ix_{name}_{code}", name, [code])
    op.create_table(
        "assessment_versions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("versions", sa.Text, nullable=False),
    )
    op.create_table(
        "inbox",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def _graduate_facts() -> None:
    op.create_table(
        "graduate_facts",
        *_kept(),
        sa.Column("year", sa.Integer),
        sa.Column("level", sa.Integer),
        sa.Column("field", sa.Text),
        sa.Column("field_status", sa.Text, nullable=False),
        sa.Column("study_region", sa.Text),
        sa.Column("home_region", sa.Text),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("surveyed_on", sa.Text),
        sa.Column("employment_status", sa.Text, nullable=False),
        sa.Column("in_work", sa.Boolean),
        sa.Column("occupation", sa.Text),
        sa.Column("occupation_status", sa.Text, nullable=False),
        sa.Column("industry", sa.Text),
        sa.Column("work_region", sa.Text),
        sa.Column("contract", sa.Text),
        *_pay(),
        sa.Column("level_required", sa.Integer),
        sa.Column("job_relation", sa.Text),
        *(sa.Column(name, sa.Text) for name in _VERDICTS),
        sa.Column("vertical_model_probability", sa.Float),
        sa.Column("horizontal_model_probability", sa.Float),
    )
    _index("graduate_facts", "recorded_at")
    _index("graduate_facts", "versions_id")
    _index("graduate_facts", "field", "year")
    _index("graduate_facts", "occupation", "level")
    _index("graduate_facts", "study_region")
    _index("graduate_facts", "work_region")
    _index("graduate_facts", "home_region")
    _index("graduate_facts", "year", "level")


def _vacancy_facts() -> None:
    op.create_table(
        "vacancy_facts",
        *_kept(),
        sa.Column("occupation", sa.Text),
        sa.Column("occupation_status", sa.Text, nullable=False),
        sa.Column("region", sa.Text),
        sa.Column("industry", sa.Text),
        sa.Column("posted_on", sa.Text, nullable=False),
        sa.Column("closes_on", sa.Text),
        sa.Column("closed_on", sa.Text),
        sa.Column("filled", sa.Boolean),
        sa.Column("openings", sa.Integer, nullable=False),
        sa.Column("level_required", sa.Integer),
        sa.Column("experience_years", sa.Float),
        sa.Column("contract", sa.Text),
        *_pay(),
    )
    _index("vacancy_facts", "recorded_at")
    _index("vacancy_facts", "versions_id")
    _index("vacancy_facts", "occupation", "region")
    _index("vacancy_facts", "region")
    _index("vacancy_facts", "closes_on")


def _kept() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("versions_id", sa.Text, nullable=False),
    )


def _pay() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("pay_low", sa.Float),
        sa.Column("pay_high", sa.Float),
        sa.Column("pay_currency", sa.Text),
        sa.Column("pay_period", sa.Text),
    )


def _index(table: str, first: str, *others: str) -> None:
    op.create_index(f"ix_{table}_{first}", table, [first, *others])
