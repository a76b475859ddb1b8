"""Which package of migrations belongs to which database."""

from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings

MIGRATIONS = {
    "access": "shared.access.migrations",
    "ingestion": "services.ingestion.migrations",
    "matching": "services.matching.migrations",
    "reporting": "services.reporting.migrations",
}


def migrate_all(settings: Settings) -> list[str]:
    """Bring every database up to date; their names."""
    for name, package in MIGRATIONS.items():
        engine = make_engine(settings.database(name))
        upgrade(engine, package)
        engine.dispose()
    return list(MIGRATIONS)
