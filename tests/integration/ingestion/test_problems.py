"""Every refusal speaks Thai and English, names its field and carries the correlation id."""

import pytest

from shared.web.faults import TEXTS
from tests.builders import a_graduate_post, a_survey_post
from tests.integration.ingestion.door import Caller, OpenDoor

pytestmark = pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)


@pytest.fixture
def wrong() -> dict[str, object]:
    return a_graduate_post(level="?", tracer=a_survey_post(occupation="0000")) | {"faculty": 1}


def test_a_problem_speaks_both_languages_and_names_each_field(
    university: Caller, wrong: dict[str, object]
) -> None:
    answer = university.post("graduates", wrong)
    problem = answer.json
    assert answer.mimetype == "application/problem+json"
    assert problem["type"] == "urn:lmis:problem:invalid"
    assert problem["status"] == answer.status_code == 422
    assert problem["titles"].keys() == {"th", "en"}
    assert {e["pointer"] for e in problem["errors"]} == {"/level", "/tracer/occupation", "/faculty"}
    for entry in problem["errors"]:
        assert entry["code"] in TEXTS
        assert any("ก" <= letter <= "ฮ" for letter in entry["messages"]["th"])
        assert not any("ก" <= letter <= "ฮ" for letter in entry["messages"]["en"])


@pytest.mark.parametrize(
    ("headers", "query", "language"),
    [
        ({}, "", "en"),
        ({"Accept-Language": "th"}, "", "th"),
        ({"Accept-Language": "th-TH,th;q=0.9,en;q=0.8"}, "", "th"),
        ({"Accept-Language": "en-GB, th;q=0.5"}, "", "en"),
        ({"Accept-Language": "fr"}, "", "en"),
        ({"Accept-Language": "th"}, "?lang=en", "en"),
        ({}, "?lang=th", "th"),
        ({"Accept-Language": "th"}, "?lang=xx", "th"),
    ],
)
def test_titles_and_details_are_in_the_readers_language(
    headers: dict[str, str],
    query: str,
    language: str,
    university: Caller,
    wrong: dict[str, object],
) -> None:
    answer = university.call("POST", f"/v1/graduates{query}", json=wrong, headers=headers)
    assert answer.headers["Content-Language"] == language
    assert answer.json["title"] == answer.json["titles"][language]
    for entry in answer.json["errors"]:
        assert entry["detail"] == entry["messages"][language]


def test_faults_of_single_records_are_in_the_readers_language_too(
    university: Caller, wrong: dict[str, object]
) -> None:
    answer = university.post(
        "graduates", [a_graduate_post(), wrong], headers={"Accept-Language": "th"}
    )
    assert answer.status_code == 200
    assert answer.headers["Content-Language"] == "th"
    for entry in answer.json["results"][1]["errors"]:
        assert entry["detail"] == entry["messages"]["th"]


def test_a_correlation_id_goes_in_out_and_into_the_event(
    university: Caller, door: OpenDoor
) -> None:
    asked = {"X-Correlation-Id": "batch-7:2568.01"}
    answer = university.post("graduates", a_graduate_post(), headers=asked)
    assert answer.headers["X-Correlation-Id"] == "batch-7:2568.01"
    door.tell()
    (event,) = door.events()
    assert event.correlationid == "batch-7:2568.01"


def test_an_erasure_is_told_under_its_own_correlation_id(
    university: Caller, door: OpenDoor
) -> None:
    university.post("graduates", a_graduate_post(), headers={"X-Correlation-Id": "posting"})
    university.call("DELETE", "/v1/graduates/6501234", headers={"X-Correlation-Id": "erasing"})
    door.tell()
    assert [event.correlationid for event in door.events()] == ["erasing"]


@pytest.mark.parametrize("asked", [None, "", "a b", "x" * 129, "<script>", "a,b", "é"])
def test_a_request_without_an_acceptable_correlation_id_gets_one(
    asked: str | None, university: Caller, wrong: dict[str, object]
) -> None:
    headers = {} if asked is None else {"X-Correlation-Id": asked}
    answer = university.post("graduates", wrong, headers=headers)
    given = answer.headers["X-Correlation-Id"]
    assert given not in ("", asked)
    assert answer.json["correlation_id"] == given


def test_two_requests_have_two_correlation_ids(university: Caller) -> None:
    first, second = (university.get("graduates").headers["X-Correlation-Id"] for _ in range(2))
    assert first != second


@pytest.mark.parametrize(
    ("method", "path", "status", "kind"),
    [
        ("GET", "/v1/nothing", 404, "not-found"),
        ("GET", "/v1//graduates", 404, "not-found"),
        ("PUT", "/v1/graduates", 405, "method-not-allowed"),
        ("BREW", "/v1/graduates", 405, "method-not-allowed"),
    ],
)
def test_unknown_paths_and_methods_are_problems(
    method: str, path: str, status: int, kind: str, university: Caller
) -> None:
    answer = university.call(method, path)
    assert (answer.status_code, answer.json["type"]) == (status, f"urn:lmis:problem:{kind}")
