"""Finds a PostgreSQL server for the tests: a named one, installed binaries, or a wheel's."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, make_url

from tests.support.local_postgres import DRIVER, LocalPostgres, connect
from tests.support.parts import note_part


@dataclass(frozen=True)
class PostgresServer:
    """A server on which tests make databases of their own."""

    url: URL
    origin: str

    def version(self) -> str:
        with connect(self.url) as connection:
            row = connection.execute("SHOW server_version").fetchone()
        assert row is not None
        return str(row[0])

    def create_database(self) -> str:
        """URL of a new, empty database."""
        name = f"test_{secrets.token_hex(6)}"
        with connect(self.url) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        with connect(self.url) as connection:
            connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')


@pytest.fixture(scope="session")
def postgres_server(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """The server of this run, started when the first test asks for it."""
    with find_server() as server:
        note_part(request.config, "PostgreSQL", f"{server.version()} {server.origin}")
        yield server


@pytest.fixture
def new_postgres_database(postgres_server: PostgresServer) -> Iterator[Callable[[], str]]:
    """Makes fresh databases, for tests that need several; all dropped at the test's end."""
    made: list[str] = []

    def make() -> str:
        made.append(postgres_server.create_database())
        return made[-1]

    yield make
    for url in made:
        postgres_server.drop_database(url)


@pytest.fixture
def postgres_database(new_postgres_database: Callable[[], str]) -> str:
    """URL (`postgresql+psycopg://…`) of a fresh, empty database."""
    return new_postgres_database()


@contextmanager
def find_server() -> Iterator[PostgresServer]:
    """The server LMIS_TEST_POSTGRES names, else one of our own."""
    named = os.environ.get("LMIS_TEST_POSTGRES")
    if named:
        yield PostgresServer(make_url(named).set(drivername=DRIVER), "as LMIS_TEST_POSTGRES says")
        return
    with own_server() as local:
        yield PostgresServer(local.url, local.origin)


@contextmanager
def own_server(port: int = 0) -> Iterator[LocalPostgres]:
    """A running server of our own, gone with its files in the end."""
    home = Path(tempfile.mkdtemp(prefix="lmis-postgres-"))
    try:
        local = LocalPostgres(home, port)
        try:
            local.start()
            yield local
        finally:
            local.stop()
    finally:
        shutil.rmtree(home, ignore_errors=True)
