"""A write that is sent again under its key is done once and answered alike, whatever happened."""

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from shared.db.repeatable import KEPT_SECONDS, LEASE_SECONDS
from tests.integration.web.repeating import Repeating, failing, things, writes


def test_the_same_request_is_done_once_and_gets_the_same_answer(service: Repeating) -> None:
    first, again = service.send(), service.send()
    assert service.runs.count == 1
    assert (again.status_code, again.data) == (201, first.data)
    for name in ("Content-Type", "Content-Language", "Location"):
        assert again.headers[name] == first.headers[name]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.headers["X-Correlation-Id"] != first.headers["X-Correlation-Id"]


def test_another_request_under_the_key_is_refused(service: Repeating) -> None:
    service.send(json={"a": 1})
    for other in ({"json": {"a": 2}}, {"method": "DELETE"}, {"path": "things?dry=1"}):
        refused = service.send(**other)
        assert refused.status_code == 422
        assert refused.json is not None
        assert refused.json["type"] == "urn:lmis:problem:key-reused"
        assert refused.json["errors"][0]["pointer"] == "Idempotency-Key"
    assert service.runs.count == 1


def test_another_key_or_none_or_another_organisations_is_another_request(
    service: Repeating,
) -> None:
    for sent in ({"key": "k-1"}, {"key": "k-2"}, {"key": None}, {"key": None}):
        assert "Idempotency-Replayed" not in service.send(**sent).headers
    assert "Idempotency-Replayed" not in service.send("k-1", caller="other").headers
    assert service.runs.count == 5


def test_of_many_at_once_one_runs_and_none_gets_another_answer(service: Repeating) -> None:
    ended = threading.Event()
    service.runs.during = lambda _: ended.wait(20) and None
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(service.send) for _ in range(8)]
        others = [answer.result() for answer in _first(asked, 7)]
        ended.set()
        answers = [answer.result() for answer in asked]
    assert {answer.status_code for answer in others} == {409}
    assert all(int(answer.headers["Retry-After"]) >= 1 for answer in others)
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]
    assert service.runs.count == 1
    assert service.send().headers["Idempotency-Replayed"] == "true"


def _first(asked: list[Any], count: int) -> list[Any]:
    """The first so many to be answered."""
    done: list[Any] = []
    ready = threading.Semaphore(0)
    for one in asked:
        one.add_done_callback(lambda ended: (done.append(ended), ready.release()))
    for _ in range(count):
        assert ready.acquire(timeout=20)
    return done[:count]


def test_of_many_at_once_under_a_key_that_was_abandoned_one_runs(service: Repeating) -> None:
    service.send()
    _abandon(service)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: service.send(), range(8)))
    assert service.runs.count == 2
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.data for answer in answers if answer.status_code == 201}) == 1


@pytest.mark.parametrize("kind", ["internal", "unavailable", "too-many", "unauthenticated"])
def test_an_answer_that_does_not_stand_is_not_kept(kind: str, on_sqlite: Repeating) -> None:
    on_sqlite.runs.during = failing(kind)
    assert on_sqlite.send().status_code >= 400
    assert on_sqlite.kept() == []
    assert on_sqlite.send().status_code == 201
    assert on_sqlite.runs.count == 2


@pytest.mark.parametrize("kind", ["not-found", "invalid"])
def test_a_refusal_that_stands_is_given_again(kind: str, on_sqlite: Repeating) -> None:
    on_sqlite.runs.during = failing(kind)
    first, again = on_sqlite.send(), on_sqlite.send()
    assert again.data == first.data
    assert again.headers["Content-Type"] == "application/problem+json"
    assert on_sqlite.runs.count == 1


def test_an_error_of_ours_leaves_the_key_free(on_sqlite: Repeating) -> None:
    def during(_: Any) -> None:
        raise ZeroDivisionError

    on_sqlite.runs.during = during
    assert on_sqlite.send().status_code == 500
    on_sqlite.runs.during = lambda _: None
    assert on_sqlite.send().status_code == 201


def _abandon(service: Repeating) -> None:
    """As a process leaves it that dies between its work and its answer."""
    with service.engine.begin() as connection:
        connection.execute(update(writes).values(answer=None))
    service.clock[0] += LEASE_SECONDS + 1


def test_a_run_that_died_locks_its_key_for_the_lease_and_no_longer(service: Repeating) -> None:
    service.send()
    _abandon(service)
    service.clock[0] -= 2
    assert service.send().status_code == 409
    service.clock[0] += 2
    assert service.send(json={"a": 2}).status_code == 422
    assert service.send().status_code == 201
    assert service.send().headers["Idempotency-Replayed"] == "true"
    assert service.runs.count == 2


def test_what_a_run_that_died_made_is_not_made_again(service: Repeating) -> None:
    first = service.send(path="once")
    _abandon(service)
    again = service.send(path="once")
    assert again.json == first.json
    assert service.count(things) == 1


def test_what_was_made_before_an_error_is_not_made_again(service: Repeating) -> None:
    service.runs.during = failing("unavailable")
    assert service.send(path="once").status_code == 503
    assert service.send(path="once").status_code == 201
    assert service.count(things) == 1


def test_without_a_key_everything_is_made_as_often_as_it_is_asked_for(service: Repeating) -> None:
    for _ in range(2):
        assert service.send(None, path="once").status_code == 201
    assert service.count(things) == 2
    assert service.kept() == []


def test_a_run_that_was_overtaken_keeps_no_answer(service: Repeating) -> None:
    answers: list[TestResponse] = []
    service.runs.during = lambda _: _overtake(service, answers)
    first = service.send()
    assert first.data != answers[0].data
    assert service.send().data == answers[0].data
    assert service.runs.count == 2


def test_a_run_that_was_overtaken_makes_nothing(service: Repeating) -> None:
    answers: list[TestResponse] = []
    service.runs.before = lambda: _overtake(service, answers, path="once")
    assert service.send(path="once").status_code == 409
    assert answers[0].status_code == 201
    assert service.count(things) == 1
    assert service.send(path="once").json == answers[0].json


def _overtake(service: Repeating, answers: list[TestResponse], **sent: Any) -> None:
    """Stand still until the lease has run out and the same request was sent again."""
    service.runs.before, service.runs.during = lambda: None, lambda _: None
    service.clock[0] += LEASE_SECONDS + 1
    answers.append(_meanwhile(service, **sent))


def _meanwhile(service: Repeating, **sent: Any) -> TestResponse:
    """Another request while one is being worked on: in a thread of its own, as a server does."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: service.send(**sent)).result()


def test_keys_are_forgotten_after_a_day(service: Repeating) -> None:
    for key in ("k-1", "k-2", "k-3"):
        service.send(key)
    service.clock[0] += KEPT_SECONDS + 1
    assert service.send("k-1", json={"a": 2}).status_code == 201
    assert len(service.kept()) == 1
    assert service.runs.count == 4


def test_reading_a_long_body_renews_the_lease(on_sqlite: Repeating) -> None:
    others: list[int] = []

    def during(stream: Any) -> None:
        on_sqlite.runs.during = lambda _: None
        for _ in range(3):
            on_sqlite.clock[0] += LEASE_SECONDS - 1
            stream.read(1)
        others.append(_meanwhile(on_sqlite, path="streams", data=b"abc").status_code)

    on_sqlite.runs.during = during
    assert on_sqlite.send(path="streams", data=b"abc").status_code == 201
    assert others == [409]
    assert on_sqlite.runs.count == 1
