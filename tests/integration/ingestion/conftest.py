"""A door on SQLite and on PostgreSQL, and the organisations that call it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from deploy.topics import create_topics
from services.ingestion.app import MIGRATIONS
from services.ingestion.store import metadata as ingestion_tables
from shared.access import Role
from shared.access.store import metadata as access_tables
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.integration.ingestion.browsing import Reader, new_key
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.support.postgres import PostgresServer


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def door_settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of an empty door: files in a directory, or two schemas in PostgreSQL."""
    environment = {"LMIS_DATA_DIR": str(tmp_path / "data")}
    if request.param == "postgresql":
        environment |= request.getfixturevalue("postgres_schemas")
        empty(Settings.from_environment(environment))
    return Settings.from_environment(environment)


@pytest.fixture(scope="session")
def postgres_schemas(postgres_server: PostgresServer) -> Iterator[dict[str, str]]:
    """One database for all doors, because making one takes longer than most tests."""
    url = postgres_server.create_database()
    yield schemas_in(url, "ingestion", "access")
    postgres_server.drop_database(url)


def empty(settings: Settings) -> None:
    """Leave nothing of the test before in the tables."""
    for name, package, tables in (
        ("ingestion", MIGRATIONS, ingestion_tables),
        ("access", "shared.access.migrations", access_tables),
    ):
        engine = make_engine(settings.database(name))
        upgrade(engine, package)
        with engine.begin() as connection:
            for table in reversed(tables.sorted_tables):
                connection.execute(table.delete())
        engine.dispose()


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


@pytest.fixture(scope="module")
def lasting_door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoor]:
    """A door on SQLite for a whole module, where tests need no database of their own."""
    log = MemoryLog()
    create_topics(log)
    directory = tmp_path_factory.mktemp("door")
    opened = OpenDoor(Settings.from_environment({"LMIS_DATA_DIR": str(directory)}), log)
    yield opened
    opened.close()
    log.close()


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


@pytest.fixture
def stranger(lasting_door: OpenDoor) -> Reader:
    """A browser without a session."""
    return Reader(lasting_door.app.test_client())


@pytest.fixture
def signed_in(lasting_door: OpenDoor) -> Callable[..., Reader]:
    """A reader with a session of the organisation's new key."""

    def enter(organisation: str = "cu", role: Role = Role.UNIVERSITY, **scopes: Any) -> Reader:
        reader = Reader(lasting_door.app.test_client())
        answer = reader.sign_in(new_key(lasting_door, organisation, role, **scopes))
        assert answer.status_code == 303
        return reader

    return enter


@pytest.fixture
def reader(signed_in: Callable[..., Reader]) -> Reader:
    return signed_in()
