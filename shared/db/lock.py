"""A lock that one process at a time holds, let go of when that process ends in any way."""

import fcntl
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select


@contextmanager
def single_runner(engine: Engine, name: str) -> Iterator[bool]:
    """Whether this process is now the only one to run `name` against the engine's database.

    PostgreSQL: a session-level advisory lock on a connection of its own. SQLite: a lock on a
    file beside the database.
    """
    if engine.dialect.name == "postgresql":
        with _advisory(engine, name) as held:
            yield held
    else:
        with _file(Path(f"{engine.url.database}.{name}.lock")) as held:
            yield held


@contextmanager
def _advisory(engine: Engine, name: str) -> Iterator[bool]:
    number = zlib.crc32(name.encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = bool(connection.scalar(select(func.pg_try_advisory_lock(number))))
        try:
            yield held
        finally:
            if held and not connection.invalidated:
                connection.execute(select(func.pg_advisory_unlock(number)))


@contextmanager
def _file(path: Path) -> Iterator[bool]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
