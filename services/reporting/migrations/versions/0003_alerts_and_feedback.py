"""Alerts, what was sent for them, and doubts that readers reported."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _alerts()
    _deliveries()
    _feedback()


def _alerts() -> None:
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("data_set", sa.Text, nullable=False),
        sa.Column("indicator", sa.Text, nullable=False),
        sa.Column("cell", sa.Text, nullable=False),
        sa.Column("comparison", sa.Text, nullable=False),
        sa.Column("threshold", sa.Float, nullable=False),
        sa.Column("watches", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("reference", sa.Float),
        sa.Column("judged", sa.Text),
        sa.Column("seen", sa.Text),
        sa.Column("disabled_at", sa.Text),
        sa.Column("disabled_because", sa.Text),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_organisation", "alerts", ["organisation"])


def _deliveries() -> None:
    op.create_table(
        "alert_deliveries",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("event", sa.Text, nullable=False, unique=True),
        sa.Column("alert", sa.Integer, sa.ForeignKey("alerts.id"), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("made_at", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("attempts", sa.Text, nullable=False),
        sa.Column("next_attempt", sa.Text),
    )
    op.create_index("ix_alert_deliveries_alert", "alert_deliveries", ["alert", "id"])
    op.create_index("ix_alert_deliveries_next_attempt", "alert_deliveries", ["next_attempt"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("reference", sa.Text, nullable=False, unique=True),
        sa.Column("received_at", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("message", sa.Text, nullable=False),
        sa.Column("data_set", sa.Text),
        sa.Column("version", sa.Text),
        sa.Column("indicator", sa.Text),
        sa.Column("cell", sa.Text),
        sa.Column("classification", sa.Text),
        sa.Column("text", sa.Text),
        sa.Column("code", sa.Text),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("answer_th", sa.Text),
        sa.Column("answer_en", sa.Text),
        sa.Column("answered_at", sa.Text),
        sa.Column("shows_message", sa.Boolean, nullable=False),
    )
    op.create_index("ix_feedback_status", "feedback", ["status", "number"])
    op.create_index("ix_feedback_figure", "feedback", ["data_set", "indicator", "number"])
    op.create_index("ix_feedback_received_at", "feedback", ["received_at"])
