"""The three services put together: their apps behind one door, their loops beside them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from prometheus_client import CollectorRegistry
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import services.ingestion.app
import services.ingestion.worker
import services.matching.app
import services.matching.worker
import services.reporting.app
import services.reporting.worker
from services.ingestion import store as posted
from services.ingestion.outbox import RecordOutbox
from services.matching import store as assessed
from services.matching.outbox import AssessmentOutbox
from services.reporting.publication.living import is_current
from services.reporting.window import thai_today
from shared.bus.compaction import keep_compacted
from shared.bus.log import Log
from shared.bus.outbox import Outbox
from shared.bus.sqlite_log import SqliteLog
from shared.contracts.catalogue import ASSESSMENTS, GRADUATES, VACANCIES
from shared.db.engine import make_engine
from shared.db.journal import keep_rewritten
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
        self._outboxes = _outboxes(settings)
        self._facts = make_engine(settings.database("reporting"))

    def start(self) -> None:
        """Start the loops."""
        self.workers.start()

    def backlog(self) -> int:
        """Rows not told, events not taken, figures not made; 0 when all that was kept is in them.

        Raises:
            LogUnavailable: the log does not answer now.
        """
        untold = sum(len(outbox.unpublished(1)) for outbox in self._outboxes)
        to_matching = self._log.lag("matching", (GRADUATES.name, VACANCIES.name))
        to_reporting = self._log.lag("reporting", (ASSESSMENTS.name,))
        behind = untold + to_matching + to_reporting
        return behind or int(not is_current(self._facts, thai_today()))

    def stop(self) -> None:
        """End the loops, then let go of the log."""
        self.workers.stop()
        self._log.close()


def _wsgi(settings: Settings, log: Log, registries: dict[str, CollectorRegistry]) -> WsgiApp:
    settings = replace(settings, web_workers=1)  # limits are not shared out: this is the only one
    ingestion = services.ingestion.app.create_app(settings, log, registries["ingestion"])
    matching = services.matching.app.create_app(settings, log, registries["matching"])
    reporting = services.reporting.app.create_app(settings, log, registries["reporting"])
    return DispatcherMiddleware(reporting, {"/ingestion": ingestion, "/matching": matching})


def _outboxes(settings: Settings) -> list[Outbox]:
    ingestion = make_engine(settings.database("ingestion"))
    matching = make_engine(settings.database("matching"))
    return [
        *(RecordOutbox(ingestion, t) for t in (posted.graduates, posted.vacancies)),
        *(AssessmentOutbox(matching, t) for t in (assessed.graduates, assessed.vacancies)),
    ]


def _workers(
    settings: Settings, log: SqliteLog, registries: dict[str, CollectorRegistry]
) -> list[Worker]:
    databases = [make_engine(settings.database(name)) for name in SERVICES]
    return [
        *services.ingestion.worker.workers(settings, log, registries["ingestion"]),
        *services.matching.worker.workers(settings, log, registries["matching"]),
        *services.reporting.worker.workers(settings, log, registries["reporting"]),
        Worker("log maintenance", lambda stop: keep_compacted(log, stop)),
        Worker("database maintenance", lambda stop: keep_rewritten(databases, stop)),
    ]
