"""Long-running loops: a process that ends as it should, and loops that are started again."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.workers import Supervised, Worker

ROOT = Path(__file__).parents[2]
PROCESS = """
import gc, sys, threading
from shared.logs import configure_logs
from shared.workers import Worker, run_process

def say(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()

def loop(stop):
    say("running")
    stop.wait()
    say("ended")

def broken(stop):
    raise RuntimeError("no way on")

def finished(stop):
    pass

def counts(stop):
    say(f"{gc.get_freeze_count()} frozen")

configure_logs()
loops = {"counts": counts, "loop": loop, "broken": broken, "finished": finished}
sys.exit(run_process([Worker(name, loops[name]) for name in sys.argv[1:]]))
"""


@contextmanager
def started(*loops: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", PROCESS, *loops]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_every_loop_and_the_process_with_0(number: signal.Signals) -> None:
    with started("loop", "loop") as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["running\n"] * 2
        process.send_signal(number)
        output, _ = process.communicate(timeout=20)
    assert (process.returncode, output) == (0, "ended\nended\n")


def test_a_loop_that_breaks_ends_the_others_and_the_process_with_1() -> None:
    with started("loop", "broken") as process:
        output, logged = process.communicate(timeout=20)
    assert process.returncode == 1
    assert output in ("running\nended\n", "")
    assert "no way on" in logged
    assert '"worker": "broken"' in logged


def test_what_is_loaded_before_the_loops_is_spared_when_garbage_is_looked_for() -> None:
    with started("counts") as process:
        output, _ = process.communicate(timeout=20)
    assert int(output.removesuffix(" frozen\n")) > 10_000


def test_a_loop_that_ends_by_itself_ends_the_process_with_0() -> None:
    with started("finished") as process:
        process.communicate(timeout=20)
    assert process.returncode == 0


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.005)


class FlakyLoop:
    """A loop that breaks the first `times` it is run."""

    def __init__(self, times: int) -> None:
        self.times = times
        self.runs = 0

    def run(self, stop: threading.Event) -> None:
        self.runs += 1
        if self.runs <= self.times:
            raise RuntimeError(f"run {self.runs}")
        stop.wait()


def test_a_supervised_loop_that_breaks_is_started_again() -> None:
    flaky, steady = FlakyLoop(3), FlakyLoop(0)
    workers = Supervised([Worker("flaky", flaky.run), Worker("steady", steady.run)], pause=0.01)
    workers.start()
    eventually(lambda: flaky.runs == 4)
    eventually(lambda: workers.broken() == frozenset())
    assert steady.runs == 1
    workers.stop()


def test_a_loop_that_waits_to_be_started_again_is_known_as_broken() -> None:
    workers = Supervised([Worker("flaky", FlakyLoop(10**9).run)], pause=60)
    workers.start()
    eventually(lambda: workers.broken() == {"flaky"})
    workers.stop()


def test_stopping_ends_a_loop_that_waits_to_be_started_again() -> None:
    flaky = FlakyLoop(10**9)
    workers = Supervised([Worker("flaky", flaky.run)], pause=3600)
    workers.start()
    eventually(lambda: flaky.runs == 1)
    workers.stop()
    assert flaky.runs == 1
    assert not any(thread.name == "flaky" for thread in threading.enumerate())
