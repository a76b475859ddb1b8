"""Graduates and vacancies as they were posted."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    _record_table("graduates")
    _record_table("vacancies", sa.Column("closed_on", sa.Text), sa.Column("filled", sa.Boolean))


def _record_table(name: str, *more: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("published_version", sa.Integer, nullable=False),
        sa.Column("content", sa.Text),
        sa.Column("content_hash", sa.Text),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.Column("erased_at", sa.Text),
        *more,
    )
    op.create_index(f"ix_{name}_provider", name, ["provider", "key"])
    behind = sa.text("published_version < version")
    op.create_index(
        f"ix_{name}_unpublished", name, ["key"], sqlite_where=behind, postgresql_where=behind
    )
