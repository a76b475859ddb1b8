"""The tables of providers' webhooks and of the messages to them."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    Row,
    Select,
    Table,
    Text,
    delete,
    select,
    update,
)

from services.ingestion.store.tables import metadata
from shared.webhooks.tables import deliveries_table

webhooks = Table(
    "webhooks",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("organisation", Text, nullable=False, index=True),
    Column("made_at", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("events", Text, nullable=False),  # JSON list
    Column("first_codings", Boolean, nullable=False),
    Column("secret", Text, nullable=False),  # signing needs it: no digest would do
    Column("former_secret", Text),
    Column("former_until", Text),
    Column("disabled_at", Text),
    Column("disabled_because", Text),
    sqlite_autoincrement=True,  # the number of a deleted webhook is never given again
)

webhook_deliveries = deliveries_table(metadata, "webhook_deliveries", "webhook", webhooks)
RECORD_CODED = "record.coded"
"""The kind of message that names records."""


def forget_records(connection: Connection, kind: str, keys: Collection[str]) -> None:
    """Take records out of the messages that name them, those that wait and those on record."""
    gone = {tuple(key.split("/", 1)) for key in keys}
    for message in _naming_records(connection, {provider for provider, _ in gone}):
        body = json.loads(message.body)
        told = body["data"]["changes"]
        left = [
            change
            for change in told
            if change["kind"] != kind or (message.organisation, change["record"]) not in gone
        ]
        if len(left) < len(told):
            body["data"]["changes"] = left
            _keep_body(connection, message.id, body if left else None)


def _naming_records(connection: Connection, providers: Collection[str]) -> Sequence[Row[Any]]:
    table = webhook_deliveries
    naming: Select[Any] = (
        select(table.c.id, table.c.body, webhooks.c.organisation)
        .join(webhooks, webhooks.c.id == table.c.webhook)
        .where(webhooks.c.organisation.in_(providers), table.c.kind == RECORD_CODED)
    )
    return connection.execute(naming).all()


def _keep_body(connection: Connection, number: int, body: Any) -> None:
    """A message that has nothing left to tell is not sent."""
    of = webhook_deliveries.c.id == number
    if body is None:
        connection.execute(delete(webhook_deliveries).where(of))
    else:
        text = json.dumps(body, ensure_ascii=False)
        connection.execute(update(webhook_deliveries).where(of).values(body=text))
