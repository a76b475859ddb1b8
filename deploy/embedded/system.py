"""The three services put together: their apps behind one door, their loops beside them."""

from collections.abc import Callable
from typing import Any

import services.reporting.app
from prometheus_client import CollectorRegistry
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import services.ingestion.app
import services.ingestion.worker
import services.matching.app
import services.matching.worker
import services.reporting.worker
from shared.bus.compaction import keep_compacted
from shared.bus.log import Log
from shared.bus.sqlite_log import SqliteLog
from shared.contracts.catalogue import ASSESSMENTS, GRADUATES, VACANCIES
from shared.settings import SERVICES, Settings
from shared.workers import Supervised, Worker

WsgiApp = Callable[..., Any]


class System:
    """One process's whole labour-market information system."""

    def __init__(self, settings: Settings, log: SqliteLog) -> None:
        registries = {name: CollectorRegistry() for name in SERVICES}
        self.wsgi = _wsgi(settings, log, registries)
        self.workers = Supervised(_workers(settings, log, registries))
        self._log = log

    def start(self) -> None:
        """Start the loops."""
        self.workers.start()

    def backlog(self) -> int:
        """Events told and not yet taken; raises LogUnavailable."""
        to_matching = self._log.lag("matching", (GRADUATES.name, VACANCIES.name))
        return to_matching + self._log.lag("reporting", (ASSESSMENTS.name,))

    def stop(self) -> None:
        """End the loops, then let go of the log."""
        self.workers.stop()
        self._log.close()


def _wsgi(settings: Settings, log: Log, registries: dict[str, CollectorRegistry]) -> WsgiApp:
    ingestion = services.ingestion.app.create_app(settings, log, registries["ingestion"])
    matching = services.matching.app.create_app(settings, log, registries["matching"])
    reporting = services.reporting.app.create_app(settings, log, registries["reporting"])
    return DispatcherMiddleware(reporting, {"/ingestion": ingestion, "/matching": matching})


def _workers(
    settings: Settings, log: SqliteLog, registries: dict[str, CollectorRegistry]
) -> list[Worker]:
    return [
        *services.ingestion.worker.workers(settings, log, registries["ingestion"]),
        *services.matching.worker.workers(settings, log, registries["matching"]),
        *services.reporting.worker.workers(settings, log, registries["reporting"]),
        Worker("log maintenance", lambda stop: keep_compacted(log, stop)),
    ]
