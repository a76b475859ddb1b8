"""Answers to writes that may be asked for again."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "repeatable_writes",
        sa.Column("write", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("token", sa.Text, nullable=False),
        sa.Column("leased_until", sa.BigInteger, nullable=False),
        sa.Column("forgotten_at", sa.BigInteger, nullable=False),
        sa.Column("made", sa.Text),
        sa.Column("answer", sa.LargeBinary),
    )
    op.create_index("ix_repeatable_writes_forgotten_at", "repeatable_writes", ["forgotten_at"])
