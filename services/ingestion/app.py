"""The web process of ingestion, put together."""

from flask import Flask
from prometheus_client import CollectorRegistry

from services.ingestion.api import (
    batch_results,
    batches,
    duplicates,
    erasures,
    exports,
    graduates,
    processing,
    profile_trials,
    profiles,
    quality,
    templates,
    vacancies,
    webhooks,
)
from services.ingestion.batches import Batches
from services.ingestion.handlers import Door
from services.ingestion.pages import routes as pages
from services.ingestion.store import audit, repeatable_writes
from shared.access import AccessStore
from shared.bus.log import Log
from shared.bus.open_log import open_log
from shared.contracts.catalogue import GRADUATES, VACANCIES
from shared.db.engine import make_engine
from shared.db.repeatable import RepeatableWrites
from shared.settings import Settings
from shared.version import VERSION
from shared.web import auditing
from shared.web.app import Service, make_app
from shared.web.checks import database, log_lag
from shared.webhooks.addresses import Reach

MIGRATIONS = "services.ingestion.migrations"
TOPICS = (GRADUATES.name, VACANCIES.name)


def create_app(
    settings: Settings | None = None,
    log: Log | None = None,
    registry: CollectorRegistry | None = None,
) -> Flask:
    """Ingestion's app; databases and log may be away, it then says so in /ready."""
    settings = settings or Settings.from_environment()
    log = log or open_log(settings.log(), replication=settings.log_replication)
    engine = make_engine(settings.database("ingestion"))
    door = Door(engine, settings.pseudonym_secret(), settings.demonstration)
    uploads = Batches.of(door, settings)
    service = Service(
        name="ingestion",
        title="LMIS ingestion",
        version=VERSION,
        blueprints=[
            graduates.blueprint(uploads),
            vacancies.blueprint(door),
            duplicates.blueprint(door),
            profiles.blueprint(door),
            profile_trials.blueprint(door),
            templates.blueprint(),
            batches.blueprint(uploads),
            batch_results.blueprint(uploads),
            erasures.blueprint(uploads),
            exports.blueprint(uploads, settings.retention_years),
            processing.blueprint(settings),
            auditing.blueprint(engine, audit),
            quality.blueprint(door),
            webhooks.blueprint(door, Reach.of(settings.webhook_hosts)),
            *pages.blueprints(uploads, settings),
        ],
        access=AccessStore(make_engine(settings.database("access"))),
        databases=[engine],
        repeatable=RepeatableWrites(engine, repeatable_writes),
        checks={
            "database": database(engine, MIGRATIONS),
            "log": log_lag(log, "matching", TOPICS),
        },
        registry=registry or CollectorRegistry(),
    )
    return make_app(service, settings)
