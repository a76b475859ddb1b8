"""Corrections, what is to be re-coded, former assessments, and versions that count revisions."""

import sqlalchemy as sa
from alembic import op

from shared.contracts.assessment import REVISIONS

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _records()
    _corrections()
    _recodings()
    _former_assessments()


def _records() -> None:
    for table, column in (
        ("graduates", "programme_key"),
        ("graduates", "title_key"),
        ("vacancies", "title_key"),
    ):
        op.add_column(table, sa.Column(column, sa.Text))
        op.create_index(f"ix_{table}_{column}", table, [column])
    for table in ("graduates", "vacancies"):
        op.execute(
            f"UPDATE {table} SET version = version * {REVISIONS},"  # noqa: S608  our own names
            f" published_version = published_version * {REVISIONS}"
        )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("former_code", sa.Text),
        sa.Column("provider", sa.Text),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("confirms", sa.Integer, sa.ForeignKey("corrections.id")),
    )
    op.create_index("ix_corrections_organisation", "corrections", ["organisation", "id"])
    op.create_table(
        "withdrawals",
        sa.Column("correction", sa.Integer, sa.ForeignKey("corrections.id"), primary_key=True),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
    )


def _recodings() -> None:
    op.create_table(
        "recodings",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("correction", sa.Integer, sa.ForeignKey("corrections.id"), nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("queued_at", sa.Text, nullable=False),
        sa.Column("finished_at", sa.Text),
    )
    op.create_index("ix_recodings_correction", "recodings", ["correction"])
    unfinished = sa.text("finished_at IS NULL")
    op.create_index(
        "ix_recodings_unfinished",
        "recodings",
        ["id"],
        sqlite_where=unfinished,
        postgresql_where=unfinished,
    )


def _former_assessments() -> None:
    op.create_table(
        "former_assessments",
        sa.Column("noun", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, primary_key=True),
        sa.Column("field", sa.Text),
        sa.Column("occupation", sa.Text),
        sa.Column("verdicts", sa.Text, nullable=False),
        sa.Column("versions_id", sa.Text, nullable=False),
        sa.Column("replaced_at", sa.Text, nullable=False),
    )
    op.create_table(
        "former_versions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("versions", sa.Text, nullable=False),
    )
