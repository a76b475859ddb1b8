"""Vacancies compared a second, and the memory it takes, beside datasketch on the same texts."""

import argparse
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]
from sqlalchemy import func, select

from benchmarks.running import clean_up_when_terminated, print_results
from services.ingestion import store
from services.ingestion.domain import kept, vacancy_state
from services.ingestion.duplicates.comparing import Comparing
from services.ingestion.duplicates.shingles import BAND, SHINGLE, SIZE
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.support.postgres import find_server

_AT_ONCE = 5_000
_REPEATED = 0.15
_LETTERS = "กขคงจชซญดตถทนบปผพมยรลวสหอะาิีุูเแโไ" + "aeioubcdfghlmnprst"
_WORDS = 3_000
_FIRMS = 50
"""Vacancies of each firm, which says the same of itself in all of them."""


@dataclass(frozen=True)
class Taken:
    """What comparing all vacancies of a run took."""

    seconds: float
    found: int
    megabytes: float


def advertisements(count: int) -> Iterator[dict[str, object]]:
    """Advertisements of some 500 letters; 15 % repeat one of the last thousand, dressed anew."""
    draw = random.Random(1)
    words = ["".join(draw.choices(_LETTERS, k=draw.randint(3, 12))) for _ in range(_WORDS)]
    firms = [" ".join(draw.choices(words, k=15)) for _ in range(count // _FIRMS + 1)]
    last: list[dict[str, object]] = []
    for number in range(count):
        day = date(2025, 1, 1) + timedelta(days=number * 365 // count)
        if last and draw.random() < _REPEATED:
            first = draw.choice(last)
            advert = {**first, "title": f"ด่วน! รับสมัคร {first['title']}"}
        else:
            firm = draw.randrange(len(firms))
            advert = {
                "title": " ".join(draw.choices(words[:300], k=2)),
                "description": " ".join([*draw.choices(words, k=50), firms[firm]]),
                "employer": f"บริษัท {firm} จำกัด",
                "region": f"TH-{draw.choice((10, 11, 12, 20, 30, 40, 50, 90))}",
            }
            last = [*last[-999:], advert]
        yield {**advert, "posted_on": day.isoformat()}


def compare_all(url: str, count: int) -> Taken:
    """Keep that many vacancies, then compare them until nothing is behind."""
    engine = make_engine(url)
    upgrade(engine, "services.ingestion.migrations")
    records = []
    for number, advert in enumerate(advertisements(count)):
        board = f"board-{number % 3}"
        records.append(kept(vacancy_state(board, f"{number:07}", advert)))
        if len(records) == _AT_ONCE or number == count - 1:
            with transaction(engine) as connection:
                store.upsert(connection, store.vacancies, records)
            records = []
    comparing = Comparing(engine)
    started = time.perf_counter()
    while comparing.step():
        pass
    seconds = time.perf_counter() - started
    with engine.connect() as connection:
        repeats = store.vacancies.c.duplicate_of.is_not(None)
        found = connection.scalar(select(func.count()).where(repeats)) or 0
    engine.dispose()
    return Taken(seconds, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def with_datasketch(count: int) -> float:
    """Seconds for datasketch's signatures, put into its LSH in memory and asked for, no more."""
    texts = [str(advert["description"]).replace(" ", "") for advert in advertisements(count)]
    started = time.perf_counter()
    lsh = MinHashLSH(num_perm=SIZE, params=(SIZE // BAND, BAND))
    for number, text in enumerate(texts):
        signed = MinHash(num_perm=SIZE)
        signed.update_batch(
            [text[i : i + SHINGLE].encode() for i in range(len(text) - SHINGLE + 1)]
        )
        lsh.query(signed)
        lsh.insert(number, signed, check_duplication=False)
    return time.perf_counter() - started


def main(arguments: Sequence[str] | None = None) -> None:
    """SQLite, then PostgreSQL; the reference last, for it keeps everything in memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vacancies", type=int, default=100_000)
    parser.add_argument("--reference", type=int, default=10_000)
    options = parser.parse_args(arguments)
    clean_up_when_terminated()
    taken: dict[str, Taken] = {}
    with tempfile.TemporaryDirectory() as directory:
        taken["SQLite"] = compare_all(f"sqlite:///{directory}/door.db", options.vacancies)
    try:
        with find_server() as server:
            url = server.create_database()
            taken["PostgreSQL"] = compare_all(url, options.vacancies)
            server.drop_database(url)
    except pytest.skip.Exception as missing:
        print(missing)
    reference = options.reference / with_datasketch(options.reference)
    print_results(
        "python -m benchmarks.duplicates",
        [
            "database",
            "vacancies",
            "compared a second",
            "found to repeat one",
            "peak memory",
            "datasketch, texts a second",
            "ratio",
        ],
        [
            [
                name,
                f"{options.vacancies:,}",
                f"{options.vacancies / run.seconds:,.0f}",
                f"{run.found:,}",
                f"{run.megabytes:,.0f} MiB",
                f"{reference:,.0f}",
                f"{options.vacancies / run.seconds / reference:.2f}",
            ]
            for name, run in taken.items()
        ],
    )


if __name__ == "__main__":
    main()
