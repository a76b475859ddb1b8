"""The audit log of person-level data."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_LARGE = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", _LARGE, sa.Identity(), primary_key=True),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("organisation", sa.Text),
        sa.Column("key_id", sa.Text),
        sa.Column("provider", sa.Text),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("digest", sa.Text),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("position", sa.BigInteger),
        sa.Column("hash", sa.Text),
    )
    op.create_index("ix_audit_provider", "audit", ["provider", "id"])
    op.create_index("ix_audit_subject", "audit", ["subject"])
    chained, loose = sa.text("position IS NOT NULL"), sa.text("position IS NULL")
    op.create_index(
        "ix_audit_position",
        "audit",
        ["position"],
        unique=True,
        sqlite_where=chained,
        postgresql_where=chained,
    )
    op.create_index("ix_audit_loose", "audit", ["id"], sqlite_where=loose, postgresql_where=loose)
