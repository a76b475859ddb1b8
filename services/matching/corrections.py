"""People's corrections as they are kept: rows are added, never changed; one row withdraws one."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Select, func, select, text, update

from services.matching.domain import TextKind
from services.matching.tables import corrections, recodings, withdrawals
from shared.correlation import correlation_id

_ASSESSING = 0x6C6D6974  # "lmit": who assesses, and who waits for those that began earlier

Mark = tuple[int, int]
"""How many corrections and withdrawals there are; both only ever become more."""


class Party(NamedTuple):
    """The organisation that corrects or withdraws, and its role then."""

    organisation: str
    role: str


class Recoding(NamedTuple):
    """Work to be done: a text whose correction came or went, for a provider's records or all."""

    id: int
    correlation_id: str
    kind: TextKind
    text: str
    provider: str | None


class NewCorrection(NamedTuple):
    """A person's code for a text; `provider` None: for everybody's records."""

    kind: TextKind
    text: str
    key: str
    code: str
    former_code: str | None
    provider: str | None
    reason: str | None
    confirms: int | None = None


def keep(connection: Connection, correction: NewCorrection, by: Party) -> int:
    """Keep the correction and queue what it touches in one transaction; its id."""
    values = {**correction._asdict(), **by._asdict(), "made_at": _now()}
    statement = corrections.insert().values(values).returning(corrections.c.id)
    correction_id = int(connection.execute(statement).scalar_one())
    _queue(connection, correction_id)
    return correction_id


def withdraw(connection: Connection, correction_id: int, by: Party) -> None:
    """Withdraw the correction, which is kept, and queue what it touched; once for each."""
    already = select(withdrawals.c.correction).where(withdrawals.c.correction == correction_id)
    take_turns(connection, correction_id)
    if connection.execute(already).first() is None:
        values = {"correction": correction_id, **by._asdict(), "made_at": _now()}
        connection.execute(withdrawals.insert().values(values))
        _queue(connection, correction_id)


def take_turns(connection: Connection, correction_id: int) -> None:
    """Two who withdraw or confirm one correction at once: the second finds the first."""
    row = select(corrections.c.id).where(corrections.c.id == correction_id)
    connection.execute(row.with_for_update())


def confirmation_of(connection: Connection, correction_id: int) -> int | None:
    """The newest confirmation of the correction that was not withdrawn."""
    statement = (
        select(func.max(corrections.c.id))
        .outerjoin(withdrawals, withdrawals.c.correction == corrections.c.id)
        .where(corrections.c.confirms == correction_id, withdrawals.c.correction.is_(None))
    )
    found = connection.scalar(statement)
    return None if found is None else int(found)


def mark(connection: Connection) -> Mark:
    """Another one than before as soon as there is a further correction or withdrawal."""
    counts = [select(func.count()).select_from(t).scalar_subquery() for t in _COUNTED]
    row = connection.execute(select(*counts)).one()
    return int(row[0]), int(row[1])


def in_force(connection: Connection) -> Sequence[Row[Any]]:
    """Corrections that were not withdrawn, oldest first."""
    statement = (
        select(corrections)
        .outerjoin(withdrawals, withdrawals.c.correction == corrections.c.id)
        .where(withdrawals.c.correction.is_(None))
        .order_by(corrections.c.id)
    )
    return connection.execute(statement).all()


def find(connection: Connection, correction_id: int) -> Row[Any] | None:
    """The correction with its withdrawal and what became of re-coding."""
    return connection.execute(_shown().where(corrections.c.id == correction_id)).first()


def page(
    connection: Connection, organisation: str | None, before: int | None, limit: int
) -> Sequence[Row[Any]]:
    """Corrections of one organisation or of all, newest first, older than `before`."""
    statement = _shown().order_by(corrections.c.id.desc()).limit(limit)
    if organisation is not None:
        statement = statement.where(corrections.c.organisation == organisation)
    if before is not None:
        statement = statement.where(corrections.c.id < before)
    return connection.execute(statement).all()


def unfinished(connection: Connection) -> Recoding | None:
    """The oldest re-coding that is still to be done, with its correction."""
    statement = (
        select(
            recodings.c.id,
            recodings.c.correlation_id,
            corrections.c.kind,
            corrections.c.text,
            corrections.c.provider,
        )
        .join(corrections, corrections.c.id == recodings.c.correction)
        .where(recodings.c.finished_at.is_(None))
        .order_by(recodings.c.id)
        .limit(1)
    )
    row = connection.execute(statement).first()
    return None if row is None else Recoding(*row)


def finish(connection: Connection, recoding_id: int) -> None:
    """Note that everything the correction touches was assessed anew."""
    done = update(recodings).where(recodings.c.id == recoding_id).values(finished_at=_now())
    connection.execute(done)


def begin_assessing(connection: Connection) -> None:
    """To be called before corrections are read in a transaction that keeps assessments."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock_shared(:n)"), {"n": _ASSESSING})


def outwait_assessing(connection: Connection) -> None:
    """Return when whoever may have assessed without the newest corrections has kept the results.

    SQLite has one writer at a time: who reads corrections in a write transaction has the newest.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _ASSESSING})


_COUNTED = (corrections, withdrawals)


def _shown() -> Select[Any]:
    waiting = (
        select(func.count())
        .where(recodings.c.correction == corrections.c.id, recodings.c.finished_at.is_(None))
        .scalar_subquery()
    )
    return select(
        corrections,
        withdrawals.c.organisation.label("withdrawn_by"),
        withdrawals.c.role.label("withdrawn_role"),
        withdrawals.c.made_at.label("withdrawn_at"),
        waiting.label("waiting"),
    ).outerjoin(withdrawals, withdrawals.c.correction == corrections.c.id)


def _queue(connection: Connection, correction_id: int) -> None:
    values = {
        "correction": correction_id,
        "correlation_id": correlation_id.get(),
        "queued_at": _now(),
    }
    connection.execute(recodings.insert().values(values))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
