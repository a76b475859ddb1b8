"""Webhooks of providers, and what matching said of their records."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    _webhooks()
    _deliveries()
    _codings()
    _changes()


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("first_codings", sa.Boolean, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("former_secret", sa.Text),
        sa.Column("former_until", sa.Text),
        sa.Column("disabled_at", sa.Text),
        sa.Column("disabled_because", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_webhooks_organisation", "webhooks", ["organisation"])


def _deliveries() -> None:
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.Text, nullable=False, unique=True),
        sa.Column("webhook", sa.Integer, sa.ForeignKey("webhooks.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Text, nullable=False),
        sa.Column("next_attempt", sa.Text),
    )
    op.create_index("ix_webhook_deliveries_webhook", "webhook_deliveries", ["webhook", "id"])
    op.create_index("ix_webhook_deliveries_next_attempt", "webhook_deliveries", ["next_attempt"])
    delivery = sa.ForeignKey("webhook_deliveries.id", ondelete="CASCADE")
    op.create_table(
        "delivery_records",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("delivery", sa.Integer, delivery, primary_key=True),
    )
    op.create_index("ix_delivery_records_delivery", "delivery_records", ["delivery"])


def _codings() -> None:
    op.create_table(
        "inbox",
        sa.Column("topic", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("version", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "codings",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("occupation_status", sa.Text, nullable=False),
        sa.Column("occupation_code", sa.Text),
        sa.Column("occupation_probability", sa.Float),
        sa.Column("field_status", sa.Text),
        sa.Column("field_code", sa.Text),
        sa.Column("field_probability", sa.Float),
        sa.Column("coders", sa.Text, nullable=False),
        sa.Column("taken_at", sa.Text, nullable=False),
    )
    op.create_index("ix_codings_provider", "codings", ["kind", "provider"])
    op.create_table(
        "coder_sets",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("versions", sa.Text, nullable=False),
    )


def _changes() -> None:
    op.create_table(
        "coding_changes",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("provider", sa.Text, nullable=False),
        sa.Column("is_first", sa.Boolean, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
    )
    op.create_index("ix_coding_changes_key", "coding_changes", ["kind", "key"])
    op.create_index("ix_coding_changes_provider", "coding_changes", ["provider", "id"])
