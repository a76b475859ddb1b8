"""Delay from the answer to a post to the record being counted in the report, in both forms."""

import http.client
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.running import clean_up_when_terminated, print_results
from deploy.kafka.jars import KafkaMissing
from deploy.kafka.local import LocalKafka
from tests.e2e.posting import Organisation, a_graduate_of, graduates_of
from tests.e2e.running.distributed import Distributed
from tests.e2e.running.embedded import Embedded
from tests.e2e.running.http import Answer, get
from tests.e2e.running.polling import eventually
from tests.e2e.running.process import lasting_port
from tests.e2e.running.system import RunningSystem
from tests.support.postgres import own_server

POSTS_A_SECOND = 20
SECONDS = 20
WARM_UP_SECONDS = 5
"""Not counted: the last worker may still join its group, and the others wait for it."""
BEFORE = 20
"""Graduates posted first: below ten the report would say nothing."""
PAUSE_SECONDS = 0.005
_PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Delays:
    """Seconds, one figure a post."""

    answered: Sequence[float]
    visible: Sequence[float]


class Report:
    """How many graduates the balance report counts, and since when."""

    def __init__(self, reporting: str) -> None:
        self._url = f"{reporting}/v1/reports/balance"
        self.seen: list[tuple[float, int]] = []

    def count(self) -> int:
        figures = get(self._url).json()["total"]["figures"]
        return next(f["value"] for f in figures if f["measure"] == "graduates") or 0

    def watch(self, expected: int, stop: threading.Event) -> None:
        """Note the moment of every rise until all are counted."""
        last = self.count()
        while last < expected and not stop.wait(PAUSE_SECONDS):
            count = self.count()
            if count > last:
                self.seen.append((time.perf_counter(), count))
                last = count


def measure(system: RunningSystem) -> Delays:
    """Post one by one at a steady pace while the report is asked again and again."""
    university = Organisation.of(system, "university", "university")
    report = Report(system.reporting)
    _must_be(http.client.OK, university.post("graduates", graduates_of("TH-20", BEFORE)))
    eventually(lambda: report.count() == BEFORE, what="the first graduates are counted")
    posts, stop = POSTS_A_SECOND * (WARM_UP_SECONDS + SECONDS), threading.Event()
    watching = threading.Thread(target=report.watch, args=(BEFORE + posts, stop))
    watching.start()
    sent, answered = _post_steadily(university, posts)
    watching.join(_PATIENCE_SECONDS)
    stop.set()
    watching.join()
    visible = [_counted_at(report.seen, BEFORE + n + 1) - at for n, at in enumerate(answered)]
    posting = [a - s for s, a in zip(sent, answered, strict=True)]
    first = POSTS_A_SECOND * WARM_UP_SECONDS
    return Delays(posting[first:], visible[first:])


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


def _counted_at(seen: Sequence[tuple[float, int]], wanted: int) -> float:
    """When the report first counted so many; the n-th post is taken to be the n-th counted."""
    for moment, count in seen:
        if count >= wanted:
            return moment
    raise RuntimeError(f"the report never counted {wanted}")


@contextmanager
def embedded(directory: Path) -> Iterator[RunningSystem]:
    """One process on files."""
    system = Embedded(directory)
    with _ready(system):
        yield system


@contextmanager
def distributed(directory: Path) -> Iterator[RunningSystem]:
    """Every process by itself, over a Kafka and a PostgreSQL of their own."""
    with ExitStack() as parts:
        kafka = parts.enter_context(LocalKafka(directory / "kafka", lasting_port()))
        postgres = parts.enter_context(own_server(lasting_port()))
        system = Distributed(directory, kafka, postgres)
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
    median = statistics.median(delays.visible)
    last_of_hundred = statistics.quantiles(delays.visible, n=100)[98]
    figures = (post, median, last_of_hundred, max(delays.visible))
    return [form, *(f"{seconds * 1000:,.0f} ms" for seconds in figures), f"{median / post:.1f}"]


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
    columns = ("form", "POST answered, p50", "then counted, p50", "p99", "slowest", "p50 to POST")
    print_results("python -m benchmarks.post_to_report", columns, rows, notes)


if __name__ == "__main__":
    main()
