"""The tables of alerts and of what was sent for them; no rebuild empties them."""

from sqlalchemy import Column, Float, Integer, Table, Text

from services.reporting.store.tables import metadata
from shared.webhooks.tables import deliveries_table

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

alert_deliveries = deliveries_table(metadata, "alert_deliveries", "alert", alerts)
