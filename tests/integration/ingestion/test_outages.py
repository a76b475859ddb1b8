"""With the database or the log away: nothing is promised that is not kept, and all catches up."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import make_url

from deploy.topics import create_topics
from services.ingestion.app import MIGRATIONS, create_app
from services.ingestion.worker import workers
from shared.access import Role
from shared.bus.memory import MemoryLog
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.builders import a_graduate_post
from tests.integration.ingestion.conftest import schemas_in
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.outages import Gate, LogThatMayBeAway

PATIENCE = 20.0


def eventually(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.02)


@contextmanager
def relaying(door: OpenDoor) -> Iterator[None]:
    """The door's relay at work in a thread, as in the worker process."""
    stop = threading.Event()
    thread = threading.Thread(target=door.relay.run, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def ready(caller: Caller) -> tuple[int, dict[str, bool]]:
    answer = caller.call("GET", "/ready")
    return answer.status_code, {n: check["ok"] for n, check in answer.json["checks"].items()}


def test_records_are_taken_while_the_log_is_away_and_told_when_it_is_back(
    door_settings: Settings, log: MemoryLog
) -> None:
    flaky = LogThatMayBeAway(log)
    door = OpenDoor(door_settings, flaky)
    university = door.caller("cu", Role.UNIVERSITY)
    with relaying(door):
        flaky.away = True
        for number in range(5):
            post = a_graduate_post(reference=str(number))
            assert university.post("graduates", post).status_code == 201
        university.erase("graduates/0")
        assert ready(university) == (503, {"database": True, "log": False})
        assert list(log.replay(["graduates.v1"])) == []
        flaky.away = False
        eventually(lambda: len(list(log.replay(["graduates.v1"]))) == 5)
        assert ready(university) == (200, {"database": True, "log": True})
    assert sorted(event.recordversion for event in door.events()) == [1, 1, 1, 1, 2]
    door.close()


@pytest.fixture
def gate(postgres_database: str) -> Iterator[Gate]:
    url = make_url(postgres_database)
    gate = Gate(url.host or "", url.port or 0)
    yield gate
    gate.close()


@pytest.fixture
def gated_door(gate: Gate, postgres_database: str, tmp_path: Path, log: MemoryLog) -> OpenDoor:
    """A door whose way to PostgreSQL leads through the gate."""
    stated = schemas_in(postgres_database, "ingestion", "access")
    real = f":{make_url(postgres_database).port}/"
    environment = {name: url.replace(real, f":{gate.port}/") for name, url in stated.items()}
    return OpenDoor(Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path), **environment}), log)


@pytest.mark.postgres
def test_while_postgresql_is_away_the_door_says_so_and_then_goes_on(
    gate: Gate, gated_door: OpenDoor
) -> None:
    university = gated_door.caller("cu", Role.UNIVERSITY)
    post = a_graduate_post()
    with relaying(gated_door):
        assert university.post("graduates", post).status_code == 201
        assert ready(university)[0] == 200
        gate.shut()
        for answer in (university.post("graduates", post), university.get("graduates")):
            assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
            assert answer.json["type"] == "urn:lmis:problem:unavailable"
            assert answer.headers["Retry-After"] == "1"
        assert ready(university) == (503, {"database": False, "log": True})
        assert university.call("GET", "/health").status_code == 200
        gate.reopen()
        eventually(lambda: university.post("graduates", a_graduate_post(field="01")).is_json)
        eventually(lambda: ready(university)[0] == 200)
        eventually(lambda: [e.recordversion for e in gated_door.events()][-1:] == [2])
    gated_door.close()


def test_a_database_that_is_not_there_yet_is_no_reason_not_to_start(
    tmp_path: Path, log: MemoryLog
) -> None:
    missing = tmp_path / "not yet"
    settings = Settings.from_environment(
        {
            "LMIS_DATA_DIR": str(tmp_path),
            "LMIS_INGESTION_DATABASE_URL": f"sqlite:///{missing}/ingestion.db",
        }
    )
    upgrade(make_engine(settings.database("access")), "shared.access.migrations")
    client = create_app(settings, log).test_client()
    assert client.get("/health").status_code == 200
    assert client.get("/ready").status_code == 503
    missing.mkdir()
    assert client.get("/ready").json["checks"]["database"] == {"ok": False, "found": "NotReady"}
    upgrade(make_engine(settings.database("ingestion")), MIGRATIONS)
    assert client.get("/ready").status_code == 200


def test_without_the_keys_database_nobody_is_let_in_or_turned_away(
    tmp_path: Path, log: MemoryLog
) -> None:
    settings = Settings.from_environment(
        {
            "LMIS_DATA_DIR": str(tmp_path),
            "LMIS_ACCESS_DATABASE_URL": f"sqlite:///{tmp_path}/missing/access.db",
        }
    )
    key = "Bearer lmis_0123456789ab_secret"
    answer = (
        create_app(settings, log).test_client().get("/v1/graduates", headers={"Authorization": key})
    )
    assert answer.status_code == 503


def test_a_missing_table_is_our_fault_and_no_passing_one(tmp_path: Path, log: MemoryLog) -> None:
    door = OpenDoor(Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)}), log)
    university = door.caller("cu", Role.UNIVERSITY)
    with door.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE graduates")
    answer = university.post("graduates", a_graduate_post())
    assert (answer.status_code, answer.json["type"]) == (500, "urn:lmis:problem:internal")
    assert "sqlite" not in answer.text.lower()


@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_a_worker_of_the_service_is_its_relay(door_settings: Settings) -> None:
    log = MemoryLog()
    create_topics(log)
    door = OpenDoor(door_settings, log)
    door.caller("cu", Role.UNIVERSITY).post("graduates", a_graduate_post())
    found = {worker.name: worker for worker in workers(door_settings, log, CollectorRegistry())}
    stop = threading.Event()
    thread = threading.Thread(target=found["ingestion relay"].run, args=(stop,))
    thread.start()
    eventually(lambda: len(door.events()) == 1)
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    door.close()
