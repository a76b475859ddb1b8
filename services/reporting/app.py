"""The web process of reporting, put together."""

from flask import Flask
from prometheus_client import CollectorRegistry

from services.reporting.api import (
    alerts,
    catalogue,
    changes,
    ckan,
    data_sets,
    feedback,
    lineage,
    query,
    releases,
)
from services.reporting.api.listed import Listed
from services.reporting.catalogue.listing import Publisher
from services.reporting.consumers import GROUP, TOPICS
from services.reporting.pages import routes as pages
from services.reporting.publication.kept import KeptShelf
from services.reporting.store import repeatable_writes
from services.reporting.window import Window, thai_today
from shared.access import AccessStore
from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.db.engine import make_engine
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.version import VERSION
from shared.web.app import Service, make_app
from shared.web.checks import database, log_lag
from shared.webhooks.addresses import Reach

MIGRATIONS = "services.reporting.migrations"


def create_app(
    settings: Settings | None = None,
    log: Log | None = None,
    registry: CollectorRegistry | None = None,
) -> Flask:
    """Reporting's app; database and log may be away, it then says so in /ready."""
    settings = settings or Settings.from_environment()
    log = log or open_log(settings.log(), replication=settings.log_replication)
    engine = make_engine(settings.database("reporting"))
    window = Window(engine, KeptShelf(engine), thai_today)
    listed = Listed(window.shelf, Publisher(settings.publisher, settings.contact))
    service = Service(
        name="reporting",
        title="LMIS reporting",
        version=VERSION,
        blueprints=[
            data_sets.blueprint(window),
            query.blueprint(window),
            lineage.blueprint(window),
            releases.blueprint(window),
            changes.blueprint(window),
            catalogue.blueprint(listed),
            ckan.blueprint(listed),
            alerts.blueprint(window, Reach.of(settings.webhook_hosts)),
            feedback.blueprint(window),
            *pages.blueprints(window),
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
