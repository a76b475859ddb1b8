"""Bringing a database up to date with Alembic, from a package of migrations.

A package `services.<name>.migrations` holds `versions/` and an `env.py` that calls `run`.
"""

from importlib.resources import files

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

from shared.db.engine import transaction

_LOCK = 0x6C6D6973  # "lmis": migrations of one PostgreSQL database take turns


def upgrade(engine: Engine, package: str) -> None:
    """Apply the package's migrations that are missing; two processes at once are safe."""
    config = _config(package)
    with transaction(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(engine: Engine, package: str) -> bool:
    """Whether the database has every migration of the package."""
    head = ScriptDirectory.from_config(_config(package)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == head


def run() -> None:
    """What a package's `env.py` does: migrate over the connection `upgrade` holds."""
    connection = context.config.attributes["connection"]
    context.configure(connection=connection, render_as_batch=True)
    context.run_migrations()


def _config(package: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(files(package)))
    config.set_main_option("path_separator", "os")
    return config
