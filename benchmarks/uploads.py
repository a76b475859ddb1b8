"""A large CSV file through the front door, from the first byte to the last row durable."""

import csv
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import click
import msgspec
import pytest
import sqlalchemy as sa

from benchmarks.bulk_ingestion import Bare, postgresql_storage, sqlite_storage, university_key
from benchmarks.importing import COLUMNS, a_row
from benchmarks.running import clean_up_when_terminated, print_results
from services.ingestion import store
from shared.db.engine import make_engine
from tests.e2e.running.front_door import WORKER, FrontDoor, front_door
from tests.e2e.running.http import ask

ROWS = 1_000_000
STORAGES = ("SQLite", "PostgreSQL")
_BAD_ROW = 50
_SLICE = 20_000
_LOOKS = 0.02
_LATER_LOOKS = 0.25
"""Seconds between looks before the first fault, and after it: each look costs the door time."""


@dataclass(frozen=True)
class Upload:
    """Seconds of one upload: to the 202, to the first fault that can be read, to the end."""

    sent: float
    first_fault: float
    ended: float


def write_file(path: Path, rows: int) -> None:
    """Graduates in twelve columns of our template, one row near the top without a reference."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = a_row(number)
            writer.writerow(["", *row[1:]] if number == _BAD_ROW else row)


def uploaded(door: FrontDoor, key: str, file: Path, *, dry_run: bool) -> Upload:
    """Send the file in one request and follow it to its end."""
    url = f"{door.url}/v1/batches"
    started = time.perf_counter()
    batch_id = _sent(door, key, file, dry_run)
    sent = time.perf_counter() - started
    first_fault = 0.0
    while True:
        shown = ask("GET", f"{url}/{batch_id}", key=key).json()
        if not first_fault and _has_fault(url, batch_id, key):
            first_fault = time.perf_counter() - started
        if shown["finished_at"]:
            break
        time.sleep(_LATER_LOOKS if first_fault else _LOOKS)
    counts = shown["counts"]
    if shown["state"] != "finished" or counts["created"] + counts["rejected"] != counts["read"]:
        raise RuntimeError(f"the batch did not end well: {shown}")
    return Upload(sent, first_fault, time.perf_counter() - started)


def _sent(door: FrontDoor, key: str, file: Path, dry_run: bool) -> str:
    address, _, path = door.url.removeprefix("http://").partition("/")
    connection = HTTPConnection(address, timeout=600)
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "text/csv",
        "Content-Length": str(file.stat().st_size),
    }
    query = f"kind=graduates&dry_run={str(dry_run).lower()}"
    with file.open("rb") as body:
        connection.request("POST", f"/{path}/v1/batches?{query}", body, headers)
        answer = connection.getresponse()
        found: Any = msgspec.json.decode(answer.read())
    connection.close()
    if answer.status != 202:
        raise RuntimeError(f"the file was not taken: {found}")
    return str(found["id"])


def _has_fault(url: str, batch_id: str, key: str) -> bool:
    return bool(ask("GET", f"{url}/{batch_id}/results?limit=1", key=key).json()["results"])


def _bare_seconds(door: FrontDoor, raw: Bare) -> float:
    """Seconds to write the rows that the door kept, in the driver's fast way."""
    engine = make_engine(door.settings.database("ingestion"))
    statement = sa.select(store.graduates).order_by(store.graduates.c.key)
    seconds = 0.0
    with engine.connect().execution_options(yield_per=_SLICE) as connection:
        for rows in connection.execute(statement).partitions():
            seconds += raw.write([tuple(row) for row in rows])
    engine.dispose()
    return seconds


def measured(storage: str, rows: int, file: Path) -> Iterator[list[str]]:
    """A row of the table for the dry run and for the upload."""
    open_storage = {"SQLite": sqlite_storage, "PostgreSQL": postgresql_storage}[storage]
    with (
        tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory,
        open_storage(Path(directory)) as (environment, raw),
        front_door(Path(directory), {**environment, "LMIS_RATE_LIMIT": "0"}) as door,
    ):
        key = university_key(door.settings)
        for dry_run in (True, False):
            upload = uploaded(door, key, file, dry_run=dry_run)
            memory = door.peak_memory(WORKER)
            bare = None if dry_run else _bare_seconds(door, raw)
            yield _row(storage, raw, rows, upload, memory, bare)


def _row(
    storage: str, raw: Bare, rows: int, upload: Upload, memory: float, bare: float | None
) -> list[str]:
    processing = upload.ended - upload.sent
    return [
        f"{storage} {raw.version()}",
        "dry run" if bare is None else "upload",
        f"{upload.sent:.1f}",
        f"{upload.first_fault - upload.sent:.2f}",
        f"{rows / processing:,.0f}",
        f"{rows / upload.ended:,.0f}",
        "–" if bare is None else f"{rows / bare:,.0f}",
        "–" if bare is None else f"**{bare / upload.ended:.2f}**",
        f"{memory:.0f}",
    ]


@click.command()
@click.option("--rows", default=ROWS, show_default=True)
@click.option("--storage", "storages", type=click.Choice(STORAGES), multiple=True, default=STORAGES)
def main(rows: int, storages: Sequence[str]) -> None:
    """Measure on both databases, or say why not."""
    clean_up_when_terminated()
    table, notes = [], []
    with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
        file = Path(directory) / "graduates.csv"
        write_file(file, rows)
        notes.append(f"{rows:,} rows, {file.stat().st_size / 1e6:.0f} MB")
        for storage in storages:
            try:
                table += list(measured(storage, rows, file))
            except pytest.skip.Exception as missing:
                notes.append(f"{storage} not measured: {missing}")
    columns = (
        "database", "what", "s to the 202", "s from there to the first fault",
        "processed, rows/s", "from the first byte to durable, rows/s", "bare, rows/s", "ratio",
        "peak memory of the worker, MiB",
    )  # fmt: skip
    print_results("python -m benchmarks.uploads", columns, table, notes)


if __name__ == "__main__":
    main()
