"""Rows into tables, many at a time: COPY on PostgreSQL, one prepared statement on SQLite."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Insert, Table, column, delete, insert, select, table
from sqlalchemy.dialects import postgresql, sqlite

from services.reporting.store.connections import driver_errors
from services.reporting.store.tables import assessment_versions

Row = Mapping[str, Any]

_BLOCK = 2_000
"""Rows sent to PostgreSQL at a time, so that a million are never one text in memory."""


def append_rows(connection: Connection, target: Table, rows: Sequence[Row]) -> None:
    """Add rows whose keys the table does not have.

    PostgreSQL takes an empty text for NULL where the column allows it: CSV does not tell them
    apart, and neither do those who read the facts.
    """
    values = map(itemgetter(*target.columns.keys()), rows)
    if connection.dialect.name == "postgresql":
        _copy(connection, target.name, target, values)
    else:
        _execute(connection, insert(target), values)


def upsert_rows(connection: Connection, target: Table, rows: Sequence[Row]) -> None:
    """Add rows, each in the place of the one that has its key."""
    if connection.dialect.name == "postgresql":
        _upsert_by_staging(connection, target, rows)
    else:
        statement = sqlite.insert(target)
        values = map(itemgetter(*target.columns.keys()), rows)
        _execute(connection, _replacing(statement, target), values)


def forget_rows(connection: Connection, target: Table, keys: Sequence[str]) -> None:
    """Delete what is kept under `keys`."""
    connection.execute(delete(target).where(target.c.key.in_(keys)))


def replace_rows(
    connection: Connection, target: Table, keys: Sequence[str], rows: list[Row]
) -> None:
    """Put `rows` in the place of all that is kept under `keys`."""
    forget_rows(connection, target, keys)
    if rows:
        connection.execute(insert(target), rows)


def keep_versions(connection: Connection, rows: list[Row]) -> None:
    """Note sets of versions; a set noted before stays as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(assessment_versions).on_conflict_do_nothing(), rows)


def _upsert_by_staging(connection: Connection, target: Table, rows: Sequence[Row]) -> None:
    """COPY knows no conflicts, so it fills a table of this session's own, which is then poured."""
    name = f"new_{target.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (LIKE {target.name}) ON COMMIT DELETE ROWS"
    )
    _copy(connection, name, target, map(itemgetter(*target.columns.keys()), rows))
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


def _copy(
    connection: Connection, name: str, target: Table, values: Iterable[Sequence[Any]]
) -> None:
    must_stay_text = ", ".join(c.name for c in target.columns if not c.nullable)
    columns = ", ".join(target.columns.keys())
    cursor: Any = connection.connection.cursor()
    with (
        driver_errors(connection),
        cursor,
        cursor.copy(
            f"COPY {name} ({columns}) FROM STDIN (FORMAT csv, FORCE_NOT_NULL ({must_stay_text}))"
        ) as copy,
    ):
        for block in _blocks(values):
            copy.write(block)


def _blocks(values: Iterable[Sequence[Any]]) -> Iterator[str]:
    rest = iter(values)
    while some := list(islice(rest, _BLOCK)):
        block = io.StringIO()
        csv.writer(block).writerows(some)
        yield block.getvalue()


def _execute(connection: Connection, statement: Insert, values: Iterable[Sequence[Any]]) -> None:
    """The statement for each row, past SQLAlchemy's own work on every value."""
    rows = [tuple(row) for row in values]
    if rows:
        connection.exec_driver_sql(str(statement.compile(dialect=connection.dialect)), rows)
