"""Emptying SQLite's write-ahead journal, which keeps what an erasure overwrote in the database.

PostgreSQL recycles its journal by itself: there, all of this does nothing.
"""

import threading
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from shared.db.engine import PATIENCE, sqlite_without_transaction
from shared.db.errors import is_transient


def empty_journal(engine: Engine) -> bool:
    """Write the journal into the database and cut it to nothing; False where that must wait."""
    if engine.dialect.name != "sqlite":
        return True
    try:
        with sqlite_without_transaction(engine) as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
            try:
                in_use = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").scalar()
            finally:
                connection.exec_driver_sql(PATIENCE)
            return not in_use
    except DBAPIError as error:
        if not is_transient(error):
            raise
        return False


def keep_journals_empty(
    engines: Sequence[Engine], stop: threading.Event, *, every_seconds: float = 60.0
) -> None:
    """Empty the journals every so often until `stop`: a worker thread's target."""
    while not stop.wait(every_seconds):
        for engine in engines:
            empty_journal(engine)
