"""Kept records found, listed, closed and erased."""

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
    literal,
    select,
    update,
)

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


def now() -> str:
    """This moment, UTC, ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")
