"""Content that comes in pieces, breaks off, is too much or not what was announced."""

import io
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from services.ingestion.batches import WrongOffset, append, cancel
from services.ingestion.store import PART
from shared.access import Role
from shared.settings import Settings
from tests.integration.ingestion.door import Caller, OpenDoor, codes
from tests.integration.ingestion.uploading import (
    OPENING,
    adverts,
    announce,
    batch,
    batches_of,
    counts,
    send,
    upload,
    work,
)


def test_a_file_comes_in_pieces_of_any_size(employer: Caller, door: OpenDoor) -> None:
    content = adverts(300, filler="x" * 8_000)
    assert len(content) > 2 * PART
    found = announce(employer, size=len(content))
    at = 0
    for size in (1, 99, PART - 50, PART, 10):
        answer = send(employer, found, at, content[at : at + size])
        at += size
        assert (answer.status_code, answer.json["received_bytes"]) == (200, at)
        assert answer.headers["Upload-Offset"] == str(at)
    head = employer.call("HEAD", f"/v1/batches/{found}/content")
    assert (head.headers["Upload-Offset"], head.headers["Upload-Complete"]) == (str(at), "?0")
    answer = send(employer, found, at, content[at:], is_last=True)
    assert (answer.status_code, answer.json["state"]) == (202, "received")
    work(door)
    assert counts(employer, found) == {"read": 300, "created": 300}


def test_a_piece_for_another_place_is_told_the_right_one(employer: Caller) -> None:
    found = announce(employer)
    send(employer, found, 0, b"id,title\n")
    for offset in (0, 5, 10):
        answer = send(employer, found, offset, b"more")
        assert (answer.status_code, codes(answer)) == (409, {"Upload-Offset": "wrong_offset"})
        assert answer.headers["Upload-Offset"] == "9"


def test_of_two_who_bring_one_piece_at_once_one_is_told_where_it_goes_on(
    employer: Caller, door: OpenDoor
) -> None:
    found, together = announce(employer), threading.Barrier(2)

    def bring(letter: bytes) -> int | str:
        def blocks() -> Iterator[bytes]:
            together.wait()
            yield letter * 1_000

        try:
            return append(batches_of(door), employer.organisation, found, 0, blocks())
        except WrongOffset as error:
            return f"goes on at {error.offset}"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(bring, (b"a", b"b")))
    assert sorted(answers, key=str) == [1_000, "goes on at 1000"]
    assert batch(employer, found)["received_bytes"] == 1_000


def test_an_ended_batch_takes_no_content(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, adverts(1)).json["id"]
    assert codes(send(employer, found, 0, b"x")) == {"": "not_open"}
    work(door)
    assert send(employer, found, 0, b"x").status_code == 409


def test_content_that_is_not_what_was_announced_is_refused(
    employer: Caller, door: OpenDoor
) -> None:
    for stated, code in (
        ({"size": 10**6}, {"/size": "size_differs"}),
        ({"sha256": "0" * 64}, {"/sha256": "sha256_differs"}),
    ):
        found = announce(employer, **stated)
        answer = send(employer, found, 0, adverts(2), is_last=True)
        assert (answer.status_code, codes(answer)) == (422, code)
    work(door)
    assert door.rows("vacancies") == []


def test_an_upload_beyond_the_limit_is_refused(
    new_door: Callable[..., OpenDoor], door_settings: Settings
) -> None:
    door = new_door(replace(door_settings, max_upload_bytes=1000))
    employer = door.caller("acme", Role.EMPLOYER)
    assert upload(employer, b"x" * 1001).status_code == 413
    assert upload(employer, b"x" * 1000).status_code == 202
    found = announce(employer)
    assert send(employer, found, 0, b"x" * 900).status_code == 200
    assert send(employer, found, 900, b"x" * 101).status_code == 413
    assert send(employer, found, 900, b"x" * 100).status_code == 200


def test_what_came_before_a_client_hung_up_can_be_continued(
    employer: Caller, door: OpenDoor
) -> None:
    content = adverts(50)
    answer = employer.call(
        "POST",
        "/v1/batches",
        input_stream=io.BytesIO(content[:1000]),
        environ_overrides={"CONTENT_LENGTH": str(len(content))},
        query_string=OPENING,
        content_type="text/csv",
    )
    assert (answer.status_code, codes(answer)) == (400, {"": "broken_off"})
    (found,) = employer.get("batches").json["batches"]
    assert (found["state"], found["received_bytes"]) == ("open", 1000)
    send(employer, found["id"], 1000, content[1000:], is_last=True)
    work(door)
    assert counts(employer, found["id"]) == {"read": 50, "created": 50}


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({}, {"Upload-Offset": "required"}),
        ({"Upload-Offset": "-1"}, {"Upload-Offset": "not_whole_number"}),
        ({"Upload-Offset": "9" * 5_000}, {"Upload-Offset": "not_whole_number"}),
        ({"Upload-Offset": "0", "Upload-Complete": "yes"}, {"Upload-Complete": "not_one_of"}),
    ],
)
def test_a_piece_that_does_not_say_where_it_goes_is_refused(
    employer: Caller, stated: dict[str, str], code: dict[str, str]
) -> None:
    path = f"/v1/batches/{announce(employer)}/content"
    answer = employer.call("PATCH", path, data=b"id", headers=stated)
    assert (answer.status_code, codes(answer)) == (400, code)


def test_what_is_posted_as_not_whole_is_gone_on_with(employer: Caller, door: OpenDoor) -> None:
    content = adverts(3)
    stated = {"query_string": OPENING, "content_type": "text/csv"}
    wrong = employer.call("POST", "/v1/batches", headers={"Upload-Complete": "no"}, **stated)
    assert (wrong.status_code, codes(wrong)) == (400, {"Upload-Complete": "not_one_of"})
    headers = {"Upload-Complete": "?0"}
    answer = employer.call("POST", "/v1/batches", data=content[:100], headers=headers, **stated)
    assert (answer.status_code, answer.json["state"]) == (201, "open")
    assert (answer.headers["Upload-Offset"], answer.headers["Upload-Complete"]) == ("100", "?0")
    send(employer, answer.json["id"], 100, content[100:], is_last=True)
    work(door)
    assert counts(employer, answer.json["id"]) == {"read": 3, "created": 3}


def test_an_announcement_is_no_larger_than_other_bodies(
    new_door: Callable[..., OpenDoor], door_settings: Settings
) -> None:
    door = new_door(replace(door_settings, max_body_bytes=1000))
    employer = door.caller("acme", Role.EMPLOYER)
    body = b"[" + adverts(20) + b"]"
    answer = employer.call("POST", "/v1/batches", data=body, content_type="application/json")
    assert answer.status_code == 413


def test_what_is_told_of_a_piece_is_told_again_under_its_key(
    new_door: Callable[..., OpenDoor], door_settings: Settings
) -> None:
    door = new_door(replace(door_settings, max_upload_bytes=1000))
    employer = door.caller("acme", Role.EMPLOYER)
    path = f"/v1/batches/{announce(employer)}/content"
    headers = {"Idempotency-Key": "piece", "Upload-Offset": "0"}
    for _ in range(2):
        answer = employer.call("PATCH", path, data=b"x" * 10, headers=headers)
        assert (answer.headers["Upload-Offset"], answer.headers["Upload-Complete"]) == ("10", "?0")
    key = {"Idempotency-Key": "too-large"}
    for _ in range(2):
        answer = employer.call(
            "POST",
            "/v1/batches",
            data=b"x" * 1001,
            headers=key,
            query_string=OPENING,
            content_type="text/csv",
        )
        assert answer.status_code == 413


def test_another_announcement_of_the_same_length_is_another_request(employer: Caller) -> None:
    def open_one(name: str) -> TestResponse:
        headers = {"Idempotency-Key": "monday"}
        return employer.call("POST", "/v1/batches", json=OPENING | {"name": name}, headers=headers)

    first, again, other = open_one("a.csv"), open_one("a.csv"), open_one("b.csv")
    assert (first.status_code, again.json["id"]) == (201, first.json["id"])
    assert (other.status_code, other.json["type"]) == (422, "urn:lmis:problem:key-reused")


def test_a_batch_that_is_cancelled_while_it_is_completed_says_so(
    employer: Caller, door: OpenDoor
) -> None:
    found = announce(employer)
    (engine, _) = door.app.extensions["databases"]

    @sa.event.listens_for(engine, "before_cursor_execute")
    def cancel_first(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("SELECT batch_parts.content"):
            cancel(batches_of(door), employer.organisation, found)

    answer = send(employer, found, 0, adverts(2), is_last=True)
    assert (answer.status_code, codes(answer)) == (409, {"": "not_open"})
    assert batch(employer, found)["state"] == "cancelled"


def test_a_batch_that_is_cancelled_before_all_came_never_says_that_it_is_complete(
    employer: Caller,
) -> None:
    found = announce(employer)
    send(employer, found, 0, adverts(2), is_last=False)
    employer.call("DELETE", f"/v1/batches/{found}")
    answer = employer.call("HEAD", f"/v1/batches/{found}/content")
    assert answer.headers["Upload-Complete"] == "?0"
