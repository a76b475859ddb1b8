"""The tables of alerts and of what was sent for them; no rebuild empties them."""

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, Text

from services.reporting.store.tables import metadata

alerts = Table(
    "alerts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", Text, nullable=False, index=True),
    Column("made_at", Text, nullable=False),
    Column("data_set", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("cell", Text, nullable=False),  # JSON object: dimension -> code
    Column("comparison", Text, nullable=False),
    Column("threshold", Float, nullable=False),
    Column("watches", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),  # signing needs it: no digest would do
    Column("state", Text, nullable=False),
    Column("reference", Float),
    Column("judged", Text),  # identity of the publication judged last
    Column("seen", Text),  # JSON object: the figure of that publication
    Column("disabled_at", Text),
    Column("disabled_because", Text),
    sqlite_autoincrement=True,  # the number of a deleted alert is never given again
)

alert_deliveries = Table(
    "alert_deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event", Text, nullable=False, unique=True),
    Column("alert", Integer, ForeignKey("alerts.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Text, nullable=False),  # JSON list, oldest first
    Column("next_attempt", Text),  # NULL: there is none
    Index("ix_alert_deliveries_alert", "alert", "id"),
    Index("ix_alert_deliveries_next_attempt", "next_attempt"),
)
