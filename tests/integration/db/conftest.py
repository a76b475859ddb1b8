"""An empty database on SQLite and on PostgreSQL, and engines on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.db.engine import make_engine

NewEngine = Callable[[], Engine]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_database"))
    return f"sqlite:///{tmp_path / 'service.db'}"


@pytest.fixture
def new_engine(database_url: str) -> Iterator[NewEngine]:
    """Another engine on the same database at each call, as another process would have."""
    engines: list[Engine] = []

    def make() -> Engine:
        engines.append(make_engine(database_url))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    return new_engine()
