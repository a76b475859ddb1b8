"""Transactions of the read model: a snapshot for readers, a writer that works alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from services.reporting.store.tables import inbox


@contextmanager
def snapshot(engine: Engine) -> Iterator[Connection]:
    """A read transaction in which every statement sees the same figures."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def hold_back_writers(connection: Connection) -> None:
    """Let this transaction alone write until it ends; readers go on. SQLite does so anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"LOCK TABLE {inbox.name} IN EXCLUSIVE MODE"))


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
