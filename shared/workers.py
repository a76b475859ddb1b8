"""Long-running loops: as a process of their own, or as threads beside the web apps.

A loop is a function of a stop event. In a process of its own a loop that crashes ends the
process, whose supervisor starts it again; embedded, `Supervised` plays that part.
"""

import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, start_http_server

from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.garbage import spare_loaded
from shared.logs import configure_logs
from shared.settings import Settings
from shared.taxonomy import releases

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Worker:
    """A named loop; `run` returns soon after its stop event is set and raises when it is broken."""

    name: str
    run: Callable[[threading.Event], None]


def main_of(make: Callable[[Settings, Log, CollectorRegistry], list[Worker]]) -> int:
    """The whole of a worker process: settings, logs, metrics, its loops; the exit status."""
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    releases.serve(settings.taxonomies())
    registry = CollectorRegistry()
    if settings.worker_port:
        start_http_server(settings.worker_port, settings.host, registry=registry)
    log_ = open_log(
        settings.log(),
        replication=settings.log_replication,
        member=settings.worker_id or None,
    )
    try:
        return run_process(make(settings, log_, registry))
    finally:
        log_.close()


def run_process(workers: Sequence[Worker]) -> int:
    """Run the loops until SIGTERM or SIGINT (0), or until one of them breaks (1)."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    broken: list[str] = []

    def guarded(worker: Worker) -> None:
        try:
            worker.run(stop)
        except BaseException:
            log.exception("worker broke", extra={"worker": worker.name})
            broken.append(worker.name)
        finally:
            stop.set()

    spare_loaded()
    threads = [threading.Thread(target=guarded, args=(w,), name=w.name) for w in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        while thread.is_alive():  # joining without a time-out would keep signals from arriving
            thread.join(0.5)
    return 1 if broken else 0


class Supervised:
    """The loops as threads of this process; one that breaks is started again after a pause."""

    def __init__(self, workers: Sequence[Worker], pause: float = 1.0) -> None:
        self._stop = threading.Event()
        self._pause = pause
        self._broken: set[str] = set()
        self._threads = [
            threading.Thread(target=self._keep, args=(w,), name=w.name, daemon=True)
            for w in workers
        ]

    def start(self) -> None:
        """Start every loop."""
        for thread in self._threads:
            thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Ask every loop to end and wait for it."""
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout)

    def broken(self) -> frozenset[str]:
        """Loops that crashed and are waiting to be started again."""
        return frozenset(self._broken)

    def _keep(self, worker: Worker) -> None:
        while not self._stop.is_set():
            self._broken.discard(worker.name)
            try:
                worker.run(self._stop)
            except Exception:
                log.exception("worker broke; starting it again", extra={"worker": worker.name})
                self._broken.add(worker.name)
                self._stop.wait(self._pause)
