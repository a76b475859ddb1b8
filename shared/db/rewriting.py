"""A database written anew by its owner, so that no copy of what was erased stays in its files.

When to use: in a quiet hour, after erasures; each table is closed to all others while it is
rewritten. The embedded form does it for its SQLite files by itself (`shared.db.journal`).
"""

from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from shared.db.errors import is_transient
from shared.db.journal import rewrite

PATIENCE_SECONDS = 10


class InUse(Exception):
    """Somebody works on the database for so long that it cannot be rewritten now."""


def rewrite_all(engine: Engine, patience: int = PATIENCE_SECONDS) -> None:
    """Write every table anew, each when it is free within `patience` seconds.

    Vacuuming alone leaves old bytes in the free space of pages.

    PostgreSQL's journal keeps its own copies until its segments are used again or, with
    `wal_recycle = off`, until they are deleted after a checkpoint or two.

    Raises:
        InUse: what was not rewritten is as it was.
    """
    if engine.dialect.name == "postgresql":
        _rewrite_tables(engine, patience)
    elif not rewrite(engine):
        raise InUse


def _rewrite_tables(engine: Engine, patience: int) -> None:
    quote = engine.dialect.identifier_preparer.quote
    alone = engine.execution_options(isolation_level="AUTOCOMMIT")
    try:
        with alone.connect() as connection:
            connection.exec_driver_sql(f"SET lock_timeout = '{patience}s'")
            for table in inspect(connection).get_table_names():
                connection.exec_driver_sql(f"VACUUM (FULL, ANALYZE) {quote(table)}")
    except DBAPIError as error:
        if is_transient(error):
            raise InUse from error
        raise
