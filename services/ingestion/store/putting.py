"""Posted records into their table: a new version only where what was kept differs."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import msgspec
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from services.ingestion.domain import Kept
from services.ingestion.store.records import now
from shared.correlation import correlation_id
from shared.db.rows import Row, copy_rows, execute_rows

_COLUMNS = (
    "key",
    "provider",
    "version",
    "published_version",
    "content",
    "content_hash",
    "correlation_id",
    "recorded_at",
)
_MANY = 20
"""Records for which it pays to ask first which of them are known."""


def upsert(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """Keep the records; key -> version of those that are new or differ from what was kept.

    Rows go in key order, so two batches cannot wait for each other in a circle.
    """
    ordered = sorted(records, key=lambda record: record.key)
    is_postgresql = connection.dialect.name == "postgresql"
    if len(ordered) < _MANY:
        return _decide(connection, table, ordered)
    versions = foresee(connection, table, ordered)
    changed = [record for record in ordered if record.key in versions]
    if not is_postgresql:
        execute_rows(connection, _put_one(table), _rows(changed))
        return versions
    if all(version == 1 for version in versions.values()):
        try:
            with connection.begin_nested():
                copy_rows(connection, table.name, _COLUMNS, _rows(changed))
        except IntegrityError:
            pass  # another writer was first with one of them
        else:
            return versions
    return _decide(connection, table, changed)


def foresee(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """Key -> version that keeping the record would make, as long as nobody else writes."""
    if not records:
        return {}
    keys = [record.key for record in records]
    is_postgresql = connection.dialect.name == "postgresql"
    offered = keys if is_postgresql else msgspec.json.encode(keys).decode()
    found = connection.execute(_known(table, is_postgresql), {"keys": offered})
    known: dict[str, tuple[int, str | None]] = {key: (version, of) for key, version, of in found}
    versions = {}
    for record in records:
        version, content_hash = known.get(record.key, (0, None))
        if content_hash != record.content_hash:
            versions[record.key] = version + 1
    return versions


def _decide(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """One statement decides for each row, so two writers of one record cannot both be first."""
    if not records:
        return {}
    rows = [dict(zip(_COLUMNS, row, strict=True)) for row in _rows(records)]
    if connection.dialect.name == "postgresql":
        columns = {name: [row[name] for row in rows] for name in _COLUMNS}
        told = connection.execute(_put_arrays(table), columns)
    else:
        told = connection.execute(_put_rows(table), rows)
    return {key: version for key, version in told}  # noqa: C416  rows are no pairs to mypy


def _rows(records: Sequence[Kept]) -> Iterator[Row]:
    request, at = correlation_id.get(), now()
    for record in records:
        content, content_hash = record.content, record.content_hash
        yield record.key, record.provider, 1, 0, content, content_hash, request, at


@cache
def _known(table: Table, is_postgresql: bool) -> Select[Any]:
    """Keys that are there, with version and hash; one parameter holds all keys asked for."""
    asked: Any
    if is_postgresql:
        asked = func.unnest(bindparam("keys", type_=postgresql.ARRAY(Text)))
    else:
        asked = func.json_each(bindparam("keys", type_=Text)).table_valued("value").c.value
    columns = select(table.c.key, table.c.version, table.c.content_hash)
    return columns.where(table.c.key.in_(select(asked)))


@cache
def _put_one(table: Table) -> Any:
    return _unless_same(sqlite.insert(table).values({c: bindparam(c) for c in _COLUMNS}), table)


@cache
def _put_rows(table: Table) -> Any:
    return _unless_same(sqlite.insert(table), table).returning(table.c.key, table.c.version)


@cache
def _put_arrays(table: Table) -> Any:
    """The rows as one array a column: a parameter for each value takes psycopg twice as long."""
    arrays = [
        bindparam(name, type_=postgresql.ARRAY(Integer if "version" in name else Text))
        for name in _COLUMNS
    ]
    columns = func.unnest(*arrays).table_valued(*_COLUMNS).render_derived()
    statement = postgresql.insert(table).from_select(_COLUMNS, select(*columns.c))
    return _unless_same(statement, table).returning(table.c.key, table.c.version)


def _unless_same(statement: Any, table: Table) -> Any:
    """An insert that makes a new version where the key is known and the content differs."""
    new = statement.excluded
    changes: Mapping[str, Any] = {
        "version": table.c.version + literal_column("1"),
        "content": new.content,
        "content_hash": new.content_hash,
        "correlation_id": new.correlation_id,
        "recorded_at": new.recorded_at,
        "erased_at": null(),  # for None SQLAlchemy would send the rows one by one
    }
    return statement.on_conflict_do_update(
        index_elements=[table.c.key],
        set_=changes,
        where=table.c.content_hash.is_distinct_from(new.content_hash),
    )
