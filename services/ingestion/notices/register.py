"""Webhooks as they are kept: made, found, given a new secret."""

import json
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Row, func, select, update

from services.ingestion.store.webhooks import webhook_deliveries, webhooks
from shared.webhooks.clock import Now, now, written
from shared.webhooks.deliveries import Deliveries
from shared.webhooks.signing import new_secret

Event = Literal["batch.finished", "record.coded"]
EVENTS: tuple[Event, ...] = get_args(Event)

MOST_WEBHOOKS = 20
"""Of one organisation."""
FORMER_SIGNS = timedelta(days=1)
"""How long the secret before signs beside the new one, so that a receiver can change over."""

deliveries = Deliveries(webhook_deliveries, "webhook", webhooks)


class TooMany(Exception):
    """The organisation has all the webhooks, or the webhook all the test messages, that it may."""


def make(
    connection: Connection, organisation: str, url: str, events: Iterable[Event],
    first_codings: bool, at: Now = now,
) -> int:  # fmt: skip
    """A new webhook's number. TooMany when the organisation has enough."""
    of = webhooks.c.organisation == organisation
    if (connection.scalar(select(func.count()).where(of)) or 0) >= MOST_WEBHOOKS:
        raise TooMany(organisation)
    values = {
        "organisation": organisation,
        "made_at": written(at()),
        "url": url,
        "events": json.dumps([event for event in EVENTS if event in events]),
        "first_codings": first_codings,
        "secret": new_secret(),
    }
    statement = webhooks.insert().values(values).returning(webhooks.c.id)
    return int(connection.execute(statement).scalar_one())


def find(connection: Connection, number: int, organisation: str) -> Row[Any] | None:
    """One of the organisation's webhooks."""
    own = webhooks.c.id == number, webhooks.c.organisation == organisation
    return connection.execute(select(webhooks).where(*own)).first()


def page(
    connection: Connection, organisation: str, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """The organisation's webhooks, newest first."""
    statement = select(webhooks).where(webhooks.c.organisation == organisation)
    if before is not None:
        statement = statement.where(webhooks.c.id < before)
    return connection.execute(statement.order_by(webhooks.c.id.desc()).limit(limit)).all()


def change_secret(connection: Connection, number: int, at: Now = now) -> None:
    """A new secret; the one before signs too for a while, one before that no more."""
    former = {"former_secret": webhooks.c.secret, "former_until": written(at() + FORMER_SIGNS)}
    statement = update(webhooks).where(webhooks.c.id == number)
    connection.execute(statement.values(secret=new_secret(), **former))


def told_of(connection: Connection, organisation: str, event: Event) -> list[Row[Any]]:
    """The organisation's webhooks in force that want this event; none goes before the end."""
    statement = select(webhooks).where(
        webhooks.c.organisation == organisation, webhooks.c.disabled_at.is_(None)
    )
    lasting = statement.order_by(webhooks.c.id).with_for_update(read=True, key_share=True)
    rows = connection.execute(lasting)
    return [row for row in rows if event in json.loads(row.events)]


def awaiting_codings(connection: Connection) -> set[str]:
    """Organisations that want to be told of codings."""
    wanted = webhooks.c.events.contains('"record.coded"'), webhooks.c.disabled_at.is_(None)
    return set(connection.scalars(select(webhooks.c.organisation).where(*wanted).distinct()))
