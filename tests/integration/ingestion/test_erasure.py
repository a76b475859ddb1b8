"""Erasure: the content goes from the database and from the log, the version stays."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from deploy.topics import create_topics
from services.ingestion import store
from shared.bus.dead_letters import list_dead_letters, refuse
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import UndecodableEvent, from_message
from shared.db.engine import transaction
from shared.settings import Settings
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import TABLES, Caller, OpenDoor

SECRET = "วิชาเอกที่ไม่มีใครเหมือน"
POSTS = {"graduates": a_graduate_post, "vacancies": a_vacancy_post}


@pytest.fixture(params=["graduates", "vacancies"])
def noun(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def owner(noun: str, university: Caller, employer: Caller) -> Caller:
    return university if noun == "graduates" else employer


def test_an_erased_record_is_gone_and_its_tombstone_is_newer(
    noun: str, owner: Caller, door: OpenDoor
) -> None:
    posted = owner.post(noun, POSTS[noun](reference="1")).json
    receipt = owner.erase(f"{noun}/1")
    assert (receipt.status_code, receipt.json["record"]) == (200, posted["record"])
    assert receipt.json["version"] == 2
    assert receipt.json["erased_at"] > "2026"
    assert owner.get(f"{noun}/1").status_code == 404
    assert owner.erase(f"{noun}/1").status_code == 404
    (row,) = door.rows(noun)
    assert (row.content, row.content_hash, row.version) == (None, None, 2)


def test_an_erasure_is_told_as_a_tombstone_and_forgets_dead_letters(
    noun: str, owner: Caller, door: OpenDoor
) -> None:
    record = owner.post(noun, POSTS[noun](reference="1")).json["record"]
    door.tell()
    (told,) = door.told()
    refuse(door.log, told, "a consumer could not take it")
    assert len(list_dead_letters(door.log)) == 1
    owner.erase(f"{noun}/1")
    door.tell()
    tombstone = door.told()[-1]
    assert (tombstone.value, tombstone.key) == (None, f"{owner.organisation}/{record}")
    event = from_message(tombstone)
    assert event.is_tombstone
    assert event.recordversion == 2
    forgotten = door.told("dead-letters.v1")[-1]
    assert (forgotten.value, forgotten.key) == (None, f"{told.topic}/{told.key}")
    assert list_dead_letters(door.log) == []


def test_a_record_erased_before_it_was_told_is_told_as_erased_only(
    noun: str, owner: Caller, door: OpenDoor
) -> None:
    owner.post(noun, POSTS[noun](reference="1"))
    owner.erase(f"{noun}/1")
    door.tell()
    (event,) = door.events()
    assert event.is_tombstone
    assert event.recordversion == 2


def test_a_record_posted_again_after_its_erasure_is_newer_than_the_tombstone(
    noun: str, owner: Caller, door: OpenDoor
) -> None:
    post = POSTS[noun](reference="1")
    owner.post(noun, post)
    owner.erase(f"{noun}/1")
    door.tell()
    again = owner.post(noun, post)
    assert (again.json["status"], again.json["version"]) == ("updated", 3)
    door.tell()
    assert [event.recordversion for event in door.events()] == [2, 3]
    assert owner.get(f"{noun}/1").json["version"] == 3


def test_a_closed_vacancy_posted_again_after_its_erasure_is_open(employer: Caller) -> None:
    employer.post("vacancies", a_vacancy_post())
    closing = {"closed_on": "2568-02-01", "filled": True}
    employer.call("PUT", "/v1/vacancies/HR-17/closing", json=closing)
    employer.erase("vacancies/HR-17")
    employer.post("vacancies", a_vacancy_post())
    content = employer.get("vacancies/HR-17").json["content"]
    assert (content["closed_on"], content["filled"]) == (None, None)


@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_no_byte_of_an_erased_record_stays_in_the_database_files(
    noun: str, owner: Caller, door: OpenDoor, door_settings: Settings
) -> None:
    name = "programme" if noun == "graduates" else "description"
    posts = [
        POSTS[noun](reference=str(n), **{name: f"{SECRET} {n} " + "ก" * 90}) for n in range(50)
    ]
    owner.post(noun, posts)
    assert SECRET.encode() in bytes_of(door_settings.directory(), "ingestion.db")
    for n in range(50):
        owner.erase(f"{noun}/{n}")
    assert SECRET.encode() not in bytes_of(door_settings.directory(), "ingestion.db")


@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_an_erasure_succeeds_while_a_reader_holds_the_journal(
    noun: str, owner: Caller, door: OpenDoor, door_settings: Settings
) -> None:
    name = "programme" if noun == "graduates" else "description"
    owner.post(noun, [POSTS[noun](reference=str(n), **{name: f"{SECRET} {n}"}) for n in "12"])
    with door.engine.connect() as reader:
        assert reader.scalar(select(func.count()).select_from(select(1).subquery())) == 1
        assert owner.erase(f"{noun}/1").status_code == 200
    assert owner.erase(f"{noun}/2").status_code == 200
    assert SECRET.encode() not in bytes_of(door_settings.directory(), "ingestion.db")


@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_no_byte_of_an_erased_record_stays_on_the_embedded_log_once_it_is_compacted(
    noun: str, owner: Caller, door: OpenDoor, tmp_path: Path
) -> None:
    log = SqliteLog(tmp_path / "log.db")
    create_topics(log)
    embedded = OpenDoor(door.settings, log)
    name = "programme" if noun == "graduates" else "description"
    owner.post(noun, POSTS[noun](reference="1", **{name: SECRET}))
    embedded.tell()
    assert SECRET.encode() in bytes_of(tmp_path, "log.db")
    owner.erase(f"{noun}/1")
    embedded.tell()
    log.compact_where_due(2**45)
    assert SECRET.encode() not in bytes_of(tmp_path, "log.db")
    embedded.close()
    log.close()


def test_a_tombstone_with_a_body_is_no_event(owner: Caller, noun: str, door: OpenDoor) -> None:
    owner.post(noun, POSTS[noun](reference="1"))
    owner.erase(f"{noun}/1")
    door.tell()
    tombstone = door.told()[-1]
    forged = type(tombstone)(tombstone.topic, tombstone.key, b"{}", tombstone.headers)
    with pytest.raises(UndecodableEvent):
        from_message(forged)


def test_an_erasure_that_breaks_off_changes_nothing(
    noun: str, owner: Caller, door: OpenDoor
) -> None:
    record = owner.post(noun, POSTS[noun](reference="1")).json["record"]

    def break_off() -> None:
        with transaction(door.engine) as connection:
            store.erase(connection, TABLES[noun], f"{owner.organisation}/{record}")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert owner.get(f"{noun}/1").json["version"] == 1


def bytes_of(directory: Path, name: str) -> bytes:
    """The bytes of a database and its journals."""
    return b"".join(path.read_bytes() for path in sorted(directory.glob(f"{name}*")))
