"""Rows into tables, many at a time: added, put in the place of others, forgotten."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table, column, delete, insert, select, table
from sqlalchemy.dialects import postgresql, sqlite

from shared.db.rows import Row, copy_rows, execute_rows

__all__ = ["Row", "append_rows", "forget_rows", "upsert_rows"]


def append_rows(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """Add rows whose keys the table does not have, as they come."""
    if connection.dialect.name == "postgresql":
        copy_rows(connection, target.name, target.columns.keys(), rows)
    else:
        execute_rows(connection, insert(target), rows)


def upsert_rows(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """Add rows, each in the place of the one that has its key."""
    if connection.dialect.name == "postgresql":
        _upsert_by_staging(connection, target, rows)
    else:
        execute_rows(connection, _replacing(sqlite.insert(target), target), rows)


def forget_rows(connection: Connection, target: Table, keys: Sequence[str]) -> None:
    """Delete what is kept under `keys`."""
    connection.execute(delete(target).where(target.c.key.in_(keys)))


def _upsert_by_staging(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """COPY knows no conflicts, so it fills a table of this session's own, which is then poured."""
    name = f"new_{target.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (LIKE {target.name}) ON COMMIT DELETE ROWS"
    )
    copy_rows(connection, name, target.columns.keys(), rows)
    staged = select(table(name, *(column(c.name, c.type) for c in target.columns)))
    statement = postgresql.insert(target).from_select(target.columns.keys(), staged)
    connection.execute(_replacing(statement, target))
    connection.exec_driver_sql(f"TRUNCATE {name}")


def _replacing(statement: Any, target: Table) -> Insert:
    """The statement with every column of a row that is there already set anew."""
    replaced: Insert = statement.on_conflict_do_update(
        index_elements=list(target.primary_key),
        set_={c.name: statement.excluded[c.name] for c in target.columns if not c.primary_key},
    )
    return replaced
