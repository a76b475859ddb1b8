"""The web process of reporting, put together."""

from datetime import UTC, date, datetime, timedelta, timezone

from flask import Flask
from prometheus_client import CollectorRegistry

from services.reporting.api import balance, mismatch, occupations
from services.reporting.consumers import GROUP, TOPICS
from services.reporting.dashboard import page
from services.reporting.window import Window
from shared.access import AccessStore
from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.db.engine import make_engine
from shared.settings import Settings
from shared.version import VERSION
from shared.web.app import Service, make_app
from shared.web.checks import database, log_lag

MIGRATIONS = "services.reporting.migrations"
THAI_TIME = timezone(timedelta(hours=7))


def create_app(
    settings: Settings | None = None,
    log: Log | None = None,
    registry: CollectorRegistry | None = None,
) -> Flask:
    """Reporting's app; database and log may be away, it then says so in /ready."""
    settings = settings or Settings.from_environment()
    log = log or open_log(settings.log(), replication=settings.log_replication)
    engine = make_engine(settings.database("reporting"))
    window = Window(engine, _today)
    service = Service(
        name="reporting",
        title="LMIS reporting",
        version=VERSION,
        blueprints=[
            mismatch.blueprint(window),
            balance.blueprint(window),
            occupations.blueprint(window),
            page.blueprint(window),
        ],
        access=AccessStore(make_engine(settings.database("access"))),
        databases=[engine],
        checks={
            "database": database(engine, MIGRATIONS),
            "log": log_lag(log, GROUP, TOPICS),
        },
        registry=registry or CollectorRegistry(),
    )
    return make_app(service, settings)


def _today() -> date:
    """The date in Thailand, where vacancies close at midnight."""
    return datetime.now(UTC).astimezone(THAI_TIME).date()
