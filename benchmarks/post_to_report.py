"""Delay from the answer to a post to the record's facts, and to live figures made of them."""

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.running import clean_up_when_terminated, print_results
from deploy.kafka.jars import KafkaMissing
from deploy.kafka.local import LocalKafka
from services.reporting.store import positions_of
from shared.db.engine import make_engine
from tests.e2e.figures import events_told
from tests.e2e.posting import Organisation, a_graduate_of, graduates_of
from tests.e2e.running.distributed import Distributed
from tests.e2e.running.embedded import Embedded
from tests.e2e.running.http import Answer
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import lasting_port
from tests.e2e.running.system import RunningSystem
from tests.support.postgres import own_server

POSTS_A_SECOND = 20
SECONDS = 20
WARM_UP_SECONDS = 5
"""Not counted: the last worker may still join its group, and the others wait for it."""
BEFORE = 20
"""Graduates posted first, so that there are live figures."""
PAUSE_SECONDS = 0.005
_PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Delays:
    """Seconds, one figure a post."""

    answered: Sequence[float]
    kept: Sequence[float]
    told: Sequence[float]


class Watched:
    """How many events something has taken, and since when."""

    def __init__(self, taken: Callable[[], int]) -> None:
        self.taken = taken
        self.seen: list[tuple[float, int]] = []

    def watch(self, expected: int, stop: threading.Event) -> None:
        """Note the moment of every rise until all are taken."""
        last = self.taken()
        while last < expected and not stop.wait(PAUSE_SECONDS):
            count = self.taken()
            if count > last:
                self.seen.append((time.perf_counter(), count))
                last = count

    def after(self, events: int, moment: float) -> float:
        """Seconds from the moment until so many were taken."""
        for at, count in self.seen:
            if count >= events:
                return at - moment
        raise RuntimeError(f"{events} events were never taken")


def measure(system: RunningSystem) -> Delays:
    """Post one by one at a steady pace while facts and live figures are looked at."""
    university = Organisation.of(system, "university", "university")
    _must_be(http.client.OK, university.post("graduates", graduates_of("TH-20", BEFORE)))
    eventually(lambda: events_told(system) == BEFORE, what="the first graduates are told")
    posts = POSTS_A_SECOND * (WARM_UP_SECONDS + SECONDS)
    with positions_read(system) as reached:
        kept, told = Watched(reached), Watched(lambda: events_told(system))
        with _watching(BEFORE + posts, kept, told):
            sent, answered = _post_steadily(university, posts)
    posting = [a - s for s, a in zip(sent, answered, strict=True)]
    delays = [
        [watched.after(BEFORE + n + 1, at) for n, at in enumerate(answered)]
        for watched in (kept, told)
    ]
    first = POSTS_A_SECOND * WARM_UP_SECONDS
    return Delays(*(seconds[first:] for seconds in (posting, *delays)))


@contextmanager
def positions_read(system: RunningSystem) -> Iterator[Callable[[], int]]:
    """Reads how many events are in the facts, from reporting's database."""
    engine = make_engine(system.settings().database("reporting"))

    def reached() -> int:
        with engine.connect() as connection:
            return sum(positions_of(connection).values())

    try:
        yield reached
    finally:
        engine.dispose()


@contextmanager
def _watching(expected: int, *all_watched: Watched) -> Iterator[None]:
    """Meanwhile, and then until all is taken or patience ends."""
    stop = threading.Event()
    threads = [threading.Thread(target=w.watch, args=(expected, stop)) for w in all_watched]
    for thread in threads:
        thread.start()
    try:
        yield
        for thread in threads:
            thread.join(_PATIENCE_SECONDS)
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _post_steadily(university: Organisation, posts: int) -> tuple[list[float], list[float]]:
    """When each post was sent and when it was answered."""
    sent, answered = [], []
    first = time.perf_counter()
    for number in range(posts):
        due = first + number / POSTS_A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        sent.append(time.perf_counter())
        graduate = a_graduate_of("TH-50", f"one-by-one-{number}")
        _must_be(http.client.CREATED, university.post("graduates", graduate))
        answered.append(time.perf_counter())
    return sent, answered


def _must_be(status: int, answer: Answer) -> None:
    if answer.status != status:
        raise RuntimeError(f"refused: {answer.text()}")


@contextmanager
def embedded(directory: Path, **settings: str) -> Iterator[RunningSystem]:
    """One process on files."""
    system = Embedded(directory, **settings)
    with _ready(system):
        yield system


@contextmanager
def distributed(directory: Path, **settings: str) -> Iterator[RunningSystem]:
    """Every process by itself, over a Kafka and a PostgreSQL of their own."""
    with ExitStack() as parts:
        kafka = parts.enter_context(LocalKafka(directory / "kafka", lasting_port()))
        postgres = parts.enter_context(own_server(lasting_port()))
        system = Distributed(directory, kafka, postgres, **settings)
        with _ready(system):
            yield system


@contextmanager
def _ready(system: RunningSystem) -> Iterator[None]:
    try:
        system.start_all()
        system.wait_ready()
        yield
    finally:
        system.stop()


def _row(form: str, delays: Delays) -> list[str]:
    post = statistics.median(delays.answered)
    figures = [_spelt(post)]
    for seconds in (delays.kept, delays.told):
        last_of_hundred = statistics.quantiles(seconds, n=100)[98]
        figures += [_spelt(statistics.median(seconds)), _spelt(last_of_hundred)]
    return [form, *figures, f"{statistics.median(delays.kept) / post:.1f}"]


def _spelt(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def main() -> None:
    """Measure both forms, or say why not."""
    clean_up_when_terminated()
    pace = f"{POSTS_A_SECOND} posts a second for {SECONDS} s, one at a time"
    rows, notes = [], [f"{pace}, after {WARM_UP_SECONDS} s of warming up"]
    for form in (embedded, distributed):
        with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
            try:
                with form(Path(directory)) as system:
                    rows.append(_row(form.__name__, measure(system)))
            except (KafkaMissing, pytest.skip.Exception) as missing:
                notes.append(f"{form.__name__} not measured: {missing}")
    columns = ("form", "POST answered, p50", "in the facts, p50", "p99", "in live figures, p50",
               "p99", "facts to POST")  # fmt: skip
    print_results("python -m benchmarks.post_to_report", columns, rows, notes)


if __name__ == "__main__":
    main()
