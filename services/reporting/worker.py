"""The loop of reporting: its consumer."""

import sys

from prometheus_client import CollectorRegistry

from services.reporting.consumers import GROUP, SUBSCRIPTIONS
from services.reporting.store import inbox, keep_positions
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Log
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.workers import Worker, main_of


def workers(settings: Settings, log: Log, registry: CollectorRegistry) -> list[Worker]:
    """The consumer of assessments."""
    engine = make_engine(settings.database("reporting"))
    metrics = ConsumerMetrics(registry)
    loop = ConsumerLoop(GROUP, engine, inbox, log, SUBSCRIPTIONS, metrics, keep_positions)
    return [Worker("reporting consumer", loop.run)]


if __name__ == "__main__":
    sys.exit(main_of(workers))
