"""Every write of the door, sent again under its key: the answer is the same, nothing is doubled."""

from typing import Any

import pytest
from sqlalchemy import update

from services.ingestion.store import repeatable_writes
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor

KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
CLOSING = {"closed_on": "2026-11-20", "filled": True}

# what each write is sent on, and the write
WRITES: dict[str, tuple[str, str, Any]] = {
    "post graduates": ("POST", "/v1/graduates", [a_graduate_post()]),
    "post a graduate": ("POST", "/v1/graduates", a_graduate_post()),
    "erase a graduate": ("DELETE", "/v1/graduates/known", None),
    "post vacancies": ("POST", "/v1/vacancies", [a_vacancy_post()]),
    "post a vacancy": ("POST", "/v1/vacancies", a_vacancy_post()),
    "close a vacancy": ("PUT", "/v1/vacancies/known/closing", CLOSING),
    "open a vacancy": ("DELETE", "/v1/vacancies/known/closing", None),
    "erase a vacancy": ("DELETE", "/v1/vacancies/known", None),
}
GONE = {"erase a vacancy"}


def write(name: str, university: Caller, employer: Caller) -> Any:
    """Send the write to a door that knows one record of each noun."""
    method, path, body = WRITES[name]
    caller = university if "graduate" in path else employer
    sent = {} if body is None else {"json": body}
    return caller.call(method, path, headers=KEY, **sent)


@pytest.fixture(autouse=True)
def _known(university: Caller, employer: Caller) -> None:
    university.post("graduates", a_graduate_post(reference="known"))
    employer.post("vacancies", a_vacancy_post(reference="known"))


def versions(door: OpenDoor) -> list[tuple[str, int]]:
    return sorted(
        (row.key, row.version) for noun in ("graduates", "vacancies") for row in door.rows(noun)
    )


@pytest.mark.parametrize("name", WRITES)
def test_sent_again_it_gets_the_same_answer(
    name: str, door: OpenDoor, university: Caller, employer: Caller
) -> None:
    first = write(name, university, employer)
    assert first.status_code < 300, first.text
    kept = versions(door)
    again = write(name, university, employer)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert versions(door) == kept


@pytest.mark.parametrize("name", WRITES)
def test_sent_again_after_a_crash_before_its_answer_was_kept_it_doubles_nothing(
    name: str, door: OpenDoor, university: Caller, employer: Caller
) -> None:
    first = write(name, university, employer)
    kept = versions(door)
    with door.engine.begin() as connection:
        connection.execute(update(repeatable_writes).values(answer=None, leased_until=0))
    again = write(name, university, employer)
    assert versions(door) == kept
    if name in GONE:
        assert again.status_code == 404
    else:
        assert 200 <= again.status_code < 300
        assert reference(again) == reference(first)


def reference(answer: Any) -> Any:
    return [answer.json.get("record"), *(r["record"] for r in answer.json.get("results", []))]


def test_a_bulk_of_ten_thousand_is_answered_again(door: OpenDoor, employer: Caller) -> None:
    posted = [a_vacancy_post(reference=str(number)) for number in range(10_000)]
    first = employer.post("vacancies", posted, headers=KEY)
    again = employer.post("vacancies", posted, headers=KEY)
    assert first.json is not None
    assert first.json["created"] == 10_000
    assert again.data == first.data
    assert again.headers["Idempotency-Replayed"] == "true"


def test_what_is_kept_of_a_write_holds_no_reference(door: OpenDoor, university: Caller) -> None:
    university.post("graduates", a_graduate_post(reference="6501234567"), headers=KEY)
    with door.engine.connect() as connection:
        [row] = connection.execute(repeatable_writes.select()).all()
    told = repr(row).encode() + bytes(row.answer)
    for readable in ("6501234567", KEY["Idempotency-Key"].strip('"')):
        assert readable.encode() not in told
