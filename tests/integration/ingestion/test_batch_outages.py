"""Uploads while the disk is full: refused for now, and gone on with when there is room."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from services.ingestion.batches import BatchLoop
from services.ingestion.batches.processing import MOST_ATTEMPTS
from shared.db.errors import is_transient
from shared.settings import Settings
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.uploading import (
    adverts,
    announce,
    batch,
    batches_of,
    counts,
    send,
    work,
)

CONTENT = adverts(300, filler="x" * 8_000)


@pytest.fixture
def door_settings(tmp_path: Path) -> Settings:
    """Files alone: PostgreSQL's disk may be another machine's."""
    return Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path / "data")})


@contextmanager
def full(engine: sa.Engine, room: int = 0) -> Iterator[None]:
    """The file takes so many pages more, as SQLite's own limit has it."""
    with engine.connect() as connection:
        pages = int(connection.exec_driver_sql("PRAGMA page_count").scalar() or 0)

    def limit(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + room}")

    sa.event.listen(engine, "connect", limit)
    engine.dispose()
    yield
    sa.event.remove(engine, "connect", limit)
    engine.dispose()


def test_an_upload_waits_for_room_and_goes_on(employer: Caller, door: OpenDoor) -> None:
    found = announce(employer)
    (engine, _) = door.app.extensions["databases"]
    with full(engine, room=20):
        answer = send(employer, found, 0, CONTENT, is_last=True)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert batch(employer, found)["received_bytes"] == 0
    assert send(employer, found, 0, CONTENT, is_last=True).status_code == 202


def test_room_is_waited_for_however_long_it_takes(employer: Caller, door: OpenDoor) -> None:
    found = announce(employer)
    send(employer, found, 0, CONTENT, is_last=True)
    with full(door.engine, room=5):
        for _ in range(MOST_ATTEMPTS + 2):
            with pytest.raises(OperationalError):
                BatchLoop(batches_of(door)).once(threading.Event())
    work(door)
    assert counts(employer, found) == {"read": 300, "created": 300}


def test_processing_waits_for_room_and_counts_once(employer: Caller, door: OpenDoor) -> None:
    found = announce(employer)
    send(employer, found, 0, CONTENT, is_last=True)
    with full(door.engine, room=5), pytest.raises(OperationalError) as away:
        BatchLoop(batches_of(door)).once(threading.Event())
    assert is_transient(away.value)
    assert batch(employer, found)["state"] == "processing"
    work(door)
    assert counts(employer, found) == {"read": 300, "created": 300}
    assert {row.version for row in door.rows("vacancies")} == {1}
