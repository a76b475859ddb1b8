"""The loops of ingestion: its relay, the processing of uploads, and what comes after."""

import sys

from prometheus_client import CollectorRegistry

from services.ingestion.batches import Batches, BatchLoop
from services.ingestion.consumers import GROUP, SUBSCRIPTIONS
from services.ingestion.duplicates.comparing import Comparing
from services.ingestion.handlers import Door
from services.ingestion.notices.loops import workers as notice_workers
from services.ingestion.outbox import RecordOutbox
from services.ingestion.retention import RetentionClock
from services.ingestion.store import audit, graduates, inbox, vacancies
from shared.audit import Chainer
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Log
from shared.bus.relay import Relay
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.webhooks.addresses import Reach
from shared.webhooks.sending import Sender
from shared.workers import Worker, main_of


def workers(settings: Settings, log: Log, registry: CollectorRegistry) -> list[Worker]:
    """The relay of graduates and vacancies, and what takes uploads in."""
    engine = make_engine(settings.database("ingestion"))
    outboxes = [RecordOutbox(engine, graduates), RecordOutbox(engine, vacancies)]
    relay = Relay("ingestion", engine, log, outboxes)
    door = Door(engine, settings.pseudonym_secret(), settings.demonstration)
    uploads = BatchLoop(Batches.of(door, settings))
    metrics = ConsumerMetrics(registry)
    codings = ConsumerLoop(GROUP, engine, inbox, log, SUBSCRIPTIONS, metrics)
    send = Sender(Reach.of(settings.webhook_hosts))
    return [
        Worker("ingestion relay", relay.run),
        Worker("ingestion consumer", codings.run),
        *notice_workers(engine, send),
        Worker("uploads", uploads.run),
        Worker("ingestion duplicates", Comparing(engine).turns.run),
        Worker("ingestion audit", Chainer(engine, audit).run),
        Worker("retention", RetentionClock(engine, settings.retention_years).run),
    ]


if __name__ == "__main__":
    sys.exit(main_of(workers))
