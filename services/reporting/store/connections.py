"""Transactions of the read model: a snapshot for readers, a writer that works alone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

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
