"""A release made from the facts of a country, step by step, and DuckDB's counts of the same cells.

DuckDB counts the records of every cell of graduate-outcomes out of Parquet and stops there; the
release counts every table, protects it, reckons percentiles, writes, signs and keeps it.
"""

import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from pstats import Stats
from typing import Any, NamedTuple, TypeVar

import click
import duckdb
from sqlalchemy import Engine

from benchmarks.facts_at_scale import TODAY, fill, write_parquet
from benchmarks.running import clean_up_when_terminated, print_results
from deploy.databases import MIGRATIONS
from services.reporting.publication.freezing import release
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.signing import Signer
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.taxonomy import regions
from tests.support.postgres import PostgresServer, find_server

Result = TypeVar("Result")
_STEPS: Mapping[str, frozenset[tuple[str, str]]] = {
    "reading": frozenset({("snapshot.py", "read_facts")}),
    "counting": frozenset({("counting.py", "count"), ("employers.py", "employers_of")}),
    "protecting": frozenset(
        {("protecting.py", "protected_persons"), ("protecting.py", "protected_employers")}
    ),
    "percentiles": frozenset({("spread.py", "of_pay"), ("spread.py", "of_filling")}),
    "tables": frozenset({("compiling.py", "compiled")}),
    "files": frozenset({("freezing.py", "_files")}),
    "keeping": frozenset({("kept.py", "add_release")}),
}
"""Step -> the functions, by file and name, that it is the time of."""
_COLUMNS = (
    "graduates + vacancies", "release", "processor", "peak memory", *_STEPS, "cells",
    "size, files", "opened in", "DuckDB: one table's counts", "ratio to all",
)  # fmt: skip
_COUNTED = """
    SELECT year, level, field[:2] AS broad, field[:3] AS narrow, field, nso, count(*),
        count(*) FILTER (in_work), count(*) FILTER (employment_status = 'unemployed'),
        count(*) FILTER (vertical_normative_b = 'over'),
        count(*) FILTER (vertical_normative_b IN ('over', 'under', 'match')),
        count(*) FILTER (horizontal_rule = 'mismatch'),
        count(*) FILTER (horizontal_rule IN ('mismatch', 'match')),
        quantile_cont(pay_low, [0.25, 0.5, 0.75])
    FROM graduates LEFT JOIN provinces ON study_region = province
    GROUP BY CUBE (year, level, nso), ROLLUP (broad, narrow, field)
"""


class Released(NamedTuple):
    """What a release took: seconds by the clock and of the processor, MiB, seconds by step."""

    seconds: float
    processor: float
    memory: float
    steps: Mapping[str, float]
    cells: int
    size: float


@click.command()
@click.option("--sizes", default="10000,1000000", show_default=True, help="graduates, vacancies")
def main(sizes: str) -> None:
    """Print what a release of each size takes."""
    clean_up_when_terminated()
    with find_server() as server:
        rows = [measured(server, int(size)) for size in sizes.split(",")]
    notes = [
        "A process of its own makes the first release from PostgreSQL, under Python's profiler,"
        " which tells the steps apart; another opens it. DuckDB: one thread, Parquet, counts and"
        " percentiles of pay by year × level × field × region with all totals."
    ]
    print_results(f"python -m benchmarks.releasing --sizes {sizes}", _COLUMNS, rows, notes)


def measured(server: PostgresServer, records: int) -> list[str]:
    """The row of one size."""
    with filled(server, records) as url:
        made = in_own_process(_release, url)
        opened = in_own_process(_open, url)
    counted = in_own_process(_duckdb, records)
    return [
        f"{records:,} + {records:,}",
        f"{made.seconds:.1f} s",
        f"{made.processor:.1f} s",
        f"{made.memory:,.0f} MiB",
        *(f"{made.steps[step]:.1f} s" for step in _STEPS),
        f"{made.cells:,}",
        f"{made.size:.1f} MiB",
        f"{opened:.2f} s",
        f"{counted:.2f} s",
        f"**{made.seconds / counted:.1f}**",
    ]


@contextmanager
def filled(server: PostgresServer, records: int) -> Iterator[str]:
    """URL of a reporting database with as many graduates and vacancies; dropped in the end."""
    url = server.create_database()
    try:
        in_own_process(_fill, url, records)
        yield url
    finally:
        server.drop_database(url)


def in_own_process(work: Callable[..., Result], *arguments: Any) -> Result:
    """Its memory is then its own."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def made_release(engine: Engine) -> Mapping[str, bytes]:
    """The first release of what is in the database; its files."""
    return release(engine, {}, TODAY, Signer(b"benchmark")).files


def _fill(url: str, records: int) -> None:
    engine = make_engine(url)
    upgrade(engine, MIGRATIONS["reporting"])
    fill(engine, records)
    engine.dispose()


def _release(url: str) -> Released:
    engine, profile = make_engine(url), Profile()
    clock, processor = time.perf_counter(), time.process_time()
    files = profile.runcall(made_release, engine)
    seconds, used = time.perf_counter() - clock, time.process_time() - processor
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tables = KeptShelf(engine).open("latest").data_sets
    return Released(
        seconds,
        used,
        memory,
        _steps(profile),
        sum(len(table) for table in tables.values()),
        sum(map(len, files.values())) / 2**20,
    )


def _steps(profile: Profile) -> dict[str, float]:
    found = dict.fromkeys(_STEPS, 0.0)
    profiled: Any = Stats(profile)
    for (path, _, function), (_, _, _, seconds, _) in profiled.stats.items():
        for step, functions in _STEPS.items():
            if (Path(path).name, function) in functions and "reporting" in path:
                found[step] += seconds
    return found


def _open(url: str) -> float:
    """Seconds until a web process has the newest release in memory."""
    engine = make_engine(url)
    started = time.perf_counter()
    KeptShelf(engine).open("latest")
    return time.perf_counter() - started


def _duckdb(records: int) -> float:
    with tempfile.TemporaryDirectory() as directory, duckdb.connect() as database:
        write_parquet(records, Path(directory))
        database.execute("SET threads = 1")
        started = time.perf_counter()
        counted(database, Path(directory)).fetchall()
        return time.perf_counter() - started


def counted(database: duckdb.DuckDBPyConnection, directory: Path) -> duckdb.DuckDBPyConnection:
    """The cells of graduate-outcomes out of Parquet; its years, levels, fields and regions."""
    database.execute("CREATE OR REPLACE TABLE provinces (province TEXT, nso TEXT)")
    known = [(code, regions.nso_region(code)) for code in regions.provinces()]
    database.executemany("INSERT INTO provinces VALUES (?, ?)", known)
    graduates = f"CREATE OR REPLACE VIEW graduates AS FROM '{directory / 'graduates.parquet'}'"
    database.execute(graduates)
    return database.execute(_COUNTED)


if __name__ == "__main__":
    main()
