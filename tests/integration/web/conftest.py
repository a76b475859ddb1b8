"""A service whose writes may be sent again, on both kinds of database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.db.engine import make_engine
from shared.web.app import close_app
from tests.integration.web.repeating import Repeating, repeating


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/things.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def service(engine: Engine, tmp_path: Path) -> Iterator[Repeating]:
    service = repeating(engine, tmp_path)
    yield service
    close_app(service.app)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Iterator[Repeating]:
    """For what does not depend on the database."""
    service = repeating(make_engine(f"sqlite:///{tmp_path}/things.db"), tmp_path)
    yield service
    close_app(service.app)
