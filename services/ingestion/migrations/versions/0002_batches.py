"""Batches of uploaded records, their sealed parts and results."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    _batches()
    op.create_table(
        "batch_parts",
        sa.Column("batch", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "batch_results",
        sa.Column("batch", sa.Text, primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _batches() -> None:
    counts = ("read", "created", "updated", "unchanged", "rejected", "warned")
    op.create_table(
        "batches",
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("provider", "kind", "profile")),
        sa.Column("profile_version", sa.Integer),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text),
        sa.Column("dry_run", sa.Boolean, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("size", sa.BigInteger),
        sa.Column("received_bytes", sa.BigInteger, nullable=False),
        sa.Column("read_bytes", sa.BigInteger, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("stated_sha256", "sha256", "same_as")),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in counts),
        sa.Column("attempts", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("reading", "left_out", "quality", "failure")),
        sa.Column("content_key", sa.LargeBinary),
        sa.Column("results_key", sa.LargeBinary),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("created_at", sa.Text, nullable=False),
        sa.Column("touched_at", sa.Text, nullable=False),
        *(sa.Column(name, sa.Text) for name in ("received_at", "finished_at", "noticed_at")),
    )
    op.create_index("ix_batches_provider", "batches", ["provider", "created_at", "id"])
    _partial_index("waiting", "received_at", "state IN ('received', 'processing')")
    _partial_index("unnoticed", "finished_at", "finished_at IS NOT NULL AND noticed_at IS NULL")


def _partial_index(name: str, column: str, where: str) -> None:
    condition = sa.text(where)
    op.create_index(
        f"ix_batches_{name}",
        "batches",
        [column],
        sqlite_where=condition,
        postgresql_where=condition,
    )
