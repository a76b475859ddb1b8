"""What is told of codings and batches, to whom, and together with what."""

import threading

import pytest
from sqlalchemy import select

from services.ingestion.notices.loops import workers
from services.ingestion.notices.telling import MOST_CHANGES
from services.ingestion.store import (
    audit,
    batches,
    coding_changes,
    codings,
    delivery_records,
)
from shared.contracts import Coding
from shared.webhooks.sending import Outcome, Post
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, rows_of
from tests.integration.ingestion.noticing import (
    UNCODED,
    a_webhook,
    begin,
    changes_told,
    coded,
    graduate_assessed,
    graduate_forgotten,
    queued,
    take,
    tell,
    vacancy_assessed,
)
from tests.integration.ingestion.uploading import adverts, announce, upload, work

GIVEN = Coding(status="given", code="0613")


@pytest.fixture
def door(lasting_door: OpenDoor) -> OpenDoor:
    begin(lasting_door)
    return lasting_door


def test_a_record_read_back_shows_how_it_was_coded(university: Caller, door: OpenDoor) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    assert university.get("graduates/6501234").json["coding"] is None
    take(door, graduate_assessed(record, GIVEN, coded("2512", 0.83)))
    shown = university.get("graduates/6501234").json["coding"]
    assert shown.pop("taken_at") > "2026"
    assert shown == {
        "version": 1,
        "occupation": {"status": "coded", "code": "2512", "probability": 0.83},
        "field": {"status": "given", "code": "0613", "probability": None},
        "coders": {"coder": "2026.1"},
    }
    [listed] = university.get("graduates").json["records"]
    assert listed["coding"]["occupation"] == shown["occupation"]


def test_what_matching_says_after_an_erasure_is_not_kept(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, first_codings=True)
    record = university.post("graduates", a_graduate_post()).json["record"]
    university.erase("graduates/6501234")
    take(door, graduate_assessed(record, coded("0613")))
    assert rows_of(door.engine, codings) == []
    assert rows_of(door.engine, coding_changes) == []


def test_the_first_coding_is_told_where_that_was_asked_for(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, "record.coded")
    a_webhook(university, "record.coded", first_codings=True)
    take(door, graduate_assessed("g1", coded("0613"), UNCODED))
    tell(door)
    [change] = changes_told(door)
    assert (change["first"], change["field"]["before"]) == (True, None)
    assert change["occupation"]["after"]["status"] == "uncoded"


def test_a_code_that_the_provider_gave_is_no_news_to_it(university: Caller, door: OpenDoor) -> None:
    a_webhook(university, first_codings=True)
    take(door, graduate_assessed("g1", GIVEN, GIVEN))
    take(door, graduate_assessed("g1", Coding(status="given", code="0411"), GIVEN, version=2))
    take(door, graduate_assessed("g1", coded("0613", 0.5), GIVEN, version=3))
    take(door, graduate_assessed("g1", coded("0613", 0.9), GIVEN, version=3, revision=1))
    tell(door)
    [change] = changes_told(door)
    assert (change["version"], list(change)) == (3, ["kind", "record", "first", "version", "field"])


def test_changes_go_to_their_provider_alone(
    university: Caller, other_university: Caller, employer: Caller, door: OpenDoor
) -> None:
    hooks = {a_webhook(caller)["id"]: caller for caller in (university, other_university, employer)}
    a_webhook(university, "batch.finished")
    for revision, code in enumerate(("2511", "2512")):
        take(door, vacancy_assessed("HR/17", coded(code), revision=revision))
    tell(door)
    [message] = queued(door)
    assert message["data"]["changes"][0]["record"] == "HR/17"
    assert hooks[int(message["source"].split("/")[-1])] is employer


def test_that_codings_of_persons_went_out_and_were_read_is_in_the_audit_log(
    university: Caller, door: OpenDoor
) -> None:
    number = a_webhook(university, first_codings=True)["id"]
    take(door, *(graduate_assessed(f"g{n}", coded("0613"), GIVEN) for n in range(3)))
    tell(door)
    university.get(f"webhooks/{number}/deliveries")
    noted = [
        (row.organisation, row.action, row.kind, row.provider, row.count)
        for row in rows_of(door.engine, audit)
    ]
    assert noted == [
        (None, "export", "graduates", "cu", 3),
        ("cu", "read", "graduates", "cu", 3),
    ]


def test_an_erased_vacancy_stays_in_no_message_and_anothers_of_that_reference_does(
    employer: Caller, other_employer: Caller, door: OpenDoor
) -> None:
    for caller in (employer, other_employer):
        a_webhook(caller, first_codings=True)
        caller.post("vacancies", a_vacancy_post())
        take(door, vacancy_assessed("HR-17", coded("2512"), provider=caller.organisation))
        tell(door)
    assert len(rows_of(door.engine, delivery_records)) == len(queued(door)) == 2
    employer.erase("vacancies/HR-17")
    [left] = queued(door)
    assert other_employer.get(f"webhooks/{left['source'].split('/')[-1]}").status_code == 200
    assert [row.key for row in rows_of(door.engine, delivery_records)] == ["globex/HR-17"]


def test_many_changes_go_together_in_messages_of_bounded_size(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, first_codings=True)
    records = [f"g{n}" for n in range(MOST_CHANGES + 20)]
    take(door, *(graduate_assessed(record, coded("0613"), GIVEN) for record in records))
    while tell(door):
        pass
    sizes = [len(message["data"]["changes"]) for message in queued(door)]
    assert sizes == [MOST_CHANGES, 20]
    assert {change["record"] for change in changes_told(door)} == set(records)


def test_without_anybody_who_wants_to_know_no_change_is_kept(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, "batch.finished")
    take(door, graduate_assessed("g1", coded("0411")))
    take(door, graduate_assessed("g1", coded("0613"), revision=1))
    assert rows_of(door.engine, coding_changes) == []


def test_what_matching_forgot_is_forgotten_here(door: OpenDoor) -> None:
    take(door, graduate_assessed("g1", coded("0613")), graduate_assessed("g2", coded("0613")))
    take(door, graduate_forgotten("g1", 2 * 65_536))
    assert [row.key for row in rows_of(door.engine, codings)] == ["cu/g2"]


def test_batches_that_failed_or_were_cancelled_are_told_too(
    employer: Caller, door: OpenDoor
) -> None:
    a_webhook(employer, "batch.finished")
    upload(employer, b"\x1f\x8b broken", name="broken.csv.gz")
    cancelled = announce(employer)
    employer.erase(f"batches/{cancelled}")
    work(door)
    tell(door)
    states = {message["data"]["batch"]: message["data"]["state"] for message in queued(door)}
    assert sorted(states.values()) == ["cancelled", "failed"]
    assert states[cancelled] == "cancelled"


def test_a_batch_that_nobody_asks_about_is_looked_at_once(employer: Caller, door: OpenDoor) -> None:
    upload(employer, adverts(1))
    work(door)
    assert [tell(door), tell(door)] == [1, 0]
    a_webhook(employer, "batch.finished")
    assert tell(door) == 0
    with door.engine.connect() as connection:
        assert connection.scalar(select(batches.c.noticed_at)) is not None


def test_the_loops_tell_and_send_by_themselves(employer: Caller, door: OpenDoor) -> None:
    a_webhook(employer, "batch.finished")
    upload(employer, adverts(1))
    work(door)
    arrived, stop = threading.Event(), threading.Event()

    def send(_: Post) -> Outcome:
        arrived.set()
        return Outcome(204)

    threads = [
        threading.Thread(target=loop.run, args=(stop,)) for loop in workers(door.engine, send)
    ]
    for thread in threads:
        thread.start()
    assert arrived.wait(30)
    stop.set()
    for thread in threads:
        thread.join()
