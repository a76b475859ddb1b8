"""Closing a vacancy before its date, and opening it again."""

import json
from typing import Any

import pytest
from werkzeug.test import TestResponse

from services.ingestion.handlers import Door, close_vacancies
from shared.contracts import Vacancy
from tests.builders import a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, codes

PATH = "/v1/vacancies/HR-17/closing"


def close(employer: Caller, **closing: Any) -> TestResponse:
    return employer.call("PUT", PATH, json=closing)


@pytest.fixture
def advertiser(employer: Caller) -> Caller:
    employer.post("vacancies", a_vacancy_post())
    return employer


def test_a_vacancy_is_closed_in_either_era_and_told_so(advertiser: Caller, door: OpenDoor) -> None:
    closed = close(advertiser, closed_on="2568-02-01", filled=True)
    assert (closed.status_code, closed.json["version"]) == (200, 2)
    assert closed.json["content"]["closed_on"] == "2025-02-01"
    door.tell()
    (event,) = door.events()
    assert isinstance(event.data, Vacancy)
    assert (event.data.closed_on, event.data.filled, event.data.version) == ("2025-02-01", True, 2)


def test_a_closed_vacancy_can_be_opened_again(advertiser: Caller) -> None:
    close(advertiser, closed_on="2025-02-01")
    opened = advertiser.call("DELETE", PATH)
    assert (opened.status_code, opened.json["version"]) == (200, 3)
    assert opened.json["content"]["closed_on"] is None


def test_a_post_of_the_same_vacancy_leaves_it_closed(advertiser: Caller) -> None:
    close(advertiser, closed_on="2025-02-01", filled=False)
    assert advertiser.post("vacancies", a_vacancy_post()).json["status"] == "unchanged"
    advertiser.post("vacancies", a_vacancy_post(openings=3))
    content = advertiser.get("vacancies/HR-17").json["content"]
    assert content["openings"] == 3
    assert (content["closed_on"], content["filled"]) == ("2025-02-01", False)


def test_a_later_posting_opens_a_closed_vacancy(advertiser: Caller, door: OpenDoor) -> None:
    close(advertiser, closed_on="2025-02-01", filled=True)
    advertiser.post("vacancies", a_vacancy_post(posted_on="2025-06-01", closes_on=None))
    content = advertiser.get("vacancies/HR-17").json["content"]
    assert (content["closed_on"], content["filled"]) == (None, None)
    door.tell()
    (event,) = door.events()
    assert isinstance(event.data, Vacancy)
    assert (event.data.closed_on, event.data.filled) == (None, None)


def test_a_vacancy_cannot_close_before_it_was_posted(advertiser: Caller) -> None:
    answer = close(advertiser, closed_on="2025-01-09")
    assert (answer.status_code, codes(answer)) == (422, {"/closed_on": "before"})
    assert advertiser.get("vacancies/HR-17").json["version"] == 1


@pytest.mark.parametrize(
    ("closing", "found"),
    [
        ({}, {"/closed_on": "required"}),
        ({"closed_on": "tomorrow"}, {"/closed_on": "not_date"}),
        ({"closed_on": "2025-02-01", "filled": 1}, {"/filled": "not_boolean"}),
        ({"closed_on": "2025-02-01", "why": "x"}, {"/why": "unknown_field"}),
        ([], {"": "not_object"}),
        (None, {"": "not_object"}),
    ],
)
@pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
def test_a_bad_closing_is_a_problem(
    closing: Any, found: dict[str, str], advertiser: Caller
) -> None:
    body = {"data": json.dumps(closing), "content_type": "application/json"}
    answer = advertiser.call("PUT", PATH, **body)
    assert (answer.status_code, codes(answer)) == (422, found)


def test_an_unknown_or_erased_vacancy_cannot_be_closed(advertiser: Caller) -> None:
    closing = {"closed_on": "2568-02-01"}
    assert advertiser.call("PUT", "/v1/vacancies/x/closing", json=closing).status_code == 404
    advertiser.erase("vacancies/HR-17")
    assert close(advertiser, **closing).status_code == 404
    assert advertiser.call("DELETE", PATH).status_code == 404


def test_closings_of_many_count_once_however_often_they_are_told(
    advertiser: Caller, door: OpenDoor
) -> None:
    advertiser.post("vacancies", a_vacancy_post(reference="HR-18"))
    keys = [f"{advertiser.organisation}/{reference}" for reference in ("HR-17", "HR-18", "HR-99")]
    for _ in range(2):
        handled_by = Door(door.engine, secret=b"")
        close_vacancies(handled_by, [(key, "2025-02-01", True) for key in keys])
    door.tell()
    told = [event.data for event in door.events() if isinstance(event.data, Vacancy)]
    assert [(one.closed_on, one.filled, one.version) for one in told] == [
        ("2025-02-01", True, 2),
        ("2025-02-01", True, 2),
    ]
