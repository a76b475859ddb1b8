"""A lock that one process at a time holds, let go of when that process ends in any way."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from shared.filelock import FileLock


class Turn(Protocol):
    """Whether one is now the only runner."""

    def is_held(self) -> bool:
        """Asks anew each time: a lock on a server is lost with the connection."""


@contextmanager
def single_runner(engine: Engine, name: str) -> Iterator[Turn]:
    """Try, without waiting, to be the only one to run `name` against the engine's database.

    PostgreSQL: a session-level advisory lock on a connection of its own. SQLite: a lock on a
    file beside the database.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()  # closing it, not a pool, ends the lock
            yield _AdvisoryLock(connection, name)
    else:
        lock = _LockedFile(Path(f"{engine.url.database}.{name}.lock"))
        try:
            yield lock
        finally:
            lock.release()


class _LockedFile(FileLock):
    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.acquire()

    def is_held(self) -> bool:
        return self.held


class _AdvisoryLock:
    def __init__(self, connection: Connection, name: str) -> None:
        self._connection = connection
        # The server notices in half a minute when this machine is cut off, not in two hours.
        for setting in ("idle = 15", "interval = 5", "count = 3"):
            connection.execute(text(f"SET tcp_keepalives_{setting}"))
        self._held = bool(connection.scalar(select(func.pg_try_advisory_lock(_number(name)))))

    def is_held(self) -> bool:
        if self._held:
            try:
                self._connection.scalar(select(1))
            except DBAPIError:
                self._held = False  # for good: the connection would come back without the lock
        return self._held


def _number(name: str) -> int:
    """PostgreSQL knows its advisory locks by 64-bit numbers."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
