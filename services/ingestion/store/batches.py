"""Batches of uploaded records: what was asked for, how far it is, how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    and_,
    insert,
    or_,
    select,
    update,
)

from services.ingestion.store.tables import metadata

State = Literal["open", "received", "processing", "finished", "failed", "cancelled"]
UNFINISHED = ("received", "processing")
ENDED = ("finished", "failed", "cancelled")

batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("profile", Text, nullable=False),
    Column("profile_version", Integer),
    Column("name", Text, nullable=False),
    Column("as_of", Text),
    Column("dry_run", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("size", BigInteger),
    Column("received_bytes", BigInteger, nullable=False),
    Column("read_bytes", BigInteger, nullable=False),
    Column("stated_sha256", Text),
    Column("sha256", Text),
    Column("same_as", Text),
    Column("read", BigInteger, nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("updated", BigInteger, nullable=False),
    Column("unchanged", BigInteger, nullable=False),
    Column("rejected", BigInteger, nullable=False),
    Column("warned", BigInteger, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reading", Text),
    Column("left_out", Text),
    Column("quality", Text),
    Column("failure", Text),
    Column("content_key", LargeBinary),
    Column("results_key", LargeBinary),
    Column("correlation_id", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("touched_at", Text, nullable=False),
    Column("received_at", Text),
    Column("finished_at", Text),
    Column("noticed_at", Text),
)
_waiting = batches.c.state.in_(UNFINISHED)
_unnoticed = and_(batches.c.finished_at.is_not(None), batches.c.noticed_at.is_(None))
Index("ix_batches_provider", batches.c.provider, batches.c.created_at, batches.c.id)
Index(
    "ix_batches_waiting",
    batches.c.received_at,
    sqlite_where=_waiting,
    postgresql_where=_waiting,
)
Index(
    "ix_batches_unnoticed",
    batches.c.finished_at,
    sqlite_where=_unnoticed,
    postgresql_where=_unnoticed,
)


@dataclass(frozen=True)
class Batch:
    """One batch; `reading`, `left_out`, `quality` and `failure` are JSON.

    `read` rows became created + updated + unchanged + rejected; `warned` are among those taken.
    `attempts` were begun since a row was last counted.
    `content_key` is there as long as the content is, `results_key` as long as the results are.
    """

    id: str
    provider: str
    kind: Literal["graduates", "vacancies"]
    profile: str
    profile_version: int | None
    name: str
    as_of: str | None
    dry_run: bool
    state: State
    size: int | None
    received_bytes: int
    read_bytes: int
    stated_sha256: str | None
    sha256: str | None
    same_as: str | None
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
    warned: int
    attempts: int
    reading: str | None
    left_out: str | None
    quality: str | None
    failure: str | None
    content_key: bytes | None
    results_key: bytes | None
    correlation_id: str
    created_at: str
    touched_at: str
    received_at: str | None
    finished_at: str | None
    noticed_at: str | None

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED


_COLUMNS = [batches.c[field.name] for field in fields(Batch)]


def add_batch(connection: Connection, batch: Batch) -> None:
    """Keep a new batch."""
    connection.execute(insert(batches).values(**vars(batch)))


def find_batch(connection: Connection, batch_id: str, *, hold: bool = False) -> Batch | None:
    """The batch; with `hold` no other transaction changes it until this one ends."""
    statement = select(*_COLUMNS).where(batches.c.id == batch_id)
    row = connection.execute(statement.with_for_update() if hold else statement).first()
    return None if row is None else Batch(**row._mapping)


def change_batch(connection: Connection, batch_id: str, **values: Any) -> None:
    """Set columns of a batch that the caller holds."""
    connection.execute(update(batches).where(batches.c.id == batch_id).values(**values))


def list_batches(
    connection: Connection, provider: str, after: Batch | None, limit: int
) -> list[Batch]:
    """The provider's batches, newest first, from the one after `after` on."""
    statement = select(*_COLUMNS).where(batches.c.provider == provider)
    if after is not None:
        older = batches.c.created_at < after.created_at
        same = and_(batches.c.created_at == after.created_at, batches.c.id < after.id)
        statement = statement.where(or_(older, same))
    newest = (batches.c.created_at.desc(), batches.c.id.desc())
    return _all(connection, statement.order_by(*newest).limit(limit))


def waiting_batches(connection: Connection) -> list[Batch]:
    """Whose content is all there and not yet processed, the longest waiting first."""
    statement = select(*_COLUMNS).where(_waiting)
    return _all(connection, statement.order_by(batches.c.received_at, batches.c.id))


def batch_with_content(connection: Connection, like: Batch, sha256: str) -> str | None:
    """The last finished batch of the same provider, kind, profile and content; its id."""
    statement = (
        select(batches.c.id)
        .where(
            batches.c.provider == like.provider,
            batches.c.kind == like.kind,
            batches.c.profile == like.profile,
            batches.c.state == "finished",
            batches.c.dry_run.is_(False),
            batches.c.sha256 == sha256,
        )
        .order_by(batches.c.created_at.desc())
        .limit(1)
    )
    return connection.execute(statement).scalar()


def batch_of(connection: Connection, provider: str, correlation_id: str) -> Batch | None:
    """The provider's upload that wrote what bears this correlation id."""
    same = and_(batches.c.provider == provider, batches.c.correlation_id == correlation_id)
    found = _all(connection, select(*_COLUMNS).where(same).limit(1))
    return found[0] if found else None


def abandoned_batches(connection: Connection, before: str) -> list[Batch]:
    """Open batches of which nothing has come since `before`."""
    abandoned = and_(batches.c.state == "open", batches.c.touched_at < before)
    return _all(connection, select(*_COLUMNS).where(abandoned))


def outdated_batches(connection: Connection, before: str, limit: int) -> list[Batch]:
    """Batches that ended before that moment and whose results can still be read."""
    outdated = and_(batches.c.finished_at < before, batches.c.results_key.is_not(None))
    return _all(connection, select(*_COLUMNS).where(outdated).limit(limit))


def batches_with_results(connection: Connection, provider: str, kind: str) -> list[Batch]:
    """The provider's batches of that kind whose results can be read."""
    own = and_(batches.c.provider == provider, batches.c.kind == kind)
    return _all(connection, select(*_COLUMNS).where(own, batches.c.results_key.is_not(None)))


def _all(connection: Connection, statement: Any) -> list[Batch]:
    rows: Sequence[Any] = connection.execute(statement).all()
    return [Batch(**row._mapping) for row in rows]
