"""What an erasure left behind in SQLite's files: its write-ahead journal, and copies of moved rows.

PostgreSQL recycles its journal and vacuums by itself: there, all of this does nothing.
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


def rewrite(engine: Engine) -> bool:
    """Write the database anew and empty its journal; False where that must wait.

    Deleting overwrites a row where it stands (`secure_delete`), but SQLite moves rows between
    pages as tables grow and leaves copies behind; only a database written anew has none.
    """
    if engine.dialect.name != "sqlite":
        return True
    try:
        with sqlite_without_transaction(engine) as connection:
            connection.exec_driver_sql("VACUUM")
    except DBAPIError as error:
        if not is_transient(error):
            raise
        return False
    return empty_journal(engine)


def keep_rewritten(
    engines: Sequence[Engine], stop: threading.Event, *, every_seconds: float = 24 * 3600.0
) -> None:
    """Rewrite the databases once a day until `stop`: a worker thread's target."""
    while not stop.wait(every_seconds):
        for engine in engines:
            rewrite(engine)
