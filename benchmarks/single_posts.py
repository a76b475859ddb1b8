"""Single posts at a steady rate: how long each waits for its answer, against a bare commit."""

import itertools
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest

from benchmarks.bulk_ingestion import (
    Bare,
    a_graduate,
    postgresql_storage,
    rows_kept,
    sqlite_storage,
    university_key,
)
from benchmarks.running import (
    clean_up_when_terminated,
    connection_to,
    print_results,
    served,
)
from deploy.databases import migrate_all
from shared.db.engine import make_engine
from shared.settings import Settings

RATE = 200
SECONDS = 20
WARMING_UP = 5
CONNECTIONS = 16
Act = Callable[[int], None]


def measure(environment: Mapping[str, str], directory: Path, raw: Bare) -> tuple[list[float], ...]:
    """Milliseconds from when each post was due: through the door, then bare."""
    settings = Settings.from_environment(environment)
    migrate_all(settings)
    engine = make_engine(settings.database("ingestion"))
    key = university_key(settings)
    with served("ingestion", environment, directory) as port:
        numbers = itertools.count()

        def poster() -> Act:
            return _poster(port, key, numbers)

        at_rate(poster, WARMING_UP)
        door = at_rate(poster, SECONDS)
    rows = iter(rows_kept(engine, RATE * SECONDS))
    engine.dispose()
    return door, at_rate(lambda: lambda _: _write(raw, next(rows)), SECONDS, connections=1)


def at_rate(
    actor: Callable[[], Act], seconds: float, connections: int = CONNECTIONS
) -> list[float]:
    """Act RATE times a second whatever the answers take; a late start counts as waiting."""
    turns, taken = itertools.count(), []
    start = time.perf_counter() + 0.1
    last = int(RATE * seconds)
    lock = threading.Lock()

    def run(act: Act) -> None:
        while (turn := next(turns)) < last:
            due = start + turn / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            act(turn)
            with lock:
                taken.append((time.perf_counter() - due) * 1000)

    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(run, actor()) for _ in range(connections)]:
            done.result()
    return sorted(taken)


def _poster(port: int, key: str, numbers: "itertools.count[int]") -> Act:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection = connection_to(port)

    def post(_: int) -> None:
        body = msgspec.json.encode(a_graduate(next(numbers)))
        connection.request("POST", "/v1/graduates", body, headers)
        answer = connection.getresponse()
        if (text := answer.read()) and answer.status != 201:
            raise RuntimeError(f"not created: {text[:300]!r}")

    return post


def _write(raw: Bare, row: Sequence[Any]) -> None:
    raw.write([row])


def _at(share: float, sorted_milliseconds: Sequence[float]) -> float:
    return sorted_milliseconds[
        min(int(len(sorted_milliseconds) * share), len(sorted_milliseconds) - 1)
    ]


def _row(storage: str, door: Sequence[float], bare: Sequence[float]) -> list[str]:
    figures = [f"{_at(share, taken):.1f}" for taken in (door, bare) for share in (0.5, 0.99, 1)]
    return [storage, *figures, f"{_at(0.5, door) / _at(0.5, bare):.1f}"]


def main() -> None:
    """Measure on both databases, or say why not."""
    clean_up_when_terminated()
    rows, notes = [], [f"{RATE} posts a second for {SECONDS} s on {CONNECTIONS} connections"]
    for name, storage in (("SQLite", sqlite_storage), ("PostgreSQL", postgresql_storage)):
        with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
            try:
                with storage(Path(directory)) as (environment, raw):
                    door, bare = measure(environment, Path(directory), raw)
                    rows.append(_row(f"{name} {raw.version()}", door, bare))
            except pytest.skip.Exception as missing:
                notes.append(f"{name} not measured: {missing}")
    columns = (
        "database",
        "POST p50, ms",
        "p99",
        "slowest",
        "bare commit p50, ms",
        "p99",
        "slowest",
        "p50 to bare",
    )
    print_results("python -m benchmarks.single_posts", columns, rows, notes)


if __name__ == "__main__":
    main()
