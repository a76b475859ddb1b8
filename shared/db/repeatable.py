"""Writes that may be asked for again: who is at work on one, and the answer of those that ended.

When to use: a caller names its request by a key of its own and sends it again when no answer came.
When not to: to know an unchanged record, which is its content hash's work.

A run holds a lease. A process that dies leaves one that runs out; the request is then run again.
What must not be made twice even so is made by `once`, in the transaction that makes it.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from shared.db.engine import transaction

LEASE_SECONDS = 60
"""No shorter than gunicorn lets a request that stands still live."""
KEPT_SECONDS = 24 * 3600
_FORGOTTEN_AT_ONCE = 200


Make = Callable[[], str]
Once = Callable[[Connection, Make], str]
"""Has something made in the transaction, or says what an earlier run of the request made."""


def plainly(_connection: Connection, make: Make) -> str:
    """Once for callers whose requests are not repeated."""
    return make()


class InFlight(Exception):
    """Another run of the same request has not ended."""


class OtherRequest(Exception):
    """The key belongs to a request that was not this one."""


class Overtaken(Exception):
    """The run stood still until its lease ran out, and another has taken over."""


@dataclass(frozen=True)
class Run:
    """One attempt at a write."""

    write: str
    token: str


def repeatable_writes_table(metadata: MetaData) -> Table:
    """The repeatable writes of a service. Nothing in it can be read without the caller's key."""
    table = Table(
        "repeatable_writes",
        metadata,
        Column("write", Text, primary_key=True),
        Column("fingerprint", Text, nullable=False),
        Column("token", Text, nullable=False),
        Column("leased_until", BigInteger, nullable=False),  # Unix milliseconds, as below
        Column("forgotten_at", BigInteger, nullable=False),
        Column("made", Text),  # what `once` made
        Column("answer", LargeBinary),
    )
    Index("ix_repeatable_writes_forgotten_at", table.c.forgotten_at)
    return table


class RepeatableWrites:
    """The repeatable writes kept in one service's database."""

    def __init__(
        self, engine: Engine, table: Table, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine, self._table, self.clock = engine, table, clock

    def begin(self, write: str, fingerprint: str) -> Run | bytes:
        """A run that may go ahead now, or the answer of the one that ended.

        Raises:
            InFlight: another run is at work.
            OtherRequest: `write` began with another fingerprint.
        """
        run, now, kept = Run(write, uuid.uuid4().hex), self._now(), self._table
        with transaction(self._engine) as connection:
            connection.execute(
                delete(kept).where(kept.c.write == write, kept.c.forgotten_at <= now)
            )
            if self._is_taken(connection, run, fingerprint, now):
                self._forget_old(connection, now)
                return run
            row = connection.execute(select(kept).where(kept.c.write == write)).one()
        if row.fingerprint != fingerprint:
            raise OtherRequest
        if row.answer is None:
            raise InFlight
        return bytes(row.answer)

    def renew(self, run: Run) -> None:
        """Say that the run is still at work."""
        statement = update(self._table).where(*self._own(run))
        with transaction(self._engine) as connection:
            connection.execute(statement.values(leased_until=_lease(self._now())))

    def keep(self, run: Run, answer: bytes) -> None:
        """The run ended with this answer; one that was overtaken keeps none."""
        with transaction(self._engine) as connection:
            connection.execute(update(self._table).where(*self._own(run)).values(answer=answer))

    def let_go(self, run: Run) -> None:
        """The run ended without an answer to keep: the next one with the key may go ahead."""
        own, nothing_made = self._own(run), self._table.c.made.is_(None)
        with transaction(self._engine) as connection:
            connection.execute(delete(self._table).where(*own, nothing_made))
            connection.execute(update(self._table).where(*own).values(leased_until=0))

    def once(self, connection: Connection, run: Run, make: Make) -> str:
        """What `make` makes in this transaction; what it made if an earlier run came so far.

        Raises:
            Overtaken: another run has taken over; the transaction must not be committed.
        """
        own = select(self._table.c.made).where(*self._own(run)).with_for_update()
        row = connection.execute(own).first()
        if row is None:
            raise Overtaken
        if row.made is not None:
            return str(row.made)
        made = make()
        connection.execute(update(self._table).where(*self._own(run)).values(made=made))
        return made

    def _is_taken(self, connection: Connection, run: Run, fingerprint: str, now: int) -> bool:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        kept, leased = self._table.c, {"token": run.token, "leased_until": _lease(now)}
        row = {
            "write": run.write,
            "fingerprint": fingerprint,
            "forgotten_at": now + KEPT_SECONDS * 1000,
            **leased,
        }
        abandoned = (
            kept.answer.is_(None) & (kept.leased_until <= now) & (kept.fingerprint == fingerprint)
        )
        statement = (
            dialect.insert(self._table)
            .values(row)
            .on_conflict_do_update(index_elements=[kept.write], set_=leased, where=abandoned)
            .returning(kept.token)
        )
        return connection.execute(statement).first() is not None

    def _forget_old(self, connection: Connection, now: int) -> None:
        """Some rows whose time has come; rows that others hold are left to them."""
        old = (
            select(self._table.c.write)
            .where(self._table.c.forgotten_at <= now)
            .limit(_FORGOTTEN_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        connection.execute(delete(self._table).where(self._table.c.write.in_(old)))

    def _own(self, run: Run) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        return self._table.c.write == run.write, self._table.c.token == run.token

    def _now(self) -> int:
        return int(self.clock() * 1000)


def _lease(now: int) -> int:
    return now + LEASE_SECONDS * 1000
