"""What the benchmarks share: a service over real HTTP, the machine's facts, a table to paste."""

import http.client
import importlib.metadata
import os
import platform
import signal
import sqlite3
import statistics
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.kafka.local import LOOPBACK
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import Process, lasting_port

_PACKAGES = (
    "flask", "marshmallow", "sqlalchemy", "psycopg", "kafka-python", "crc32c", "gunicorn",
)  # fmt: skip


def clean_up_when_terminated() -> None:
    """Have SIGTERM end this process as Ctrl-C does, with what it started."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@contextmanager
def served(
    service: str, environment: Mapping[str, str], directory: Path, workers: int = 1
) -> Iterator[int]:
    """The service under gunicorn with so many processes; its port on loopback."""
    port = lasting_port()
    settings = {
        "LMIS_PORT": str(port),
        "LMIS_WEB_WORKERS": str(workers),
        "LMIS_LOG_LEVEL": "WARNING",
    }
    arguments = ["-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
    process = Process(
        service,
        [*arguments, f"services.{service}.app:create_app()"],
        {**environment, **settings},
        directory,
    )
    process.start()
    try:
        url = f"http://{LOOPBACK}:{port}/health"
        eventually(lambda: get(url).status == http.client.OK, what=f"{service} answers")
        yield port
    finally:
        process.stop()


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
