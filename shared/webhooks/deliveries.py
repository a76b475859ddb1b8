"""Messages on their way: kept with what caused them, until they arrive or are dead.

An attempt is claimed before it is made. A process that dies in between leaves a claim that runs
out; the message is then sent again under the same id, by which its receiver drops the repeat.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, Table, delete, func, select, update

from shared.webhooks.clock import written

Status = Literal["waiting", "delivered", "dead"]
STATUSES: tuple[Status, ...] = ("waiting", "delivered", "dead")

CLAIM = timedelta(minutes=2)
KEPT_PER_RECEIVER = 200
_Attempts = list[Mapping[str, Any]]


@dataclass(frozen=True)
class Claimed:
    """A message to be sent now, signed with each of `secrets`; `until` marks the claim."""

    id: int
    receiver: int
    event: str
    url: str
    secrets: Sequence[str]
    body: bytes
    attempts: _Attempts
    until: str


class Deliveries:
    """The messages in a table of `deliveries_table`, and the receivers they go to."""

    def __init__(self, table: Table, owner: str, receivers: Table) -> None:
        self._table = table
        self._owner = table.c[owner]
        self._receivers = receivers
        signing = ("url", "secret", "former_secret", "former_until")
        self._address = [receivers.c[name] for name in signing if name in receivers.c]

    def queue(
        self, connection: Connection, receiver: int, kind: str, event: str, body: str, at: str
    ) -> int:
        """Keep a message to be sent at once; its number. The oldest finished ones make room."""
        values = {
            "event": event, self._owner.name: receiver, "kind": kind, "made_at": at,
            "body": body, "status": "waiting", "attempts": "[]", "next_attempt": at,
        }  # fmt: skip
        statement = self._table.insert().values(values).returning(self._table.c.id)
        number = int(connection.execute(statement).scalar_one())
        self._make_room(connection, receiver)
        return number

    def is_due(self, connection: Connection, now: datetime) -> bool:
        """Whether any message waits to be sent by now."""
        due = select(self._table.c.id).where(self._table.c.next_attempt <= written(now))
        return connection.execute(due.limit(1)).first() is not None

    def claim(self, connection: Connection, now: datetime, limit: int) -> list[Claimed]:
        """Take messages that are due for this process alone."""
        until = written(now + CLAIM)
        due = (
            select(self._table, self._owner.label("receiver"), *self._address)
            .join(self._receivers, self._receivers.c.id == self._owner)
            .where(self._table.c.next_attempt <= written(now))
            .order_by(self._table.c.next_attempt, self._table.c.id)
            .limit(limit)
        )
        rows = connection.execute(due).all()
        taken = (row for row in rows if self._is_taken(connection, row, until))
        return [_claimed(row, until, written(now)) for row in taken]

    def record(
        self, connection: Connection, sent: Claimed, attempt: Mapping[str, Any], status: Status,
        next_attempt: datetime | None,
    ) -> None:  # fmt: skip
        """Note how an attempt ended, unless its claim ran out and another process made the next."""
        attempts = json.dumps([*sent.attempts, attempt])
        following = None if next_attempt is None else written(next_attempt)
        statement = update(self._table).where(
            self._table.c.id == sent.id, self._table.c.next_attempt == sent.until
        )
        values = {"attempts": attempts, "status": status, "next_attempt": following}
        connection.execute(statement.values(values))

    def disable(self, connection: Connection, receiver: int, because: str, at: str) -> None:
        """Send to the receiver no more, not even what waits."""
        statement = update(self._receivers).where(self._receivers.c.id == receiver)
        connection.execute(statement.values(disabled_at=at, disabled_because=because))
        waiting = self._owner == receiver, self._table.c.status == "waiting"
        ended = update(self._table).where(*waiting)
        connection.execute(ended.values(status="dead", next_attempt=None))

    def enable(self, connection: Connection, receiver: int) -> None:
        """Send to the receiver again; what died meanwhile is not sent any more."""
        statement = update(self._receivers).where(self._receivers.c.id == receiver)
        connection.execute(statement.values(disabled_at=None, disabled_because=None))

    def is_heard_since(self, connection: Connection, message: Claimed) -> bool:
        """Whether the receiver took any message made after this one."""
        later = select(self._table.c.id).where(
            self._owner == message.receiver,
            self._table.c.id > message.id,
            self._table.c.status == "delivered",
        )
        return connection.execute(later.limit(1)).first() is not None

    def waiting(self, connection: Connection, receiver: int, kind: str) -> int:
        """How many messages of a kind wait for a receiver."""
        statement = select(func.count()).where(
            self._owner == receiver, self._table.c.kind == kind, self._table.c.status == "waiting"
        )
        return int(connection.scalar(statement) or 0)

    def find(self, connection: Connection, number: int) -> Row[Any]:
        """One message."""
        return connection.execute(select(self._table).where(self._table.c.id == number)).one()

    def page(
        self, connection: Connection, receiver: int, before: int | None, limit: int
    ) -> Sequence[Row[Any]]:
        """Messages to a receiver, newest first."""
        statement = self._to(receiver).limit(limit)
        if before is not None:
            statement = statement.where(self._table.c.id < before)
        return connection.execute(statement).all()

    def remove(self, connection: Connection, receiver: int) -> None:
        """Forget the receiver and what was sent to it; what waits is not sent any more."""
        row = select(self._receivers.c.id).where(self._receivers.c.id == receiver)
        connection.execute(row.with_for_update())  # somebody may be about to add a message
        connection.execute(delete(self._table).where(self._owner == receiver))
        connection.execute(delete(self._receivers).where(self._receivers.c.id == receiver))

    def _to(self, receiver: int) -> Select[Any]:
        newest_first = self._table.c.id.desc()
        return select(self._table).where(self._owner == receiver).order_by(newest_first)

    def _make_room(self, connection: Connection, receiver: int) -> None:
        kept = self._to(receiver).with_only_columns(self._table.c.id).offset(KEPT_PER_RECEIVER)
        bound = connection.scalar(kept.limit(1))
        if bound is not None:
            connection.execute(
                delete(self._table).where(
                    self._owner == receiver,
                    self._table.c.id <= bound,
                    self._table.c.status != "waiting",
                )
            )

    def _is_taken(self, connection: Connection, row: Row[Any], until: str) -> bool:
        unclaimed = self._table.c.id == row.id, self._table.c.next_attempt == row.next_attempt
        statement = update(self._table).where(*unclaimed).values(next_attempt=until)
        return connection.execute(statement).rowcount == 1


def _claimed(row: Row[Any], until: str, at: str) -> Claimed:
    is_changed = "former_secret" in row._mapping and (row.former_until or "") > at
    return Claimed(
        id=row.id,
        receiver=row.receiver,
        event=row.event,
        url=row.url,
        secrets=[row.secret, row.former_secret] if is_changed else [row.secret],
        body=row.body.encode(),
        attempts=json.loads(row.attempts),
        until=until,
    )
