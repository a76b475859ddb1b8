"""Coded graduates and vacancies with their assessments, and the inbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _record_table(
        "graduates",
        sa.Column("field_broad", sa.Text),
        sa.Column("field_narrow", sa.Text),
        sa.Column("level", sa.Integer),
        sa.Column("graduation_year", sa.Integer),
    )
    op.create_index("ix_graduates_field", "graduates", ["field_narrow", "region_group"])
    _record_table(
        "vacancies",
        sa.Column("level_required", sa.Integer),
        sa.Column("posted_on", sa.Text),
        sa.Column("closes_on", sa.Text),
        sa.Column("closed_on", sa.Text),
    )
    op.create_table(
        "inbox",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )


def _record_table(name: str, *own: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("published_version", sa.BigInteger, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("assessment", sa.Text),
        sa.Column("occupation_major", sa.Text),
        sa.Column("occupation_sub_major", sa.Text),
        sa.Column("occupation_minor", sa.Text),
        sa.Column("region", sa.Text),
        sa.Column("region_group", sa.Text),
        *own,
    )
    behind = sa.text("published_version < version")
    op.create_index(
        f"ix_{name}_unpublished", name, ["key"], sqlite_where=behind, postgresql_where=behind
    )
    for level in ("major", "sub_major", "minor"):
        op.create_index(f"ix_{name}_{level}", name, [f"occupation_{level}", "region_group"])
    op.create_index(f"ix_{name}_region", name, ["region_group", "region"])
