"""The tables of organisations and their keys."""

from sqlalchemy import Column, ForeignKey, MetaData, Table, Text

metadata = MetaData()

organisations = Table(
    "organisations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("created_at", Text, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("organisation_id", Text, ForeignKey("organisations.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("scopes", Text),  # with spaces between; null: all
    Column("expires_at", Text),
    Column("last_used_on", Text),  # a day: when exactly is nobody's business
    Column("replaced_by", Text),  # the key id that rotation made
)
