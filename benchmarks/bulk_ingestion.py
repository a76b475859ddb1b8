"""Bulk ingestion over HTTP: records a second to durable, against writing the same rows bare."""

import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from benchmarks.running import (
    clean_up_when_terminated,
    connection_to,
    median,
    print_results,
    served,
    with_range,
)
from deploy.databases import migrate_all
from services.ingestion import store
from services.ingestion.schemas import GraduateSchema, compiled
from shared.access import AccessStore, Role
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.taxonomy import isced_f, regions
from tests.integration.ingestion.conftest import schemas_in
from tests.support.postgres import find_server

ROUNDS = 5
BATCHES = 10
BATCH = 1000
_COLUMNS = tuple(column.name for column in store.graduates.columns)
Batch = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Round:
    """Seconds that so many records took: through the door on one connection and on two, bare,
    and in validation alone."""

    door: float
    shared: float
    bare: float
    validation: float


def a_graduate(number: int) -> dict[str, Any]:
    """A traced graduate with twelve fields filled in."""
    fields, provinces = isced_f.groups(4), regions.provinces()
    return {
        "reference": f"{number:010d}",
        "programme": f"หลักสูตรที่ {number % 400} (Programme {number % 400})",
        "field": fields[number % len(fields)],
        "level": ("ปริญญาตรี", "MAST", 5)[number % 3],
        "graduation_year": 2560 + number % 8,
        "study_region": provinces[number % 77],
        "home_region": provinces[number * 7 % 77],
        "skills": ["Python", "การสื่อสาร"],
        "tracer": {
            "status": "employed",
            "job_title": f"นักวิเคราะห์ระบบ {number % 100}",
            "occupation": ("2512", "2411", "3322", "5223")[number % 4],
            "work_region": provinces[number * 3 % 77],
        },
    }


def measure(environment: Mapping[str, str], directory: Path, raw: "Bare") -> list[Round]:
    """Post the batches to a served door, round after round with new records."""
    settings = Settings.from_environment(environment)
    migrate_all(settings)
    engine = make_engine(settings.database("ingestion"))
    key = university_key(settings)
    rounds = []
    with served("ingestion", environment, directory) as port:
        for number in range(ROUNDS + 1):  # the first round warms up
            batches, more = _batches(2 * number), _batches(2 * number + 1)
            door = _post(port, key, batches, connections=1)
            bare = raw.write(rows_kept(engine, BATCHES * BATCH))
            shared = _post(port, key, more, connections=2)
            rounds.append(Round(door, shared, bare, _validate(batches)))
    engine.dispose()
    return rounds[1:]


class Bare:
    """Writes rows into a table like ingestion's in the driver's fast way, a commit a batch."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        store.metadata.create_all(engine)

    def version(self) -> str:
        """Of the database."""
        with self._engine.connect() as connection:
            return ".".join(map(str, connection.dialect.server_version_info or ()))

    def write(self, rows: Sequence[Sequence[Any]]) -> float:
        """Seconds to have all rows durable."""
        connection = self._engine.raw_connection()
        put = _copy if self._engine.dialect.name == "postgresql" else _execute_many
        started = time.perf_counter()
        for first in range(0, len(rows), BATCH):
            put(connection.driver_connection, rows[first : first + BATCH])
        seconds = time.perf_counter() - started
        connection.close()
        return seconds


def _execute_many(connection: Any, rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(_COLUMNS))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(f"INSERT INTO graduates VALUES ({marks})", rows)
    connection.execute("COMMIT")


def _copy(connection: Any, rows: Sequence[Sequence[Any]]) -> None:
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY graduates ({', '.join(_COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()


def university_key(settings: Settings) -> str:
    """The key of a new university."""
    access = AccessStore(make_engine(settings.database("access")))
    access.add_organisation("university", "University", Role.UNIVERSITY)
    text = access.issue_key("university").text
    access.engine.dispose()
    return text


def _batches(number: int) -> list[Batch]:
    first = number * BATCHES * BATCH
    numbers = range(first, first + BATCHES * BATCH)
    graduates = [a_graduate(n) for n in numbers]
    return [graduates[n : n + BATCH] for n in range(0, len(graduates), BATCH)]


def _post(port: int, key: str, batches: Sequence[Batch], connections: int) -> float:
    """Seconds to have all batches answered, by as many callers as connections."""
    bodies = iter([b"\n".join(map(msgspec.json.encode, batch)) for batch in batches])
    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(_post_some, port, key, bodies) for _ in range(connections)]:
            done.result()
    return time.perf_counter() - started


def _post_some(port: int, key: str, bodies: Iterator[bytes]) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/x-ndjson"}
    connection = connection_to(port)
    for body in bodies:
        connection.request("POST", "/v1/graduates", body, headers)
        answer = connection.getresponse().read()
        if msgspec.json.decode(answer).get("created") != BATCH:
            raise RuntimeError(f"not all were created: {answer[:300]!r}")
    connection.close()


def rows_kept(engine: sa.Engine, number: int) -> list[tuple[Any, ...]]:
    """So many that the door kept last, in key order within each batch as it was written."""
    table = store.graduates
    newest = sa.select(table).order_by(table.c.recorded_at.desc()).limit(number)
    with engine.connect() as connection:
        rows = [tuple(row) for row in connection.execute(newest)]
    return sorted(rows, key=lambda row: (row[_COLUMNS.index("recorded_at")], row[0]))


def _validate(batches: Sequence[Batch]) -> float:
    load = compiled(GraduateSchema())
    started = time.perf_counter()
    for batch in batches:
        for posted in batch:
            load(posted)
    return time.perf_counter() - started


@contextmanager
def sqlite_storage(directory: Path) -> Iterator[tuple[dict[str, str], Bare]]:
    """Settings on files, and a bare table in a file of its own with the same durability."""
    engine = make_engine(f"sqlite:///{directory / 'bare.db'}")
    yield {"LMIS_DATA_DIR": str(directory)}, Bare(engine)
    engine.dispose()


@contextmanager
def postgresql_storage(directory: Path) -> Iterator[tuple[dict[str, str], Bare]]:
    """Settings on a new database, and a bare table in a schema of its own."""
    with find_server() as server:
        url = server.create_database()
        settings = schemas_in(url, "ingestion", "access", "bare")
        engine = make_engine(settings.pop("LMIS_BARE_DATABASE_URL"))
        yield {"LMIS_DATA_DIR": str(directory), **settings}, Bare(engine)
        engine.dispose()
        server.drop_database(url)


def _row(storage: str, bare: str, rounds: Sequence[Round]) -> list[str]:
    records = BATCHES * BATCH
    return [
        storage,
        with_range([records / r.door for r in rounds]),
        with_range([records / r.shared for r in rounds]),
        f"{bare} {with_range([records / r.bare for r in rounds])}",
        f"{median([r.bare / r.door for r in rounds]):.2f}",
        f"{median([r.bare / r.shared for r in rounds]):.2f}",
        f"{median([r.validation / r.door for r in rounds]):.0%}",
    ]


def main() -> None:
    """Measure on both databases, or say why not."""
    clean_up_when_terminated()
    rows, notes = [], []
    storages = {
        "SQLite": (sqlite_storage, "executemany"),
        "PostgreSQL": (postgresql_storage, "COPY"),
    }
    for name, (storage, bare) in storages.items():
        with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
            try:
                with storage(Path(directory)) as (environment, raw):
                    rounds = measure(environment, Path(directory), raw)
                    rows.append(_row(f"{name} {raw.version()}", bare, rounds))
            except pytest.skip.Exception as missing:
                notes.append(f"{name} not measured: {missing}")
    columns = (
        "database",
        "door, records/s",
        "two connections",
        "bare, rows/s",
        "ratio",
        "of two",
        "time in validation",
    )
    print_results("python -m benchmarks.bulk_ingestion", columns, rows, notes)


if __name__ == "__main__":
    main()
