"""The web process of matching, put together."""

from datetime import UTC, datetime, timedelta, timezone
from functools import partial

from flask import Flask
from prometheus_client import CollectorRegistry

from services.matching.api import (
    assess,
    code,
    corrections,
    former,
    graduates,
    prospects,
    vacancies,
)
from services.matching.brain import check_artefacts, load_coders, load_extractor, load_judge
from services.matching.consumers import GROUP, TOPICS
from services.matching.queries import Office
from services.matching.tables import audit, repeatable_writes
from shared.access import AccessStore
from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.db.engine import make_engine
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.version import VERSION
from shared.web import auditing
from shared.web.app import Service, make_app
from shared.web.checks import database, log_lag

MIGRATIONS = "services.matching.migrations"
THAI_TIME = timezone(timedelta(hours=7))


def create_app(
    settings: Settings | None = None,
    log: Log | None = None,
    registry: CollectorRegistry | None = None,
) -> Flask:
    """Matching's app; databases and log may be away, it then says so in /ready.

    The coders are loaded when the first text is to be coded, the judge when first asked; a
    changed artefact of any of them is refused at once.
    """
    settings = settings or Settings.from_environment()
    log = log or open_log(settings.log(), replication=settings.log_replication)
    engine = make_engine(settings.database("matching"))
    check_artefacts(settings.models())
    judge = partial(load_judge, settings.models())
    office = Office(engine, settings.pseudonym_secret(), _today, load_coders)
    service = Service(
        name="matching",
        title="LMIS matching",
        version=VERSION,
        blueprints=[
            assess.blueprint(judge),
            code.blueprint(office, load_extractor),
            corrections.blueprint(office),
            former.blueprint(office),
            graduates.blueprint(office, judge),
            prospects.blueprint(office, judge),
            vacancies.blueprint(office),
            auditing.blueprint(engine, audit),
        ],
        access=AccessStore(make_engine(settings.database("access"))),
        databases=[engine],
        repeatable=RepeatableWrites(engine, repeatable_writes),
        checks={
            "database": database(engine, MIGRATIONS),
            "log": log_lag(log, GROUP, TOPICS),
        },
        registry=registry or CollectorRegistry(),
    )
    return make_app(service, settings)


def _today() -> str:
    return datetime.now(UTC).astimezone(THAI_TIME).date().isoformat()
