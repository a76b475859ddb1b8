"""A door on SQLite and on PostgreSQL, and the organisations that call it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.access import Role
from shared.bus.memory import MemoryLog
from shared.settings import Settings
from tests.integration.ingestion.door import Caller, OpenDoor, create_topics


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def door_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a door: files in a directory, or one PostgreSQL database with two schemas."""
    environment = {"LMIS_DATA_DIR": str(tmp_path / "data")}
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
        environment |= schemas_in(url, "ingestion", "access")
    return Settings.from_environment(environment)


def schemas_in(url: str, *names: str) -> dict[str, str]:
    """Make a schema for each service in the database; the settings that name them."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for name in names:
            connection.execute(sa.schema.CreateSchema(name))
    engine.dispose()
    return {
        f"LMIS_{name.upper()}_DATABASE_URL": f"{url}?options=-csearch_path%3D{name}"
        for name in names
    }


@pytest.fixture
def log() -> Iterator[MemoryLog]:
    log = MemoryLog()
    create_topics(log)
    yield log
    log.close()


@pytest.fixture
def new_door(door_settings: Settings, log: MemoryLog) -> Iterator[Callable[..., OpenDoor]]:
    """Opens doors on the same databases, closed at the test's end."""
    opened: list[OpenDoor] = []

    def open_door(settings: Settings = door_settings, on: MemoryLog = log) -> OpenDoor:
        opened.append(OpenDoor(settings, on))
        return opened[-1]

    yield open_door
    for door in opened:
        door.close()


@pytest.fixture
def door(new_door: Callable[..., OpenDoor]) -> OpenDoor:
    return new_door()


@pytest.fixture
def university(door: OpenDoor) -> Caller:
    return door.caller("cu", Role.UNIVERSITY)


@pytest.fixture
def other_university(door: OpenDoor) -> Caller:
    return door.caller("ku", Role.UNIVERSITY)


@pytest.fixture
def employer(door: OpenDoor) -> Caller:
    return door.caller("acme", Role.EMPLOYER)


@pytest.fixture
def other_employer(door: OpenDoor) -> Caller:
    return door.caller("globex", Role.EMPLOYER)
