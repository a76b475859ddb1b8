"""Reporting's read model on SQLite and on PostgreSQL, and its app over it."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine

from services.reporting.app import MIGRATIONS, create_app
from services.reporting.consumers import SUBSCRIPTIONS
from services.reporting.store import inbox
from shared.bus.applying import apply_events
from shared.bus.memory import MemoryLog
from shared.contracts import Envelope
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from shared.settings import Settings
from shared.web.app import close_app

Take = Callable[[Sequence[Envelope]], None]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database of either kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'reporting.db'}"


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database of either kind."""
    made = make_engine(database_url)
    upgrade(made, MIGRATIONS)
    yield made
    made.dispose()


@pytest.fixture
def take(engine: Engine) -> Take:
    """Takes events as the consumer does."""

    def apply(events: Sequence[Envelope]) -> None:
        with transaction(engine) as connection:
            apply_events(connection, inbox, SUBSCRIPTIONS, events)

    return apply


@pytest.fixture
def client(engine: Engine, database_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of reporting's app."""
    settings = Settings.from_environment(
        {"LMIS_DATA_DIR": str(tmp_path), "LMIS_REPORTING_DATABASE_URL": database_url}
    )
    app = create_app(settings, MemoryLog())
    yield app.test_client()
    close_app(app)
