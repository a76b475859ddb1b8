"""Connections to PostgreSQL that end while they rest are replaced before they are used."""

import time

import pytest
from sqlalchemy import Connection, text

from shared.db.engine import make_engine

pytestmark = pytest.mark.postgres


def number_of(connection: Connection) -> int:
    """The number that the server knows the connection by."""
    return int(connection.scalar(text("SELECT pg_backend_pid()")) or 0)


def test_a_connection_that_ended_while_it_rested_is_replaced(postgres_database: str) -> None:
    engine, other = make_engine(postgres_database), make_engine(postgres_database)
    with engine.connect() as connection:
        first = number_of(connection)
    with engine.connect() as connection:
        assert number_of(connection) == first
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:number)"), {"number": first})
    time.sleep(1.1)  # it has rested when it is asked whether it is alive
    with engine.connect() as connection:
        assert number_of(connection) != first
    engine.dispose()
    other.dispose()
