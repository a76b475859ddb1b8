"""The loops of ingestion: its relay, the processing of uploads, and what comes after."""

import sys

from prometheus_client import CollectorRegistry

from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.duplicates.comparing import Comparing
from services.ingestion.handlers import Door
from services.ingestion.outbox import RecordOutbox
from services.ingestion.retention import RetentionClock
from services.ingestion.store import audit, graduates, vacancies
from shared.audit import Chainer
from shared.bus.log import Log
from shared.bus.relay import Relay
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.workers import Worker, main_of


def workers(settings: Settings, log: Log, registry: CollectorRegistry) -> list[Worker]:
    """The relay of graduates and vacancies, and what takes uploads in."""
    engine = make_engine(settings.database("ingestion"))
    outboxes = [RecordOutbox(engine, graduates), RecordOutbox(engine, vacancies)]
    relay = Relay("ingestion", engine, log, outboxes)
    door = Door(engine, settings.pseudonym_secret(), settings.demonstration)
    uploads = BatchLoop(Batches.of(door, settings))
    return [
        Worker("ingestion relay", relay.run),
        Worker("uploads", uploads.run),
        Worker("ingestion duplicates", Comparing(engine).turns.run),
        Worker("ingestion audit", Chainer(engine, audit).run),
        Worker("retention", RetentionClock(engine, settings.retention_years).run),
    ]


if __name__ == "__main__":
    sys.exit(main_of(workers))
