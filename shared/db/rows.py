"""Rows into tables, many at a time: COPY on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, AnyStr

from sqlalchemy import Connection, Insert
from sqlalchemy.exc import DBAPIError

Row = tuple[Any, ...]
"""Values in the order of the columns they are for."""

_BLOCK = 100
"""Rows sent to PostgreSQL at a time: the server works on them while the next are made."""


def copy_rows(
    connection: Connection, name: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Add rows to the table `name` on PostgreSQL, as they come."""
    copy_lines(connection, name, columns, map(_line, rows))


def copy_lines(
    connection: Connection, name: str, columns: Sequence[str], lines: Iterable[AnyStr]
) -> None:
    """Add rows that are written in COPY's text format already."""
    with driver_errors(connection), closing(connection.connection.cursor()) as opened:
        cursor: Any = opened
        with cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
            for block in _blocks(iter(lines)):
                copy.write(block)


def line_of(values: Sequence[bytes]) -> bytes:
    """A row of texts in UTF-8, in COPY's text format; only a rare one must be escaped."""
    line = b"\t".join(values)
    if b"\\" in line or b"\n" in line or b"\r" in line or line.count(b"\t") >= len(values):
        line = b"\t".join(map(_escaped, values))
    return line + b"\n"


def execute_rows(connection: Connection, statement: Insert, rows: Iterable[Row]) -> None:
    """Run the statement for each row on SQLite, past SQLAlchemy, which would look at every value.

    A row's values are taken in the order in which the statement names its parameters.
    """
    compiled = str(statement.compile(dialect=connection.dialect))
    with driver_errors(connection), closing(connection.connection.cursor()) as opened:
        cursor: Any = opened
        cursor.executemany(compiled, rows)


@contextmanager
def driver_errors(connection: Connection) -> Iterator[None]:
    """What the driver raises when asked past SQLAlchemy leaves as SQLAlchemy would raise it."""
    dialect, proxied = connection.dialect, connection.connection
    driver = dialect.loaded_dbapi
    try:
        yield
    except driver.Error as error:
        is_lost = dialect.is_disconnect(error, proxied.driver_connection, None)
        if is_lost:
            connection.invalidate(error)
        raise DBAPIError.instance(
            None,
            None,
            error,
            driver.Error,
            hide_parameters=True,
            dialect=dialect,
            connection_invalidated=is_lost,
        ) from error


def _escaped(text: bytes) -> bytes:
    for plain, written in _ESCAPED_BYTES:
        text = text.replace(plain, written)
    return text


def _blocks(lines: Iterator[AnyStr]) -> Iterator[AnyStr]:
    while block := list(islice(lines, _BLOCK)):
        yield block[0][:0].join(block)


def _line(row: Row) -> str:
    """A row in COPY's text format; only a rare text has a character that must be escaped."""
    line = "\t".join(["\\N" if v is None else v if v.__class__ is str else str(v) for v in row])
    is_plain = line.count("\\") == row.count(None) and line.count("\t") == len(row) - 1
    if not is_plain or "\n" in line or "\r" in line:
        line = "\t".join(["\\N" if v is None else str(v).translate(_ESCAPED) for v in row])
    return f"{line}\n"


_ESCAPED_BYTES = ((b"\\", b"\\\\"), (b"\t", b"\\t"), (b"\n", b"\\n"), (b"\r", b"\\r"))
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
