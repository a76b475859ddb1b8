"""Posted records into their table: a new version only where what was kept differs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    column,
    func,
    literal_column,
    null,
    select,
)
from sqlalchemy import table as table_of
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from services.ingestion.domain import Kept
from services.ingestion.store.records import now
from shared.correlation import correlation_id
from shared.db.rows import Row, copy_lines, execute_rows, line_of

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
_SEPARATOR = "\n"  # no key has one: what it is made of was tidied
_MANY = 20
"""Records for which it pays to ask first which of them are known."""
_SAMPLE = 50
"""At most so many keys, and half of it at least, tell whether records may all be new."""


def upsert(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """Keep the records; key -> version of those that are new or differ from what was kept.

    Rows go in key order, so two batches cannot wait for each other in a circle.
    """
    ordered = _in_key_order(records)
    if len(ordered) < _MANY:
        return _put_few(connection, table, ordered)
    is_postgresql = connection.dialect.name == "postgresql"
    keys = [record.key for record in ordered]
    if is_postgresql and seem_new(connection, table, keys) and add_new(connection, table, ordered):
        return dict.fromkeys(keys, 1)
    return merge(connection, table, ordered)


def merge(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """The same for many records of which some are known."""
    versions = foresee(connection, table, records)
    changed = [record for record in _in_key_order(records) if record.key in versions]
    if connection.dialect.name == "postgresql":
        return _put_staged(connection, table, changed) if changed else {}
    execute_rows(connection, _put_one(table), _rows(changed))
    return versions  # nobody else has written since: SQLite's write lock is ours


def add_new(connection: Connection, table: Table, records: Iterable[Kept]) -> bool:
    """Add records to PostgreSQL, in key order and as they come.

    False, and none is kept, when one of them is known, by now or from before.
    """
    try:
        with connection.begin_nested():
            copy_lines(connection, table.name, _COLUMNS, _lines(records))
    except IntegrityError:
        return False
    return True


def seem_new(connection: Connection, table: Table, keys: Sequence[str]) -> bool:
    """Whether there never was a record under any of some of the keys, taken evenly."""
    return not _known(connection, table, keys[:: 1 + len(keys) // _SAMPLE])


def foresee(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """Key -> version that keeping the record would make, as long as nobody else writes."""
    if not records:
        return {}
    known = _known(connection, table, [record.key for record in records])
    versions = {}
    for record in records:
        version, content_hash = known.get(record.key, (0, None))
        if content_hash != record.content_hash:
            versions[record.key] = version + 1
    return versions


def _known(
    connection: Connection, table: Table, keys: Sequence[str]
) -> dict[str, tuple[int, str | None]]:
    """Those of the keys that are there -> version and hash."""
    is_postgresql = connection.dialect.name == "postgresql"
    asked = _SEPARATOR.join(keys) if is_postgresql else msgspec.json.encode(keys).decode()
    found = connection.execute(_ask(table, is_postgresql), {"keys": asked})
    return {key: (version, content_hash) for key, version, content_hash in found}


def _put_few(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
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


def _put_staged(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """COPY knows no conflicts, so it fills a table of this session's own, which is then poured."""
    name = f"new_{table.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} ON COMMIT DELETE ROWS"
        f" AS TABLE {table.name} WITH NO DATA"
    )
    copy_lines(connection, name, _COLUMNS, _lines(records))
    told = connection.execute(_pour(table, name))
    versions = {key: version for key, version in told}  # noqa: C416
    connection.exec_driver_sql(f"TRUNCATE {name}")
    return versions


def _in_key_order(records: Sequence[Kept]) -> list[Kept]:
    return sorted(records, key=lambda record: record.key)


def _rows(records: Sequence[Kept]) -> Iterator[Row]:
    request, at = correlation_id.get(), now()
    for record in records:
        content, content_hash = record.content, record.content_hash
        yield record.key, record.provider, 1, 0, content, content_hash, request, at


def _lines(records: Iterable[Kept]) -> Iterator[bytes]:
    """The same rows as COPY reads them."""
    request, at = correlation_id.get().encode(), now().encode()
    for record in records:
        key, provider = record.key.encode(), record.provider.encode()
        content, content_hash = record.encoded, record.content_hash.encode()
        yield line_of((key, provider, b"1", b"0", content, content_hash, request, at))


@cache
def _ask(table: Table, is_postgresql: bool) -> Select[Any]:
    """Keys that are there, with version and hash; one text holds all keys asked for."""
    keys = bindparam("keys", type_=Text)
    asked: Any
    if is_postgresql:
        asked = func.unnest(func.string_to_array(keys, _SEPARATOR))
    else:
        asked = func.json_each(keys).table_valued("value").c.value
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


@cache
def _pour(table: Table, staging: str) -> Any:
    staged = select(*table_of(staging, *(column(name, table.c[name].type) for name in _COLUMNS)).c)
    statement = postgresql.insert(table).from_select(_COLUMNS, staged)
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
