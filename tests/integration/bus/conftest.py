"""The bus between real databases and the log in SQLite."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.bus.log import TopicSettings
from shared.bus.sqlite_log import SqliteLog
from tests.integration.db.conftest import NewEngine, database_url, new_engine
from tests.unit.bus import parts

__all__ = ["database_url", "new_engine"]


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    engine = new_engine()
    parts.metadata.create_all(engine)
    return engine


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(tmp_path / "log.db")
    parts.create_topics(log)
    log.create_topics([TopicSettings("notes", 3, {})])
    yield log
    log.close()
