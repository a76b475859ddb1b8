"""The loops of reporting: its consumer, the live figures, alerts judged and sent."""

import sys

from prometheus_client import CollectorRegistry

from services.reporting.alerts.loops import workers as alert_workers
from services.reporting.consumers import GROUP, SUBSCRIPTIONS
from services.reporting.cube.private_pay import PayPrivacy
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.living import Living
from services.reporting.publication.naming import named
from services.reporting.store import inbox, keep_positions
from services.reporting.window import thai_today
from shared.access import AccessStore
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Log
from shared.bus.turns import Turns
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.webhooks.addresses import Reach
from shared.webhooks.sending import Sender
from shared.workers import Worker, main_of

_IDLE = 0.5
"""Seconds between looks whether facts changed."""


def workers(settings: Settings, log: Log, registry: CollectorRegistry) -> list[Worker]:
    """The consumer of assessments, the maker of live figures, and the two loops of alerts."""
    engine = make_engine(settings.database("reporting"))
    metrics = ConsumerMetrics(registry)
    loop = ConsumerLoop(GROUP, engine, inbox, log, SUBSCRIPTIONS, metrics, keep_positions)
    access = AccessStore(make_engine(settings.database("access")))
    privacy = PayPrivacy(settings.pay_epsilon)
    living = Living(
        engine,
        lambda: named(access.organisations()),
        thai_today,
        privacy,
        settings.live_seconds,
    )
    turns = Turns("reporting live figures", engine, living.work, _IDLE)
    send = Sender(Reach.of(settings.webhook_hosts))
    return [
        Worker("reporting consumer", loop.run),
        Worker("reporting live figures", turns.run),
        *alert_workers(engine, KeptShelf(engine), send),
    ]


if __name__ == "__main__":
    sys.exit(main_of(workers))
