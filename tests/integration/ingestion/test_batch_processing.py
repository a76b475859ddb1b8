"""Processing that is broken off, taken over, cancelled or at odds with the file: one end."""

import gzip
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from services.ingestion.batches import BatchLoop, forget_rows, process_alone
from services.ingestion.batches.expiry import clear_up
from services.ingestion.batches.processing import MOST_ATTEMPTS, process
from services.ingestion.store import batch_parts, batch_results, change_batch
from shared.access import Role
from shared.db.engine import transaction
from shared.settings import Settings
from tests.builders import a_graduate_post
from tests.integration.ingestion.door import Caller, OpenDoor, codes, rows_of
from tests.integration.ingestion.uploading import (
    adverts,
    announce,
    batch,
    batches_of,
    counts,
    results,
    send,
    upload,
    work,
)

ROWS = 1_500
"""More than the first two slices."""
CONTENT = adverts(ROWS, _7={"title": ""}, _1200={"title": ""})
EXPECTED = {"read": ROWS, "created": ROWS - 2, "rejected": 2}


def assert_taken_once(caller: Caller, door: OpenDoor, batch_id: str) -> None:
    assert batch(caller, batch_id)["state"] == "finished"
    assert counts(caller, batch_id) == EXPECTED
    assert [each["row"] for each in results(caller, batch_id)] == [9, 1202]
    versions = [row.version for row in door.rows("vacancies")]
    assert (len(versions), set(versions)) == (ROWS - 2, {1})


def test_what_was_broken_off_goes_on_where_it_was(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT).json["id"]
    process(batches_of(door), found, lambda _: False)
    begun = batch(employer, found)
    assert (begun["state"], begun["counts"]["read"]) == ("processing", 100)
    assert 0 < begun["progress"] < 1
    assert [each["row"] for each in results(employer, found)] == [9]
    work(door)
    assert_taken_once(employer, door, found)


def test_a_dry_run_that_was_broken_off_counts_once(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT, dry_run="true").json["id"]
    process(batches_of(door), found, lambda _: False)
    work(door)
    assert counts(employer, found) == EXPECTED
    assert [each["row"] for each in results(employer, found)] == [9, 1202]
    assert door.rows("vacancies") == []


@given(chance=st.randoms(use_true_random=False))
@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_a_dry_run_foresees_what_then_happens_however_it_is_broken_off(
    employer: Caller, door: OpenDoor, chance: Random
) -> None:
    def broken_off(dry_run: str, content: bytes) -> str:
        found = str(upload(employer, content, dry_run=dry_run).json["id"])
        process(batches_of(door), found, lambda _: chance.random() < 0.5)
        work(door)
        return found

    rows = {
        f"_{n}": {"id": f"A-{chance.randrange(70)}", "title": chance.choice(("a", "b", ""))}
        for n in range(150)
    }
    dry, real = (broken_off(is_dry, adverts(150, **rows)) for is_dry in ("true", "false"))
    assert counts(employer, dry) == counts(employer, real)
    assert results(employer, dry) == results(employer, real)


def test_two_who_process_one_batch_count_every_row_once(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT).json["id"]
    together = threading.Barrier(2)

    def worker() -> None:
        together.wait()
        process(batches_of(door), found, lambda _: True)  # without taking turns

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(worker) for _ in range(2)]:
            done.result()
    assert_taken_once(employer, door, found)


def test_a_batch_is_one_workers_at_a_time(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT).json["id"]
    batches, never = batches_of(door), threading.Event()
    others: list[bool] = []
    assert process_alone(
        batches, found, never, lambda _: others.append(process_alone(batches, found, never))
    )
    assert others
    assert not any(others)
    assert_taken_once(employer, door, found)


def test_cancelling_takes_effect_at_the_next_rows(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT).json["id"]

    def cancel(_: object) -> bool:
        return employer.call("DELETE", f"/v1/batches/{found}").status_code == 200

    process(batches_of(door), found, cancel)
    shown = batch(employer, found)
    assert (shown["state"], shown["counts"]["read"]) == ("cancelled", 100)
    assert len(door.rows("vacancies")) == 99
    assert rows_of(door.engine, batch_parts) == rows_of(door.engine, batch_results) == []


def test_a_file_that_breaks_off_keeps_and_counts_the_rows_before(
    employer: Caller, door: OpenDoor
) -> None:
    found = upload(employer, gzip.compress(CONTENT)[:-3000]).json["id"]
    work(door)
    shown = batch(employer, found)
    assert shown["state"] == "failed"
    read = shown["counts"]["read"]
    assert 100 < read < ROWS
    assert shown["failure"]["row"] == read + 1
    assert set(shown["failure"]["messages"]) == {"th", "en"}
    assert len(door.rows("vacancies")) == shown["counts"]["created"] == read - 1
    assert shown["progress"] < 1


def test_a_file_that_cannot_be_read_fails_with_its_reason(employer: Caller, door: OpenDoor) -> None:
    for content, code in (
        (b"", "empty_file"),
        (b"%PDF-1.7 ...", "no_table"),
        (b"name\nx\n", "missing_columns"),
    ):
        found = upload(employer, content).json["id"]
        work(door)
        shown = batch(employer, found)
        assert (shown["state"], shown["failure"]["code"]) == ("failed", code)
        assert shown["counts"]["read"] == 0


def test_content_sealed_under_a_former_secret_fails_and_says_so(
    new_door: Callable[..., OpenDoor], door_settings: Settings
) -> None:
    door = new_door(replace(door_settings, upload_key="a first key, of 32 characters or more"))
    employer = door.caller("acme", Role.EMPLOYER)
    found = upload(employer, CONTENT).json["id"]
    other = new_door(replace(door_settings, upload_key="another key, of 32 characters or more"))
    work(other)
    assert batch(employer, found)["failure"]["code"] == "key_lost"
    later = Caller(other.app.test_client(), "acme", employer.key)
    for place in ("results", "file"):
        assert codes(later.get(f"batches/{found}/{place}")) == {"": "key_lost"}
    assert forget_rows(batches_of(other), "acme", "vacancies", {"A-7"}) == 0
    assert results(later, found) == []


def test_a_fault_of_ours_ends_the_batch_instead_of_coming_back(
    employer: Caller, door: OpenDoor
) -> None:
    found = upload(employer, CONTENT).json["id"]
    batches = batches_of(door)

    def broken(_: object) -> bool:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        process(batches, found, broken)
    assert batch(employer, found)["failure"]["code"] == "internal"
    work(door)
    assert len(door.rows("vacancies")) == 99


def test_a_database_that_is_away_is_waited_for(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, CONTENT).json["id"]
    batches, pauses = batches_of(door), []

    class Stop(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            if len(pauses) > 1:
                self.set()
            return self.is_set()

    class AwayAtFirst(BatchLoop):
        def once(self, stop: threading.Event) -> bool:
            if not pauses:
                raise OperationalError(
                    "SELECT", None, Exception("away"), connection_invalidated=True
                )
            return super().once(stop)

    AwayAtFirst(batches).run(Stop())
    assert_taken_once(employer, door, found)


def test_uploads_nobody_goes_on_with_and_old_results_are_forgotten(
    employer: Caller, door: OpenDoor
) -> None:
    abandoned = announce(employer)
    send(employer, abandoned, 0, b"id,title\n")
    done = upload(employer, CONTENT).json["id"]
    work(door)
    batches, moment = batches_of(door), datetime.now(UTC)
    clear_up(batches, moment + timedelta(hours=23))
    assert batch(employer, abandoned)["state"] == "open"
    clear_up(batches, moment + timedelta(hours=25))
    assert batch(employer, abandoned)["failure"]["code"] == "abandoned"
    assert rows_of(door.engine, batch_parts) == []
    assert results(employer, done)
    clear_up(batches, moment + timedelta(days=8))
    assert results(employer, done) == []
    assert rows_of(door.engine, batch_results) == []
    shown = batch(employer, done)
    assert (shown["results_until"], "results" in shown["links"]) == (None, False)


def test_a_repeated_upload_under_its_key_is_one_batch(employer: Caller, door: OpenDoor) -> None:
    def post() -> str:
        answer = employer.call(
            "POST",
            "/v1/batches",
            data=CONTENT,
            query_string={"kind": "vacancies", "profile": "jobthai"},
            headers={"Idempotency-Key": "monday"},
            content_type="text/csv",
        )
        assert answer.status_code == 202
        return str(answer.json["id"])

    assert post() == post()
    work(door)
    assert len(employer.get("batches").json["batches"]) == 1


def test_the_erased_do_not_come_back_with_an_older_file(university: Caller, door: OpenDoor) -> None:
    university.post("graduates", a_graduate_post(reference="1"))
    content = b"reference,programme\n1,Law\n2,Law\n3,0812345678\n"
    query = {"kind": "graduates", "profile": "lmis-graduates"}
    whole = upload(university, content, **query).json["id"]
    begun = announce(university, **query)
    assert university.erase("graduates/1").status_code == 200
    send(university, begun, 0, content, is_last=True)
    work(door)
    assert counts(university, whole) == {"read": 3, "created": 1, "rejected": 2}
    assert counts(university, begun) == {"read": 3, "unchanged": 1, "rejected": 2}
    for found in (whole, begun):
        first, _ = results(university, found)
        assert [each["code"] for each in first["findings"]] == ["erased_since"]


def test_an_erasure_leaves_nothing_of_rows_that_name_nobody(
    university: Caller, door: OpenDoor
) -> None:
    content = b"reference,programme\n1,Somchai,Law\n"
    query = {"kind": "graduates", "profile": "lmis-graduates"}
    before = upload(university, content, **query).json["id"]
    work(door)
    after = announce(university, **query)
    assert university.call("POST", "/v1/erasures", json={"references": ["1"]}).status_code == 201
    send(university, after, 0, content, is_last=True)
    work(door)
    for found in (before, after):
        (row,) = results(university, found)
        assert [each["code"] for each in row["findings"]] == ["wrong_cell_count"]
        file = university.call("GET", f"/v1/batches/{found}/file")
        assert b"Somchai" not in file.data
        assert "Somchai" not in str(row)


def test_a_batch_that_ended_many_processes_uncounted_ends_itself(
    employer: Caller, door: OpenDoor
) -> None:
    innocent, killing = (upload(employer, adverts(n)).json["id"] for n in (3, 4))
    with transaction(door.engine) as connection:
        change_batch(connection, innocent, state="processing", attempts=MOST_ATTEMPTS - 1)
        change_batch(connection, killing, state="processing", attempts=MOST_ATTEMPTS)
    work(door)
    assert batch(employer, innocent)["state"] == "finished"
    assert batch(employer, killing)["failure"]["code"] == "internal"
