"""The loops of ingestion: its relay, the chain of its audit log, the retention clock."""

import sys

from prometheus_client import CollectorRegistry

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
    """The relay of graduates and vacancies, and what keeps persons' rights."""
    engine = make_engine(settings.database("ingestion"))
    outboxes = [RecordOutbox(engine, graduates), RecordOutbox(engine, vacancies)]
    relay = Relay("ingestion", engine, log, outboxes)
    return [
        Worker("ingestion relay", relay.run),
        Worker("ingestion audit", Chainer(engine, audit).run),
        Worker("retention", RetentionClock(engine, settings.retention_years).run),
    ]


if __name__ == "__main__":
    sys.exit(main_of(workers))
