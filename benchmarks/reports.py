"""Queries and pages of real releases of two sizes, in the process and over HTTP, beside DuckDB.

DuckDB works the figures out of Parquet facts anew for every question; a release has them already.
"""

import logging
import multiprocessing
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import NamedTuple, TypeVar

import click
import duckdb
import numpy as np
from flask.testing import FlaskClient

from benchmarks.facts_at_scale import write_parquet
from benchmarks.questions import KINDS, Question, pages, queries
from benchmarks.releasing import filled, in_own_process, made_release
from benchmarks.running import clean_up_when_terminated, connection_to, print_results, served
from services.reporting.app import create_app
from services.reporting.publication.kept import KeptShelf
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.garbage import spare_loaded
from shared.settings import Settings
from tests.support.postgres import find_server

WORKERS, CALLERS = 2, 2
WARMING, ALIKE = 60, 20
AGGREGATED, OF_A_KIND = 60, 40
_QUERIES = (
    "graduates + vacancies", "cells", "uncached: p50", "p99", "cached: p50", "p99",
    "HTTP, cached: requests/s", "p99", "HTTP, uncached: requests/s", "p99",
    "DuckDB over the facts: p50", "p99", "ratio of p50",
)  # fmt: skip
_MEASURED = """
    SELECT year, level, field[:2] AS broad, study_region, count(*),
        count(*) FILTER (in_work), count(*) FILTER (employment_status = 'unemployed'),
        avg((vertical_normative_b = 'over')::int), avg((vertical_self_reported = 'over')::int),
        avg((vertical_model = 'over')::int), avg((horizontal_rule = 'mismatch')::int),
        avg((horizontal_model = 'mismatch')::int), quantile_cont(pay_low, [0.25, 0.5, 0.75])
    FROM '{path}' WHERE {condition} GROUP BY {groups} ORDER BY ALL LIMIT 100
"""
Asked = TypeVar("Asked")


class Times(NamedTuple):
    """Milliseconds of single requests, and how many came in a second."""

    p50: float
    p99: float
    rate: float


class InProcess(NamedTuple):
    """What one size takes without HTTP; pages by kind."""

    cells: int
    uncached: Times
    cached: Times
    pages: Mapping[str, Times]


@click.command()
@click.option("--sizes", default="10000,1000000", show_default=True, help="graduates, vacancies")
@click.option("--requests", default=1_100, show_default=True, help="of each kind and caller")
def main(sizes: str, requests: int) -> None:
    """Print what queries and pages of each size cost."""
    clean_up_when_terminated()
    rows, of_pages = [], []
    with find_server() as server:
        for size in map(int, sizes.split(",")):
            with filled(server, size) as url:
                in_own_process(_publish, url)
                inside = in_own_process(_in_process, url, requests)
                quick, slow = _over_http(url, requests)
            plainly = in_own_process(_aggregated, size)
            rows.append(_row(size, inside, quick, slow, plainly))
            of_pages.append(inside.pages)
    command = f"python -m benchmarks.reports --sizes {sizes}"
    notes = [
        "Every table by turns, 60 to 100 cells a page with all indicators, as JSON. In the process:"
        f" Flask's test client. Over HTTP: gunicorn with {WORKERS} processes, {CALLERS} callers on"
        " the same cores, kept connections, gzip.",
        f"DuckDB: one thread, figures of graduates out of Parquet, {AGGREGATED} questions.",
    ]
    print_results(command, _QUERIES, rows, notes)
    columns = ["page", *(f"{size}: p50 / p99, ms" for size in sizes.split(",")), "ratio of p50"]
    print_results(command, columns, [_of_kind(kind, of_pages) for kind in KINDS])


def _row(size: int, inside: InProcess, quick: Times, slow: Times, plainly: Times) -> list[str]:
    figures = (inside.uncached.p50, inside.uncached.p99, inside.cached.p50, inside.cached.p99)
    return [
        f"{size:,} + {size:,}",
        f"{inside.cells:,}",
        *(f"{figure:.1f} ms" for figure in figures),
        f"{quick.rate:,.0f}",
        f"{quick.p99:.1f} ms",
        f"{slow.rate:,.0f}",
        f"{slow.p99:.1f} ms",
        f"{plainly.p50:.1f} ms",
        f"{plainly.p99:.1f} ms",
        f"**{plainly.p50 / inside.uncached.p50:.1f}**",
    ]


def _of_kind(kind: str, sizes: Sequence[Mapping[str, Times]]) -> list[str]:
    times = [pages[kind] for pages in sizes]
    shown = [f"{found.p50:.0f} / {found.p99:.0f}" for found in times]
    return [kind, *shown, f"{times[-1].p50 / times[0].p50:.2f}"]


def _publish(url: str) -> None:
    made_release(make_engine(url))


def _in_process(url: str, requests: int) -> InProcess:
    logging.disable(logging.INFO)
    publication = KeptShelf(make_engine(url)).open("latest")
    with tempfile.TemporaryDirectory() as directory:
        settings = Settings(data_dir=directory, reporting_database_url=url)
        client = create_app(settings, MemoryLog()).test_client()
        spare_loaded()
        different = list(islice(queries(publication), requests))
        return InProcess(
            sum(len(table) for table in publication.data_sets.values()),
            _timed(lambda asked: _ask(client, asked), different),
            _timed(lambda asked: _ask(client, asked), _alike(different)),
            {
                kind: _timed(
                    lambda path: _ask(client, Question(path)),
                    list(islice(pages(publication, kind), OF_A_KIND)),
                    warming=4,
                )
                for kind in KINDS
            },
        )


def _ask(client: FlaskClient, asked: Question) -> None:
    answer = client.open(asked.path, method=asked.method, json=asked.body)
    if answer.status_code != 200:
        raise RuntimeError(f"{asked}: {answer.text[:500]}")


def _aggregated(records: int) -> Times:
    with tempfile.TemporaryDirectory() as directory, duckdb.connect() as database:
        write_parquet(records, Path(directory))
        database.execute("SET threads = 1")
        path, draw = Path(directory) / "graduates.parquet", Random(1)

        def ask(condition: str) -> None:
            groups = draw.choice(("ALL", "CUBE (year, level, broad, study_region)"))
            statement = _MEASURED.format(path=path, condition=condition, groups=groups)
            database.execute(statement).fetchall()

        conditions = [
            f"{name} = '{draw.choice(codes)}'"
            for name, codes in islice(cycle(_CONDITIONS.items()), AGGREGATED)
        ]
        return _timed(ask, conditions, warming=4)


_CONDITIONS: Mapping[str, Sequence[str]] = {
    "year": [str(year) for year in range(2020, 2026)],
    "study_region": [f"TH-{code}" for code in (10, 20, 30, 40, 50, 90)],
    "field[:2]": [f"{code:02}" for code in range(1, 11)],
}


def _over_http(url: str, requests: int) -> tuple[Times, Times]:
    """Cached and uncached, from callers in processes of their own."""
    with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
        environment = {"LMIS_DATA_DIR": directory, "LMIS_REPORTING_DATABASE_URL": url}
        with served("reporting", environment, Path(directory), WORKERS) as port:
            return _called(port, url, requests, alike=True), _called(
                port, url, requests, alike=False
            )


def _called(port: int, url: str, requests: int, *, alike: bool) -> Times:
    with ProcessPoolExecutor(CALLERS, multiprocessing.get_context("spawn")) as pool:
        callers = [pool.submit(_call, port, url, requests, alike, n) for n in range(CALLERS)]
        found = [caller.result() for caller in callers]
    times = np.concatenate([times for times, _ in found])
    return _times(times.tolist(), sum(rate for _, rate in found))


def _call(
    port: int,
    url: str,
    requests: int,
    alike: bool,
    number: int,
) -> tuple[list[float], float]:
    connection = connection_to(port)
    publication = KeptShelf(make_engine(url)).open("latest")
    different = list(islice(queries(publication, seed=number + 10), requests))

    def ask(asked: Question) -> None:
        headers = {"Accept-Encoding": "gzip", "Content-Type": "application/json"}
        connection.request(asked.method, asked.path, asked.content, headers)
        response = connection.getresponse()
        body = response.read()
        if response.status != 200:
            raise RuntimeError(f"{asked}: {body[:500]!r}")

    times, whole = _every(ask, _alike(different) if alike else different, WARMING)
    return times, len(times) / whole


def _alike(questions: Sequence[Question]) -> list[Question]:
    """A few of the questions again and again."""
    return list(islice(cycle(questions[:ALIKE]), len(questions)))


def _timed(work: Callable[[Asked], None], asked: Sequence[Asked], warming: int = WARMING) -> Times:
    times, whole = _every(work, asked, warming)
    return _times(times, len(times) / whole)


def _times(times: Sequence[float], rate: float) -> Times:
    return Times(float(np.median(times)), float(np.percentile(times, 99)), rate)


def _every(
    work: Callable[[Asked], None], asked: Sequence[Asked], warming: int
) -> tuple[list[float], float]:
    """Milliseconds of each after some that warm up, and seconds of all that were counted."""
    for question in asked[:warming]:
        work(question)
    times, began = [], time.perf_counter()
    for question in asked[warming:]:
        start = time.perf_counter()
        work(question)
        times.append((time.perf_counter() - start) * 1000)
    return times, time.perf_counter() - began


if __name__ == "__main__":
    main()
