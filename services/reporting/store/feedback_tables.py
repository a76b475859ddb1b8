"""The table of doubts that readers reported; no rebuild empties it."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from services.reporting.store.tables import metadata

feedback = Table(
    "feedback",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("reference", Text, nullable=False, unique=True),
    Column("received_at", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("data_set", Text),
    Column("version", Text),
    Column("indicator", Text),
    Column("cell", Text),  # JSON object: dimension -> code
    Column("classification", Text),
    Column("text", Text),
    Column("code", Text),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("answer_th", Text),
    Column("answer_en", Text),
    Column("answered_at", Text),
    Column("shows_message", Boolean, nullable=False),
    Index("ix_feedback_status", "status", "number"),
    Index("ix_feedback_figure", "data_set", "indicator", "number"),
    Index("ix_feedback_received_at", "received_at"),
)
