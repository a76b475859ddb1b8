"""The tables of providers' webhooks and of the messages to them."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    Table,
    Text,
    delete,
    insert,
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
# Which messages name a record: without it an erasure would have to read them all.
delivery_records = Table(
    "delivery_records",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column(
        "delivery",
        Integer,
        ForeignKey(webhook_deliveries.c.id, ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
)


def name_records(connection: Connection, delivery: int, records: Iterable[tuple[str, str]]) -> None:
    """Note that a message names these records, by kind and key."""
    rows = [{"kind": kind, "key": key, "delivery": delivery} for kind, key in set(records)]
    connection.execute(insert(delivery_records), rows)


def forget_records(connection: Connection, kind: str, keys: Collection[str]) -> None:
    """Take records out of the messages that name them, those that wait and those on record."""
    messages, named, gone = webhook_deliveries, delivery_records, frozenset(keys)
    naming = named.c.kind == kind, named.c.key.in_(gone)
    found = (
        select(messages.c.id, messages.c.body, webhooks.c.organisation)
        .join(webhooks, webhooks.c.id == messages.c.webhook)
        .where(messages.c.id.in_(select(named.c.delivery).where(*naming)))
    )
    for message in connection.execute(found).all():
        body, whose = json.loads(message.body), message.organisation
        left = [
            each
            for each in body["data"]["changes"]
            if each["kind"] != kind or f"{whose}/{each['record']}" not in gone
        ]
        body["data"]["changes"] = left
        _keep_body(connection, message.id, body if left else None)
    connection.execute(delete(named).where(*naming))


def _keep_body(connection: Connection, number: int, body: Any) -> None:
    """A message that has nothing left to tell is not sent."""
    of = webhook_deliveries.c.id == number
    if body is None:
        connection.execute(delete(webhook_deliveries).where(of))
    else:
        text = json.dumps(body, ensure_ascii=False)
        connection.execute(update(webhook_deliveries).where(of).values(body=text))
