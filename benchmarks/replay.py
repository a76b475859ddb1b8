"""Replaying the log into an empty read model, and loading the facts from it into memory.

Beside it a plain reference in the same run: each message read from the log's file by SQL, parsed
by `json.loads`, and a text of as many bytes as a row of facts written by the driver.
"""

import argparse
import json
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.event_throughput import assessment
from benchmarks.running import clean_up_when_terminated, median, print_results, with_range
from deploy.databases import MIGRATIONS
from deploy.kafka.jars import KafkaMissing
from deploy.kafka.local import LocalKafka
from deploy.topics import create_topics
from services.reporting.facts import read_facts
from services.reporting.rebuild import rebuild
from services.reporting.store import FACTS, inbox
from shared.bus.kafka import KafkaLog
from shared.bus.log import Log
from shared.bus.sqlite_log import SqliteLog
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.support.postgres import own_server

EVENTS = 60_000
ROUNDS = 3
_APPENDED = 5_000
_ROW_BYTES = 500
_COLUMNS = (
    "log → read model",
    "replayed, events/s",
    "plain reference",
    "ratio",
    "facts loaded, rows/s",
)


def fill(log: Log, events: int) -> None:
    """Assessments of as many graduates, in the order in which a relay tells them."""
    create_topics(log)
    for first in range(0, events, _APPENDED):
        log.append([assessment(n) for n in range(first, min(first + _APPENDED, events))])


def rate(events: int, work: Callable[[], object]) -> float:
    """Events or rows a second."""
    started = time.perf_counter()
    work()
    return events / (time.perf_counter() - started)


def plainly(engine: sa.Engine, path: Path, events: int) -> float:
    """The reference's messages a second."""
    with transaction(engine) as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS plain")
        connection.exec_driver_sql("CREATE TABLE plain (key TEXT PRIMARY KEY, facts TEXT)")
    raw = engine.raw_connection()
    write = _copy if engine.dialect.name == "postgresql" else _insert
    with closing(raw):
        return rate(events, lambda: write(raw.driver_connection, _parsed(path)))


def _empty(engine: sa.Engine) -> None:
    remove = "TRUNCATE" if engine.dialect.name == "postgresql" else "DELETE FROM"
    with transaction(engine) as connection:
        for table in (*FACTS, inbox):
            connection.exec_driver_sql(f"{remove} {table.name}")


def _parsed(path: Path) -> Iterator[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as rows:
        for key, value in rows.execute("SELECT key, value FROM records ORDER BY stream, position"):
            record = json.loads(value)["record"]
            yield key, str(record["provider"]).ljust(_ROW_BYTES, "x")


def _copy(connection: Any, rows: Iterator[tuple[str, str]]) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY plain FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
    connection.commit()


def _insert(connection: Any, rows: Iterator[tuple[str, str]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO plain VALUES (?, ?)", rows)
    connection.execute("COMMIT")


def measure(name: str, url: str, log: Log, path: Path, events: int) -> list[str]:
    """A row of the table: one database filled from one log, every round anew."""
    engine = make_engine(url)
    upgrade(engine, MIGRATIONS["reporting"])
    replayed, reference, loaded = [], [], []
    for _ in range(ROUNDS):
        reference.append(plainly(engine, path, events))
        _empty(engine)
        replayed.append(rate(events, lambda: rebuild(engine, log, lambda _: None)))
        loaded.append(rate(events, lambda: read_facts(engine)))
    engine.dispose()
    ratios = [ours / bare for ours, bare in zip(replayed, reference, strict=True)]
    ratio = f"**{median(ratios):.2f}**"
    return [name, with_range(replayed), with_range(reference), ratio, with_range(loaded)]


def main() -> None:
    """Measure from each log there is into each database, or say why not."""
    clean_up_when_terminated()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS)
    events = parser.parse_args().events
    rows, notes = (
        [],
        [f"{events:,} graduates' assessments; rounds after the first empty a full model"],
    )
    with ExitStack() as opened:
        directory = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="lmis-bench-")))
        path = directory / "log.db"
        log = opened.enter_context(closing(SqliteLog(path)))
        fill(log, events)
        sqlite_url = f"sqlite:///{directory}/reporting.db"
        postgres_url = opened.enter_context(own_server()).url.render_as_string(hide_password=False)
        rows.append(measure("SQLite → SQLite", sqlite_url, log, path, events))
        rows.append(measure("SQLite → PostgreSQL", postgres_url, log, path, events))
        try:
            broker = opened.enter_context(LocalKafka(directory / "kafka"))
        except KafkaMissing as missing:
            notes.append(f"Kafka not measured: {missing}")
        else:
            kafka = opened.enter_context(closing(KafkaLog(broker.bootstrap_servers)))
            fill(kafka, events)
            rows.append(measure("Kafka → PostgreSQL", postgres_url, kafka, path, events))
    columns = (
        "log → read model",
        "replayed, events/s",
        "plain reference",
        "ratio",
        "facts loaded, rows/s",
    )
    print_results("python -m benchmarks.replay", columns, rows, notes)


if __name__ == "__main__":
    main()
