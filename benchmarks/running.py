"""What the benchmarks share: a service over real HTTP, the machine's facts, a table to paste."""

import http.client
import importlib.metadata
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.kafka.local import LOOPBACK, free_port

_ROOT = Path(__file__).parent.parent
_CONFIGURATION = _ROOT / "deploy" / "gunicorn.conf.py"
_PACKAGES = (
    "flask", "marshmallow", "sqlalchemy", "psycopg", "kafka-python", "crc32c", "gunicorn",
)  # fmt: skip
_START_SECONDS = 30.0


@contextmanager
def served(service: str, environment: Mapping[str, str], output: Path) -> Iterator[int]:
    """The service under gunicorn with one process; its port on loopback. It logs to `output`."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "-c", str(_CONFIGURATION),
        f"services.{service}.app:create_app()",
    ]  # fmt: skip
    settings = {"LMIS_PORT": str(port), "LMIS_WEB_WORKERS": "1", "LMIS_LOG_LEVEL": "WARNING"}
    with output.open("ab") as log:
        process = subprocess.Popen(
            command, cwd=_ROOT, env={**_plain_environment(), **environment, **settings},
            stdout=log, stderr=log,
        )  # fmt: skip
    try:
        _wait_until_answering(process, port, output)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def connection_to(port: int) -> http.client.HTTPConnection:
    """A connection that is kept alive from request to request."""
    return http.client.HTTPConnection(LOOPBACK, port, timeout=60)


def median(figures: Sequence[float]) -> float:
    return statistics.median(figures)


def with_range(figures: Sequence[float]) -> str:
    """`12,340 (11,900–13,020)`: the median of the rounds and what they ranged over."""
    return f"{median(figures):,.0f} ({min(figures):,.0f}–{max(figures):,.0f})"


def print_results(
    command: str, columns: Sequence[str], rows: Sequence[Sequence[str]], notes: Sequence[str] = ()
) -> None:
    """One Markdown table under the command and the machine it was measured on."""
    print(f"\n`{command}`, {datetime.now(UTC).date()}  ")
    print("; ".join(machine_facts()), end="\n\n")
    print(f"| {' | '.join(columns)} |")
    print(f"|{'|'.join('---' for _ in columns)}|")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    for note in notes:
        print(f"\n{note}")


def machine_facts() -> list[str]:
    """Cores, load, Python and the versions that a figure depends on."""
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    return [
        f"{os.cpu_count()} cores, {platform.machine()}, load {os.getloadavg()[0]:.1f}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *versions,
    ]


def _plain_environment() -> dict[str, str]:
    """This process's environment without settings of ours: a benchmark states its own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LMIS_")}


def _wait_until_answering(process: "subprocess.Popen[bytes]", port: int, output: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while True:
        connection = connection_to(port)
        try:
            connection.request("GET", "/health")
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"it did not start:\n{output.read_text()}") from None
            time.sleep(0.05)
        finally:
            connection.close()
