"""Releases with their files and privacy loss, the live figures, and what both hid."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "releases",
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("number", sa.Integer, nullable=False, unique=True),
        sa.Column("issued", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("entry", sa.Text, nullable=False),
    )
    op.create_table(
        "release_files",
        sa.Column("version", sa.Text, sa.ForeignKey("releases.version"), primary_key=True),
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("sha256", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "live_files",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "live",
        sa.Column("one", sa.Integer, primary_key=True),
        sa.Column("issued", sa.Text, nullable=False),
        sa.Column("made_from", sa.Text, nullable=False),
    )
    op.create_table(
        "hidden_counts",
        sa.Column("publication", sa.Text, primary_key=True),
        sa.Column("keys", sa.LargeBinary, nullable=False),
        sa.Column("counts", sa.LargeBinary, nullable=False),
        sa.Column("hidden", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "pay_ledger",
        sa.Column("version", sa.Text, sa.ForeignKey("releases.version"), primary_key=True),
        sa.Column("loss", sa.Float, nullable=False),
    )
