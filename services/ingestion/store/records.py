"""Records kept, found, listed, closed and erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Column,
    Connection,
    Table,
    bindparam,
    func,
    literal,
    null,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from services.ingestion.domain import Kept
from services.ingestion.store.tables import vacancies
from shared.correlation import correlation_id


@dataclass(frozen=True)
class Row:
    """One kept record."""

    key: str
    version: int
    content: str | None
    recorded_at: str
    closed_on: str | None = None
    filled: bool | None = None

    @property
    def record(self) -> str:
        return self.key.split("/", 1)[1]


def upsert(connection: Connection, table: Table, records: Sequence[Kept]) -> dict[str, int]:
    """Keep the records; key -> version of those that are new or differ from what was kept.

    One statement decides for each row, so two writers of one record cannot both be first; rows
    go in key order, so two batches cannot wait for each other in a circle.
    """
    rows = [_new_row(record) for record in sorted(records, key=lambda r: r.key)]
    if connection.dialect.name == "postgresql":
        told = connection.execute(_unless_same(_insert_arrays(table, rows), table))
    else:
        told = connection.execute(_unless_same(sqlite.insert(table), table), rows)
    return {row.key: row.version for row in told}


def _unless_same(statement: Any, table: Table) -> Any:
    """An insert that makes a new version where the key is known and the content differs."""
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=[table.c.key],
        set_={
            "version": table.c.version + 1,
            "content": new.content,
            "content_hash": new.content_hash,
            "correlation_id": new.correlation_id,
            "recorded_at": new.recorded_at,
            "erased_at": null(),  # for None SQLAlchemy would send the rows one by one
        },
        where=table.c.content_hash.is_distinct_from(new.content_hash),
    ).returning(table.c.key, table.c.version)


def _insert_arrays(table: Table, rows: Sequence[Mapping[str, Any]]) -> postgresql.Insert:
    """The rows as one array a column: a parameter for each value takes psycopg twice as long."""
    names = list(rows[0])
    arrays = [
        literal([row[name] for row in rows], postgresql.ARRAY(table.c[name].type)) for name in names
    ]
    columns = func.unnest(*arrays).table_valued(*names).render_derived()
    return postgresql.insert(table).from_select(names, select(*columns.c))


def find(connection: Connection, table: Table, key: str) -> Row | None:
    """The record under `key`, unless it is unknown or erased."""
    row = connection.execute(
        select(*_shown(table)).where(table.c.key == key, table.c.erased_at.is_(None))
    ).first()
    return None if row is None else Row(**row._mapping)


def list_own(
    connection: Connection, table: Table, provider: str, after: str, limit: int
) -> list[Row]:
    """The provider's records in key order after the key `after`."""
    statement = (
        select(*_shown(table))
        .where(table.c.provider == provider, table.c.key > after, table.c.erased_at.is_(None))
        .order_by(table.c.key)
        .limit(limit)
    )
    return [Row(**row._mapping) for row in connection.execute(statement)]


def erase(connection: Connection, table: Table, key: str) -> int | None:
    """Take the record's content away for good; the version of its tombstone, None if unknown."""
    gone: dict[str, Any] = {"content": None, "content_hash": None, "erased_at": now()}
    if table is vacancies:
        gone |= {"closed_on": None, "filled": None}
    return _bump(connection, table, key, gone)


def close(
    connection: Connection, key: str, closed_on: str | None, filled: bool | None
) -> int | None:
    """Close the vacancy, or open it again with None; its new version, None if unknown."""
    return _bump(connection, vacancies, key, {"closed_on": closed_on, "filled": filled})


def close_all(connection: Connection, closings: Sequence[tuple[str, str, bool | None]]) -> None:
    """Close vacancies (key, day, filled) unless they are known to be closed on that day."""
    day: BindParameter[str] = bindparam("day")
    filled: BindParameter[bool | None] = bindparam("is_filled")
    statement = (
        update(vacancies)
        .where(
            vacancies.c.key == bindparam("of"),
            vacancies.c.erased_at.is_(None),
            vacancies.c.closed_on.is_distinct_from(day),
        )
        .values(version=vacancies.c.version + literal(1), closed_on=day, filled=filled)
    )
    rows = [{"of": key, "day": on, "is_filled": hired} for key, on, hired in sorted(closings)]
    if rows:
        connection.execute(statement, rows)


def _bump(connection: Connection, table: Table, key: str, values: Mapping[str, Any]) -> int | None:
    statement = (
        update(table)
        .where(table.c.key == key, table.c.erased_at.is_(None))
        .values(version=table.c.version + literal(1), correlation_id=correlation_id.get(), **values)
        .returning(table.c.version)
    )
    return connection.execute(statement).scalar()


def _shown(table: Table) -> list[Column[Any]]:
    names = ("key", "version", "content", "recorded_at", "closed_on", "filled")
    return [table.c[name] for name in names if name in table.c]


def _new_row(record: Kept) -> dict[str, Any]:
    return {
        "key": record.key,
        "provider": record.provider,
        "version": 1,
        "published_version": 0,
        "content": record.content,
        "content_hash": record.content_hash,
        "correlation_id": correlation_id.get(),
        "recorded_at": now(),
    }


def now() -> str:
    """This moment, UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
