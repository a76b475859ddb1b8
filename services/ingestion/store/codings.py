"""What matching said last of each record, and the changes of it that nobody was told yet."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Index,
    Integer,
    Row,
    RowMapping,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from services.ingestion.store.tables import graduates, metadata, vacancies
from services.ingestion.store.webhooks import forget_records
from shared.db.inbox import inbox_table

inbox = inbox_table(metadata)

codings = Table(
    "codings",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("provider", Text, nullable=False),
    Column("version", Integer, nullable=False),  # of the record that was coded
    Column("occupation_status", Text, nullable=False),
    Column("occupation_code", Text),
    Column("occupation_probability", Float),
    Column("field_status", Text),  # NULL: a vacancy has no field
    Column("field_code", Text),
    Column("field_probability", Float),
    Column("coders", Text, nullable=False),  # id in `coder_sets`
    Column("taken_at", Text, nullable=False),
    Index("ix_codings_provider", "kind", "provider"),
)

coder_sets = Table(
    "coder_sets",
    metadata,
    Column("id", Text, primary_key=True),
    Column("versions", Text, nullable=False),  # JSON object: what had a say -> its version
)

coding_changes = Table(
    "coding_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("provider", Text, nullable=False),
    Column("is_first", Boolean, nullable=False),
    Column("content", Text, nullable=False),  # JSON object
    Column("at", Text, nullable=False),
    Index("ix_coding_changes_key", "kind", "key"),
    Index("ix_coding_changes_provider", "provider", "id"),
)

CoderSet = tuple[tuple[str, str], ...]
"""Pairs of a model, taxonomy or table and its version."""


def keep_codings(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep each coding in the place of the one before."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(codings)
    newer = {c.name: statement.excluded[c.name] for c in codings.columns if not c.primary_key}
    keys = [codings.c.kind, codings.c.key]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=newer), rows)


def codings_of(connection: Connection, kind: str, keys: Sequence[str]) -> dict[str, RowMapping]:
    """Key -> the coding of those records that have one."""
    found = select(codings).where(codings.c.kind == kind, codings.c.key.in_(keys))
    return {row.key: row._mapping for row in connection.execute(found)}


def erased_among(connection: Connection, kind: str, keys: Sequence[str]) -> frozenset[str]:
    """Those of the records that are erased here, whatever is still on its way to us about them."""
    records = graduates if kind == "graduates" else vacancies
    gone = select(records.c.key).where(records.c.key.in_(keys), records.c.erased_at.is_not(None))
    return frozenset(connection.scalars(gone))


def coding_counts(connection: Connection, kind: str, provider: str) -> Sequence[Row[Any]]:
    """How many of a provider's records are coded how: occupation's status, field's, count."""
    states = codings.c.occupation_status, codings.c.field_status
    return connection.execute(
        select(*states, func.count().label("records"))
        .where(codings.c.kind == kind, codings.c.provider == provider)
        .group_by(*states)
    ).all()


def forget_codings(connection: Connection, kind: str, keys: Sequence[str]) -> None:
    """Keep nothing of what was said of these records, told or not."""
    for table in (codings, coding_changes):
        connection.execute(delete(table).where(table.c.kind == kind, table.c.key.in_(keys)))
    forget_records(connection, kind, keys)


def add_changes(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Note changes to be told."""
    if rows:
        connection.execute(insert(coding_changes), rows)


def oldest_change(connection: Connection) -> Row[Any] | None:
    """The change that waits longest."""
    first = select(coding_changes).order_by(coding_changes.c.id).limit(1)
    return connection.execute(first).first()


def take_changes(connection: Connection, provider: str, limit: int) -> Sequence[Row[Any]]:
    """A provider's oldest changes, which are no longer there; what two take goes to one of them."""
    oldest = (
        select(coding_changes.c.id)
        .where(coding_changes.c.provider == provider)
        .order_by(coding_changes.c.id)
        .limit(limit)
    )
    taken = delete(coding_changes).where(coding_changes.c.id.in_(oldest)).returning(coding_changes)
    return sorted(connection.execute(taken).all(), key=lambda row: row.id)


def coders_id(coders: CoderSet) -> str:
    """What a coding carries for those that had a say in it."""
    return _kept(coders)[0]


def keep_coder_sets(connection: Connection, found: Iterable[CoderSet]) -> None:
    """Note who had a say; a set noted before stays as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"id": name, "versions": text} for name, text in sorted(set(map(_kept, found)))]
    connection.execute(dialect.insert(coder_sets).on_conflict_do_nothing(), rows)


def coder_set(connection: Connection, name: str) -> dict[str, str]:
    """The versions of those that had a say."""
    text = connection.scalar(select(coder_sets.c.versions).where(coder_sets.c.id == name))
    versions: dict[str, str] = msgspec.json.decode(text or "{}")
    return versions


@lru_cache(maxsize=1024)  # few sets ever, one of them in every event
def _kept(coders: CoderSet) -> tuple[str, str]:
    canonical = msgspec.json.encode(dict(coders), order="deterministic").decode()
    return hashlib.sha256(canonical.encode()).hexdigest()[:16], canonical
