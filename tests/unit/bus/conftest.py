"""A log in memory and a database in a file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from shared.bus.log import TopicSettings
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from tests.unit.bus import parts


@pytest.fixture
def log() -> MemoryLog:
    log = MemoryLog()
    parts.create_topics(log)
    log.create_topics([TopicSettings("notes", 3, {})])
    return log


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path / 'service.db'}")
    parts.metadata.create_all(engine)
    yield engine
    engine.dispose()
