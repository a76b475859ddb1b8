"""Records posted at a steady rate for minutes: the delay to the facts and live figures, memory."""

import argparse
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.bulk_ingestion import a_graduate
from benchmarks.post_to_report import Watched, distributed, embedded, positions_read
from benchmarks.running import clean_up_when_terminated, print_results
from deploy.kafka.jars import KafkaMissing
from tests.e2e.figures import events_told
from tests.e2e.posting import Organisation
from tests.e2e.running.polling import eventually
from tests.e2e.running.system import RunningSystem

FORMS = {"embedded": embedded, "distributed": distributed}
AT_ONCE = 25
"""Records of one request."""
SAMPLE_SECONDS = 5.0
_MEBIBYTE = 1024 * 1024
_PAGE = 4096


@dataclass(frozen=True)
class Pace:
    """How many records a second, for how long, and how long their figures are waited for."""

    rate: int
    seconds: int
    patience: int

    @property
    def requests(self) -> int:
        return self.rate * self.seconds // AT_ONCE


@dataclass(frozen=True)
class Sustained:
    """Seconds a request, and mebibytes of the system's processes sample by sample.

    `told` is empty where the figures did not come in time.
    """

    answered: Sequence[float]
    kept: Sequence[float]
    told: Sequence[float]
    memory: Sequence[float]


class Memory:
    """Resident memory of the system's own processes, database and broker left out."""

    def __init__(self, system: RunningSystem) -> None:
        self._mark = f"{system.settings().data_dir}".encode()
        self.samples: list[float] = []

    def watch(self, stop: threading.Event) -> None:
        while not stop.wait(SAMPLE_SECONDS):
            pages = sum(map(_resident_pages, self._processes()))
            self.samples.append(pages * _PAGE / _MEBIBYTE)

    def _processes(self) -> Iterator[Path]:
        for directory in Path("/proc").glob("[0-9]*"):
            try:
                environment = (directory / "environ").read_bytes()
            except OSError:
                continue
            if b"LMIS_DATA_DIR=" + self._mark in environment:
                yield directory


def _resident_pages(process: Path) -> int:
    try:
        return int((process / "statm").read_text().split()[1])
    except OSError:
        return 0


def measure(system: RunningSystem, pace: Pace) -> Sustained:
    """Post at the pace while facts, figures and memory are watched."""
    university = Organisation.of(system, "university", "university")
    first = university.post("graduates", [a_graduate(n) for n in range(AT_ONCE)])
    assert first.status == 200, first.text()
    eventually(lambda: events_told(system) == AT_ONCE, what="the first graduates are told")
    total = AT_ONCE * (1 + pace.requests)
    memory = Memory(system)
    with positions_read(system) as reached:
        kept, told = Watched(reached), Watched(lambda: events_told(system))
        with _watched(pace, total, memory, kept, told):
            sent, answered = _post(university, pace)
    return Sustained(
        [a - s for s, a in zip(sent, answered, strict=True)],
        [kept.after(AT_ONCE * (n + 2), at) for n, at in enumerate(answered)],
        _told(told, answered),
        memory.samples,
    )


@contextmanager
def _watched(pace: Pace, total: int, memory: Memory, *watched: Watched) -> Iterator[None]:
    stop = threading.Event()
    threads = [threading.Thread(target=each.watch, args=(total, stop)) for each in watched]
    sampling = threading.Thread(target=memory.watch, args=(stop,))
    for thread in (*threads, sampling):
        thread.start()
    try:
        yield
        for thread in threads:
            thread.join(pace.patience)
    finally:
        stop.set()
        for thread in (*threads, sampling):
            thread.join()


def _post(university: Organisation, pace: Pace) -> tuple[list[float], list[float]]:
    """When each request was due, and when it was answered: being late counts."""
    due_at, answered = [], []
    began = time.perf_counter()
    for number in range(pace.requests):
        due = began + number * AT_ONCE / pace.rate
        time.sleep(max(0.0, due - time.perf_counter()))
        first = AT_ONCE * (number + 1)
        answer = university.post("graduates", [a_graduate(first + n) for n in range(AT_ONCE)])
        if answer.status != 200:
            raise RuntimeError(f"refused: {answer.text()}")
        due_at.append(due)
        answered.append(time.perf_counter())
    return due_at, answered


def _told(told: Watched, answered: Sequence[float]) -> list[float]:
    seconds = []
    for number, at in enumerate(answered):
        try:
            seconds.append(told.after(AT_ONCE * (number + 2), at))
        except RuntimeError:
            return []
    return seconds


def _row(form: str, found: Sustained) -> list[str]:
    cells = [form]
    for seconds in (found.answered, found.kept, found.told):
        cells += (
            [_spelt(statistics.median(seconds)), _spelt(_p99(seconds))] if seconds else ["–"] * 2
        )
    minute = max(1, round(60 / SAMPLE_SECONDS))
    begin, end = found.memory[:minute], found.memory[-minute:]
    return [*cells, f"{statistics.mean(begin):,.0f} MiB", f"{statistics.mean(end):,.0f} MiB"]


def _p99(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=100)[98]


def _spelt(seconds: float) -> str:
    return f"{seconds * 1000:,.0f} ms"


def main() -> None:
    """Measure the forms, or say why not."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=int, default=500, help="records a second")
    parser.add_argument("--seconds", type=int, default=600)
    parser.add_argument("--patience", type=int, default=300, help="seconds for the last figures")
    parser.add_argument("--forms", default="distributed", help="embedded, distributed or both")
    parser.add_argument("--live-seconds", default="0", help="least seconds between live figures")
    asked = parser.parse_args()
    clean_up_when_terminated()
    pace = Pace(asked.rate, asked.seconds, asked.patience)
    notes = [
        f"{pace.rate} records a second for {pace.seconds} s, {AT_ONCE} a request; "
        f"live figures every {asked.live_seconds} s at most"
    ]
    settings = {"LMIS_LIVE_SECONDS": asked.live_seconds}
    rows = []
    for name in asked.forms.split(","):
        with tempfile.TemporaryDirectory(prefix="lmis-bench-") as directory:
            try:
                with FORMS[name](Path(directory), **settings) as system:
                    rows.append(_row(name, measure(system, pace)))
            except (KafkaMissing, pytest.skip.Exception) as missing:
                notes.append(f"{name} not measured: {missing}")
    columns = ("form", "POST answered, p50", "p99", "in the facts, p50", "p99",
               "in live figures, p50", "p99", "memory, first minute", "last minute")  # fmt: skip
    print_results("python -m benchmarks.sustained", columns, rows, notes)


if __name__ == "__main__":
    main()
