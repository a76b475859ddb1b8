"""The loops of matching: its consumer, its relay, and what follows corrections."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from services.matching.assess import Assessor
from services.matching.brain import check_artefacts, load_coders, load_extractor, load_judge
from services.matching.consumers import GROUP, subscriptions
from services.matching.drift import ScoreDrift, WatchedJudge
from services.matching.metrics import CodingMetrics
from services.matching.outbox import AssessmentOutbox
from services.matching.recoding import Recoder, RecodingLoop, Silent
from services.matching.store import graduates, inbox, vacancies
from services.matching.tables import audit
from shared.audit import Chainer
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Log
from shared.bus.relay import Relay
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.workers import Worker, main_of


def workers(settings: Settings, log: Log, registry: CollectorRegistry) -> list[Worker]:
    """The consumer of graduates and vacancies, the relay of their assessments, and re-coding.

    Coders and model are loaded when the consumer starts, in its own thread.

    Raises:
        ModelRefused, CoderRefused, ExtractorRefused: a fitted file was changed.
    """
    check_artefacts(settings.models())
    events, codings = ConsumerMetrics(registry), CodingMetrics(registry)
    drift = ScoreDrift(registry)

    def consume(stop: threading.Event) -> None:
        judge = WatchedJudge(load_judge(settings.models()), drift)
        assessor = Assessor(load_coders(), judge, codings, extractor=load_extractor)
        handlers = subscriptions(assessor)
        with _database(settings) as engine:
            ConsumerLoop(GROUP, engine, inbox, log, handlers, events).run(stop)

    def relay(stop: threading.Event) -> None:
        with _database(settings) as engine:
            outboxes = [AssessmentOutbox(engine, table) for table in (graduates, vacancies)]
            Relay("matching", engine, log, outboxes).run(stop)

    def recode(stop: threading.Event) -> None:
        with _database(settings) as engine:
            assessor = cache(
                lambda: Assessor(
                    load_coders(),
                    load_judge(settings.models()),
                    Silent(),
                    extractor=load_extractor,
                )
            )
            RecodingLoop(engine, Recoder(engine, assessor)).run(stop)

    def chain(stop: threading.Event) -> None:
        with _database(settings) as engine:
            Chainer(engine, audit).run(stop)

    return [
        Worker("matching consumer", consume),
        Worker("matching relay", relay),
        Worker("matching recoding", recode),
        Worker("matching audit", chain),
    ]


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    """The service's database for as long as a loop runs; one started again connects anew."""
    engine = make_engine(settings.database("matching"))
    try:
        yield engine
    finally:
        engine.dispose()


if __name__ == "__main__":
    sys.exit(main_of(workers))
