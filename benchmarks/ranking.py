"""Ranking at national scale: one new graduate, and all graduates, against every open vacancy.

The peers run in the same process on the same records: every pair scored with numpy, which must
give the very same answers, and scikit-learn's nearest neighbours over one-hot facts.
"""

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

import click
import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.neighbors import NearestNeighbors

from benchmarks.market_records import openings, seekers
from benchmarks.running import print_results
from services.matching.fits import Opening, Seeker
from services.matching.market.aspects import TABLED
from services.matching.market.columns import Columns, Entry
from services.matching.market.market import Market, market_of_openings
from services.matching.market.question import SKILLS_WEIGHT, Question
from services.matching.market.rematch import rematch
from services.matching.market.search import places

TOP = 10
GRADUATES = 1_000
BY_PEERS = 30
HOUR = 3600
COLUMNS = (
    "open vacancies", "made ready", "new graduate: p50", "p99", "scored",
    "every pair (numpy)", "ratio", "nearest neighbours (scikit-learn)", "ratio",
    "all graduates again", "processor time of it", "memory",
)  # fmt: skip


class Again(NamedTuple):
    """Seconds by the clock and of all processors, and for how many graduates."""

    seconds: float
    processor: float
    matched: int


class Peers(NamedTuple):
    """Milliseconds a graduate."""

    every_pair: float
    neighbours: float


@click.command()
@click.option("--sizes", default="10000,100000,1000000", show_default=True)
@click.option("--rematched", default=20_000, show_default=True, help="most graduates matched")
@click.option("--processes", default=2, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(sizes: str, rematched: int, processes: int, seed: int) -> None:
    """Print what ranking costs at each size."""
    rows = []
    for size in map(int, sizes.split(",")):
        # Each size in a process of its own, so that its peak of memory is its own.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            rows.append(pool.submit(measured, size, rematched, processes, seed).result())
    command = f"python -m benchmarks.ranking --sizes {sizes} --rematched {rematched}"
    print_results(command, COLUMNS, rows, notes(rematched, processes))


def notes(rematched: int, processes: int) -> list[str]:
    return [
        f"New graduate: the best {TOP} of all open vacancies for {GRADUATES:,} graduates one by"
        " one, one core, the first ones included. Scored: vacancies whose score was worked out.",
        f"Every pair: the same answers, checked, for {BY_PEERS} graduates; nearest neighbours:"
        " by cosine, which knows neither weights nor missing facts.",
        f"All graduates again: as many graduates as vacancies, best {TOP} each,"
        f" {processes} processes; above {rematched:,} graduates reckoned from that many.",
        "Memory: the peak of this process and of the largest other one; pages that they share"
        " are counted in both.",
        "Processor time does not count what other programs of this machine took meanwhile.",
    ]


def measured(size: int, rematched: int, processes: int, seed: int) -> list[str]:
    """The row of one size."""
    market, ready = _market(size, seed)
    graduates = [entry.record for entry in seekers(seed, GRADUATES)]
    one_by_one, scored = _one_by_one(market, graduates)
    again = _all_again(market, min(size, rematched), processes, seed + 1)
    memory = _memory()
    peers = _peers(market, graduates[:BY_PEERS])
    typical = float(np.median(one_by_one))
    return [
        f"{size:,}",
        f"{ready:.1f} s",
        f"{typical:.1f} ms",
        f"{np.percentile(one_by_one, 99):.1f} ms",
        f"{scored:,.0f}",
        f"{peers.every_pair:.1f} ms",
        f"{peers.every_pair / typical:.1f}×",
        f"{peers.neighbours:.1f} ms",
        f"{peers.neighbours / typical:.1f}×",
        _duration(again.seconds * size / again.matched)
        + ("" if again.matched == size else " (reckoned)"),
        f"{processes} × {_duration(again.processor * size / again.matched / processes)}",
        f"{memory:,.0f} MiB",
    ]


def _market(size: int, seed: int) -> tuple[Market[Seeker, Opening], float]:
    """The market, and the seconds that it took beyond making up its records."""
    made_up = 0.0

    def entries() -> Iterator[Entry[Opening]]:
        nonlocal made_up
        began = time.perf_counter()
        for entry in openings(seed, size):
            made_up += time.perf_counter() - began
            yield entry
            began = time.perf_counter()

    market = market_of_openings()
    began = time.perf_counter()
    market.put(entries())
    return market, time.perf_counter() - began - made_up


def _one_by_one(
    market: Market[Seeker, Opening], graduates: Sequence[Seeker]
) -> tuple[list[float], float]:
    times = []
    for graduate in graduates:
        began = time.perf_counter()
        market.best(graduate, TOP)
        times.append((time.perf_counter() - began) * 1000)
    finder = market.finder(TOP)
    for graduate in graduates:
        finder.best(graduate)
    return times, finder.looked_at / len(graduates)


def _all_again(market: Market[Seeker, Opening], n: int, processes: int, seed: int) -> Again:
    """The best vacancies of `n` graduates, whose records are made up before."""
    entries = list(seekers(seed, n))
    began, processor = time.perf_counter(), _processor_time()
    matched = sum(1 for _ in rematch(market, entries, TOP, processes=processes))
    return Again(time.perf_counter() - began, _processor_time() - processor, matched)


def _processor_time() -> float:
    """Seconds of this process and of those that ended."""
    found = os.times()
    return found.user + found.system + found.children_user + found.children_system


def _peers(market: Market[Seeker, Opening], graduates: Sequence[Seeker]) -> Peers:
    [columns] = [part.columns() for part in market.parts()]
    key_order = np.argsort(np.argsort(np.array(columns.keys)))

    def every_pair(graduate: Seeker) -> list[str]:
        return _best_of_every_pair(columns, key_order, market.question(graduate))

    for graduate in graduates:
        assert [found.key for found in market.best(graduate, TOP)] == every_pair(graduate)
    return Peers(_milliseconds(every_pair, graduates), _neighbours(market, columns, graduates))


def _best_of_every_pair(columns: Columns, key_order: np.ndarray, question: Question) -> list[str]:
    fitting, known = np.zeros(len(columns)), np.zeros(len(columns))
    for fact in TABLED:
        fitting += question.tables[fact].fitting[columns.facts[fact]]
        known += question.tables[fact].known[columns.facts[fact]]
    if question.has_skills:
        asked = np.diff(columns.starts)
        met = np.concatenate([[0], np.cumsum(np.isin(columns.skills, question.skills))])
        weight = SKILLS_WEIGHT * (asked > 0)
        fitting += weight * (np.diff(met[columns.starts]) / np.maximum(asked, 1))
        known += weight
    at = places(fitting, known)
    least = np.partition(at, -TOP)[-TOP]
    hopeful = np.flatnonzero(at >= least)
    best = hopeful[np.lexsort((key_order[hopeful], -at[hopeful]))[:TOP]]
    return [columns.keys[row] for row in best]


def _neighbours(
    market: Market[Seeker, Opening], columns: Columns, graduates: Sequence[Seeker]
) -> float:
    """Vacancies and graduates as the same one-hot facts: occupation, level, region, skills."""
    facts = ("occupation", "region")
    n = len(columns)
    hot = [
        csr_matrix((np.ones(n, np.float32), (np.arange(n), columns.facts[fact]))) for fact in facts
    ]
    width = int(columns.skills.max()) + 1
    skills = csr_matrix(
        (np.ones(len(columns.skills), np.float32), columns.skills, columns.starts), (n, width)
    )
    vacancies = hstack([*hot, skills], format="csr")
    model = NearestNeighbors(n_neighbors=TOP, metric="cosine", algorithm="brute").fit(vacancies)

    def nearest(graduate: Seeker) -> None:
        question = market.question(graduate)
        offsets = np.cumsum([0, *(one.shape[1] for one in hot)])
        columns_set = [offsets[-1] + skill for skill in question.skills if skill < width]
        for offset, fact in zip(offsets, facts, strict=False):
            columns_set.append(offset + int(np.argmax(question.tables[fact].fitting)))
        ones = np.ones(len(columns_set), np.float32)
        row = csr_matrix(
            (ones, (np.zeros(len(columns_set), int), columns_set)), (1, vacancies.shape[1])
        )
        model.kneighbors(row)

    return _milliseconds(nearest, graduates)


def _milliseconds(answer: Callable[[Seeker], object], graduates: Sequence[Seeker]) -> float:
    times = []
    for graduate in graduates:
        began = time.perf_counter()
        answer(graduate)
        times.append((time.perf_counter() - began) * 1000)
    return float(np.median(times))


def _memory() -> float:
    own, others = (
        resource.getrusage(who).ru_maxrss / 1024
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return own + others


def _duration(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds < HOUR else f"{seconds / HOUR:.1f} h"


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    main()
