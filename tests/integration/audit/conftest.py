"""An audit log on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, Table

from shared.audit import audit_table
from shared.db.engine import make_engine


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = f"sqlite:///{tmp_path}/audited.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    engine = make_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def audit(engine: Engine) -> Table:
    metadata = MetaData()
    table = audit_table(metadata, "test")
    metadata.create_all(engine)
    return table
