"""Queries of published figures, in the process and over HTTP, beside DuckDB over the facts.

Each size is a table of cells and as many facts as it could stand for. DuckDB aggregates the facts
anew for every question, which is what a published table spares.
"""

import json
import logging
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import click
import duckdb
import numpy as np
from flask import Flask

from benchmarks.published_tables import INDICATORS, NAME, publication, questions, write_facts
from benchmarks.running import clean_up_when_terminated, connection_to, print_results
from deploy.kafka.local import LOOPBACK
from tests.e2e.running.http import get
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import Process, lasting_port
from tests.integration.reporting.published_app import app_of
from tests.support.published import ShelfOf

PATH = f"/reporting/v1/data-sets/{NAME}/query?version=1.0.0"
WORKERS, CALLERS = 2, 2
AGGREGATED, WARMING = 100, 10
COLUMNS = (
    "records", "cells", "uncached: p50", "p99", "cached: p50", "p99", "HTTP, cached: requests/s",
    "p99", "HTTP, uncached: requests/s", "p99", "DuckDB over the facts: p50", "p99", "ratio of p50",
)  # fmt: skip


class Times(NamedTuple):
    """Milliseconds of single requests, and how many came in a second."""

    p50: float
    p99: float
    rate: float


@click.command()
@click.option("--records", default="10000,1000000", show_default=True)
@click.option("--cells", default="10000,300000", show_default=True)
@click.option("--requests", default=1_000, show_default=True, help="of each kind and caller")
def main(records: str, cells: str, requests: int) -> None:
    """Print what a query costs at each size."""
    clean_up_when_terminated()
    sizes = list(zip(map(int, records.split(",")), map(int, cells.split(",")), strict=True))
    rows = [measured(facts, wanted, requests) for facts, wanted in sizes]
    notes = [
        f"A query answers about 100 cells × {INDICATORS} indicators as JSON; uncached ones are all"
        " different. In the process: Flask's test client. Over HTTP: gunicorn with"
        f" {WORKERS} processes, {CALLERS} callers on the same cores, kept connections, gzip.",
        f"DuckDB: one thread, the same groups and means out of Parquet, {AGGREGATED} questions.",
    ]
    command = f"python -m benchmarks.reports --records {records} --cells {cells}"
    print_results(command, COLUMNS, rows, notes)


def measured(records: int, cells: int, requests: int) -> list[str]:
    """The row of one size."""
    # In a process of its own, so that one size does not fill the other's memory.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        uncached, cached = pool.submit(_in_process, cells, requests).result()
        plainly = pool.submit(_aggregated, records).result()
    quick, slow = _over_http(cells, requests)
    return [
        f"{records:,}",
        f"{cells:,}",
        *(f"{figure:.1f} ms" for figure in (uncached.p50, uncached.p99, cached.p50, cached.p99)),
        f"{quick.rate:,.0f}",
        f"{quick.p99:.1f} ms",
        f"{slow.rate:,.0f}",
        f"{slow.p99:.1f} ms",
        f"{plainly.p50:.1f} ms",
        f"{plainly.p99:.1f} ms",
        f"{plainly.p50 / uncached.p50:.1f}×",
    ]


def application(cells: int) -> Flask:
    """Reporting's routes over a made-up release; gunicorn calls it."""
    logging.disable(logging.INFO)
    directory = Path(tempfile.mkdtemp(prefix="lmis-reports-"))
    return app_of(ShelfOf(publication(cells)), directory)


def _in_process(cells: int, requests: int) -> tuple[Times, Times]:
    client = application(cells).test_client()

    def ask(parameters: str) -> None:
        answer = client.get(f"{PATH}&{parameters}")
        if answer.status_code != 200:
            raise RuntimeError(answer.text)

    return _timed(ask, _different(requests)), _timed(ask, _alike(requests))


def _aggregated(records: int) -> Times:
    measures = ", ".join(f"avg(measure_{number}::int)" for number in range(INDICATORS))
    with tempfile.TemporaryDirectory() as directory, duckdb.connect() as database:
        path = Path(directory) / "facts.parquet"
        write_facts(records, path)
        database.execute("SET threads = 1")

        def ask(where: str) -> None:
            database.execute(
                f"SELECT year, level, field, region, count(*), {measures} FROM '{path}' "
                f"WHERE {where} GROUP BY ALL ORDER BY ALL LIMIT 100"
            ).fetchall()

        return _timed(ask, [where for _, where in islice(questions(), AGGREGATED)])


def _over_http(cells: int, requests: int) -> tuple[Times, Times]:
    """Cached and uncached, from callers in processes of their own."""
    port = lasting_port()
    with tempfile.TemporaryDirectory() as directory:
        arguments = [
            "-m", "gunicorn", "-w", str(WORKERS), "--threads", "4", "-k", "gthread",
            "-b", f"{LOOPBACK}:{port}", "--timeout", "120", "--preload",
            f"benchmarks.reports:application({cells})",
        ]  # fmt: skip
        server = Process("reports", arguments, {}, Path(directory))
        server.start()
        try:
            url = f"http://{LOOPBACK}:{port}/health"
            eventually(lambda: get(url).status == 200, what="the server answers", within=120)
            return _called(port, requests, "alike"), _called(port, requests, "different")
        finally:
            server.stop()


def _called(port: int, requests: int, kind: str) -> Times:
    with ProcessPoolExecutor(CALLERS, multiprocessing.get_context("spawn")) as pool:
        callers = [pool.submit(_call, port, requests, kind, seed) for seed in range(CALLERS)]
        found = [caller.result() for caller in callers]
    times = np.concatenate([times for times, _ in found])
    rate = sum(rate for _, rate in found)
    return Times(float(np.median(times)), float(np.percentile(times, 99)), rate)


def _call(port: int, requests: int, kind: str, seed: int) -> tuple[list[float], float]:
    connection = connection_to(port)

    def ask(parameters: str) -> None:
        connection.request("GET", f"{PATH}&{parameters}", headers={"Accept-Encoding": "gzip"})
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(json.loads(body))

    asked = _different(requests, seed + 10) if kind == "different" else _alike(requests)
    times, whole = _every(ask, asked)
    return times, len(times) / whole


def _different(count: int, seed: int = 1) -> list[str]:
    return [parameters for parameters, _ in islice(questions(seed), count)]


def _alike(count: int) -> list[str]:
    """Ten questions again and again."""
    return list(islice(cycle(_different(10)), count))


def _timed(work: Callable[[str], None], asked: Sequence[str]) -> Times:
    times, whole = _every(work, asked)
    return Times(float(np.median(times)), float(np.percentile(times, 99)), len(times) / whole)


def _every(work: Callable[[str], None], asked: Sequence[str]) -> tuple[list[float], float]:
    """Milliseconds of each after some that warm up, and seconds of all that were counted."""
    for question in asked[:WARMING]:
        work(question)
    times, began = [], time.perf_counter()
    for question in asked[WARMING:]:
        start = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - start) * 1000)
    return times, time.perf_counter() - began


if __name__ == "__main__":
    main()
