"""Rows into tables, many at a time: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Insert, Table, column, delete, insert, select, table
from sqlalchemy.dialects import postgresql, sqlite

from services.reporting.store.connections import driver_errors

Row = tuple[Any, ...]
"""The values of a table's columns, in the order of the columns."""

_BLOCK = 500
"""Rows sent to PostgreSQL at a time: the server works on them while the next are made."""


def append_rows(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """Add rows whose keys the table does not have, as they come."""
    if connection.dialect.name == "postgresql":
        _copy(connection, target.name, target, rows)
    else:
        _execute(connection, insert(target), rows)


def upsert_rows(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """Add rows, each in the place of the one that has its key."""
    if connection.dialect.name == "postgresql":
        _upsert_by_staging(connection, target, rows)
    else:
        _execute(connection, _replacing(sqlite.insert(target), target), rows)


def forget_rows(connection: Connection, target: Table, keys: Sequence[str]) -> None:
    """Delete what is kept under `keys`."""
    connection.execute(delete(target).where(target.c.key.in_(keys)))


def _upsert_by_staging(connection: Connection, target: Table, rows: Iterable[Row]) -> None:
    """COPY knows no conflicts, so it fills a table of this session's own, which is then poured."""
    name = f"new_{target.name}"
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE IF NOT EXISTS {name} (LIKE {target.name}) ON COMMIT DELETE ROWS"
    )
    _copy(connection, name, target, rows)
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


def _execute(connection: Connection, statement: Insert, rows: Iterable[Row]) -> None:
    """Past SQLAlchemy, which would look at every value."""
    compiled = str(statement.compile(dialect=connection.dialect))
    with driver_errors(connection), closing(connection.connection.cursor()) as opened:
        cursor: Any = opened
        cursor.executemany(compiled, rows)


def _copy(connection: Connection, name: str, target: Table, rows: Iterable[Row]) -> None:
    columns = ", ".join(target.columns.keys())
    with driver_errors(connection), closing(connection.connection.cursor()) as opened:
        cursor: Any = opened
        with cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
            for block in _blocks(map(_line, rows)):
                copy.write(block)


def _blocks(lines: Iterator[str]) -> Iterator[str]:
    while block := "".join(islice(lines, _BLOCK)):
        yield block


def _line(row: Row) -> str:
    """A row in COPY's text format; only a rare text has a character that must be escaped."""
    line = "\t".join(["\\N" if v is None else v if v.__class__ is str else str(v) for v in row])
    is_plain = line.count("\\") == row.count(None) and line.count("\t") == len(row) - 1
    if not is_plain or "\n" in line or "\r" in line:
        line = "\t".join(["\\N" if v is None else str(v).translate(_ESCAPED) for v in row])
    return f"{line}\n"


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
