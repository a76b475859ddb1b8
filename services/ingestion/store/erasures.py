"""Erasures: what was asked for, what became of it, and what may not come back with older files.

A receipt names pseudonyms only, so that it can stay as proof.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Select,
    Table,
    Text,
    func,
    insert,
    literal,
    select,
    update,
)

from services.ingestion.store.batches import ENDED, batches
from services.ingestion.store.codings import forget_codings
from services.ingestion.store.records import now
from services.ingestion.store.tables import graduates, metadata, vacancies
from shared.correlation import correlation_id

_SLICE = 1000
Reason = Literal["asked", "retention"]

erasures = Table(
    "erasures",
    metadata,
    Column("id", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("asked", Integer, nullable=False),
    Column("erased", Integer, nullable=False),
    Column("erased_at", Text, nullable=False),
    Column("correlation_id", Text, nullable=False),
)
Index("ix_erasures_provider", erasures.c.provider, erasures.c.id)

# `version` is the tombstone's; null where nothing was kept under the key.
erased_records = Table(
    "erased_records",
    metadata,
    Column("erasure", Text, ForeignKey("erasures.id"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", Integer),
)
Index("ix_erased_records_key", erased_records.c.key)


class Receipt(NamedTuple):
    """An erasure as it is kept."""

    id: str
    provider: str
    kind: str
    reason: str
    asked: int
    erased: int
    erased_at: str
    correlation_id: str


def kept_among(connection: Connection, table: Table, keys: Iterable[str]) -> frozenset[str]:
    """Those of the keys under which something is kept."""
    found: set[str] = set()
    for some in _slices(keys):
        statement = select(table.c.key).where(table.c.key.in_(some), table.c.erased_at.is_(None))
        found.update(connection.execute(statement).scalars())
    return frozenset(found)


def erase_all(connection: Connection, table: Table, keys: Iterable[str]) -> dict[str, int]:
    """Take the records' content away for good; key -> version of each tombstone.

    The rows are locked in key order first, so that no writer of many waits in a circle.
    """
    gone: dict[str, Any] = {"content": None, "content_hash": None, "erased_at": now()}
    if table is vacancies:
        gone |= {"closed_on": None, "filled": None}
    versions: dict[str, int] = {}
    for some in _slices(sorted(keys)):
        chosen = table.c.key.in_(some), table.c.erased_at.is_(None)
        connection.execute(
            select(table.c.key).where(*chosen).order_by(table.c.key).with_for_update()
        )
        told = connection.execute(
            update(table)
            .where(*chosen)
            .values(
                version=table.c.version + literal(1), correlation_id=correlation_id.get(), **gone
            )
            .returning(table.c.key, table.c.version)
        )
        versions |= {row.key: row.version for row in told}
        forget_codings(connection, table.name, some)
    return versions


def keep_receipt(
    connection: Connection, receipt: Receipt, versions: Mapping[str, int | None]
) -> None:
    """Keep the proof: the receipt, and each key asked for with its tombstone's version."""
    connection.execute(insert(erasures).values(receipt._asdict()))
    rows = [
        {"erasure": receipt.id, "key": key, "version": version} for key, version in versions.items()
    ]
    connection.execute(insert(erased_records), rows)


def find_receipt(connection: Connection, receipt: str, provider: str) -> Receipt | None:
    """The provider's receipt of this id."""
    statement = select(erasures).where(erasures.c.id == receipt, erasures.c.provider == provider)
    row = connection.execute(statement).first()
    return None if row is None else Receipt(*row)


def list_receipts(
    connection: Connection, provider: str, before: str, limit: int
) -> Sequence[Receipt]:
    """The provider's receipts before the id `before` (empty: from the newest), newest first."""
    statement = select(erasures).where(erasures.c.provider == provider)
    if before:
        statement = statement.where(erasures.c.id < before)
    rows = connection.execute(statement.order_by(erasures.c.id.desc()).limit(limit))
    return [Receipt(*row) for row in rows]


def receipts_about(connection: Connection, key: str) -> Sequence[Receipt]:
    """Every receipt that names the key, oldest first."""
    statement = (
        select(erasures)
        .join(erased_records)
        .where(erased_records.c.key == key)
        .order_by(erasures.c.id)
    )
    return [Receipt(*row) for row in connection.execute(statement)]


def versions_of(connection: Connection, receipt: str) -> dict[str, int | None]:
    """The keys that the receipt names -> the versions of their tombstones."""
    statement = select(erased_records.c.key, erased_records.c.version).where(
        erased_records.c.erasure == receipt
    )
    return {row.key: row.version for row in connection.execute(statement)}


def record_table(kind: str) -> Table:
    """The table of graduates or of vacancies."""
    return {table.name: table for table in (graduates, vacancies)}[kind]


def untold(connection: Connection, table: Table, receipt: str) -> int:
    """How many of the receipt's tombstones are still to be told on the log."""
    statement = (
        select(func.count())
        .select_from(erased_records.join(table, table.c.key == erased_records.c.key))
        .where(
            erased_records.c.erasure == receipt,
            table.c.published_version < erased_records.c.version,
        )
    )
    return connection.scalar(statement) or 0


def await_takers(connection: Connection, provider: str) -> None:
    """Until this transaction ends, no file's records of the provider are being kept."""
    _lock(connection, "pg_advisory_xact_lock", provider)


def has_files_to_come(connection: Connection, provider: str) -> bool:
    """Whether a file of the provider was given whose rows are not all kept yet."""
    statement = select(batches.c.id).where(
        batches.c.provider == provider, batches.c.state.not_in(ENDED)
    )
    return connection.execute(statement.limit(1)).first() is not None


def erased_since(
    connection: Connection, provider: str, keys: Sequence[str], moment: str
) -> frozenset[str]:
    """Those of the keys whose erasure was asked for at or after `moment`; not by the clock.

    For what was given before `moment` and is kept only now, in this transaction: no erasure of
    the provider's comes in between.
    """
    if not has_erased_since(connection, provider, moment):
        return frozenset()
    asked = _asked_since(provider, moment)
    found: set[str] = set()
    for some in _slices(keys):
        statement = select(erased_records.c.key).where(
            erased_records.c.key.in_(some), erased_records.c.erasure.in_(asked)
        )
        found.update(connection.execute(statement).scalars())
    return frozenset(found)


def has_erased_since(connection: Connection, provider: str, moment: str) -> bool:
    """Whether anybody's erasure was asked for at or after `moment`; as `erased_since`."""
    _lock(connection, "pg_advisory_xact_lock_shared", provider)
    return connection.execute(_asked_since(provider, moment).limit(1)).first() is not None


def _asked_since(provider: str, moment: str) -> Select[tuple[str]]:
    return select(erasures.c.id).where(
        erasures.c.provider == provider,
        erasures.c.reason == "asked",  # what retention ended may be given anew
        erasures.c.erased_at >= moment,
    )


def _lock(connection: Connection, function: str, provider: str) -> None:
    """On SQLite there is one writer at a time anyway."""
    if connection.dialect.name == "postgresql":
        number = func.hashtextextended(f"erasures of {provider}", 0)
        connection.execute(select(getattr(func, function)(number)))


def _slices(keys: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(keys)
    while some := list(islice(rest, _SLICE)):
        yield some
