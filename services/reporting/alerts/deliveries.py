"""Messages on their way: kept with the judgement that caused them, until they arrive or are dead.

An attempt is claimed before it is made. A process that dies in between leaves a claim that runs
out; the message is then sent again under the same id, by which its receiver drops the repeat.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from services.reporting.alerts.clock import written
from services.reporting.alerts.events import Kind
from services.reporting.store import alert_deliveries as deliveries
from services.reporting.store import alerts

Status = Literal["waiting", "delivered", "dead"]
STATUSES: tuple[Status, ...] = ("waiting", "delivered", "dead")

CLAIM = timedelta(minutes=2)
KEPT_PER_ALERT = 200
_Attempts = list[Mapping[str, Any]]


@dataclass(frozen=True)
class Claimed:
    """A message to be sent now; `until` marks the claim."""

    id: int
    alert: int
    event: str
    url: str
    secret: str
    body: bytes
    attempts: _Attempts
    until: str


def queue(connection: Connection, alert: int, kind: Kind, event: str, body: str, at: str) -> int:
    """Keep a message to be sent at once; its number. The oldest finished ones make room."""
    values = {
        "event": event, "alert": alert, "kind": kind, "made_at": at, "body": body,
        "status": "waiting", "attempts": "[]", "next_attempt": at,
    }  # fmt: skip
    statement = deliveries.insert().values(values).returning(deliveries.c.id)
    number = int(connection.execute(statement).scalar_one())
    _make_room(connection, alert)
    return number


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether any message waits to be sent by now."""
    due = select(deliveries.c.id).where(deliveries.c.next_attempt <= written(now))
    return connection.execute(due.limit(1)).first() is not None


def claim(connection: Connection, now: datetime, limit: int) -> list[Claimed]:
    """Take messages that are due for this process alone."""
    until = written(now + CLAIM)
    due = (
        select(deliveries, alerts.c.url, alerts.c.secret)
        .join(alerts, alerts.c.id == deliveries.c.alert)
        .where(deliveries.c.next_attempt <= written(now))
        .order_by(deliveries.c.next_attempt, deliveries.c.id)
        .limit(limit)
    )
    rows = connection.execute(due).all()
    return [_claimed(row, until) for row in rows if _is_taken(connection, row, until)]


def record(
    connection: Connection, sent: Claimed, attempt: Mapping[str, Any], status: Status,
    next_attempt: datetime | None,
) -> None:  # fmt: skip
    """Note how an attempt ended, unless its claim ran out and another process made the next."""
    attempts = json.dumps([*sent.attempts, attempt])
    following = None if next_attempt is None else written(next_attempt)
    statement = update(deliveries).where(
        deliveries.c.id == sent.id, deliveries.c.next_attempt == sent.until
    )
    values = {"attempts": attempts, "status": status, "next_attempt": following}
    connection.execute(statement.values(values))


def give_up(connection: Connection, alert: int) -> None:
    """Send none of the messages that wait for an alert."""
    statement = update(deliveries).where(
        deliveries.c.alert == alert, deliveries.c.status == "waiting"
    )
    connection.execute(statement.values(status="dead", next_attempt=None))


def waiting(connection: Connection, alert: int, kind: Kind) -> int:
    """How many messages of a kind wait for an alert."""
    statement = select(func.count()).where(
        deliveries.c.alert == alert, deliveries.c.kind == kind, deliveries.c.status == "waiting"
    )
    return int(connection.scalar(statement) or 0)


def find(connection: Connection, number: int) -> Row[Any]:
    """One message."""
    return connection.execute(select(deliveries).where(deliveries.c.id == number)).one()


def page(connection: Connection, alert: int, before: int | None, limit: int) -> Sequence[Row[Any]]:
    """Messages of an alert, newest first."""
    statement = _of(alert).limit(limit)
    if before is not None:
        statement = statement.where(deliveries.c.id < before)
    return connection.execute(statement).all()


def _of(alert: int) -> Select[Any]:
    return select(deliveries).where(deliveries.c.alert == alert).order_by(deliveries.c.id.desc())


def _make_room(connection: Connection, alert: int) -> None:
    oldest_kept = _of(alert).with_only_columns(deliveries.c.id).offset(KEPT_PER_ALERT).limit(1)
    bound = connection.scalar(oldest_kept)
    if bound is not None:
        connection.execute(
            delete(deliveries).where(
                deliveries.c.alert == alert,
                deliveries.c.id <= bound,
                deliveries.c.status != "waiting",
            )
        )


def _is_taken(connection: Connection, row: Row[Any], until: str) -> bool:
    unclaimed = deliveries.c.id == row.id, deliveries.c.next_attempt == row.next_attempt
    statement = update(deliveries).where(*unclaimed).values(next_attempt=until)
    return connection.execute(statement).rowcount == 1


def _claimed(row: Row[Any], until: str) -> Claimed:
    return Claimed(
        id=row.id,
        alert=row.alert,
        event=row.event,
        url=row.url,
        secret=row.secret,
        body=row.body.encode(),
        attempts=json.loads(row.attempts),
        until=until,
    )
