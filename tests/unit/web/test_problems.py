"""Errors as problem+json: the right kind, in the reader's language, and nothing of our insides."""

import logging

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug import exceptions
from werkzeug.exceptions import HTTPException

from shared.correlation import correlation_id
from shared.web.app import _of_http
from shared.web.problem import TITLES, ProblemSchema


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("kind", list(TITLES))
def test_every_kind_of_problem_is_rendered_as_its_schema_says(
    kind: str, client: FlaskClient
) -> None:
    answer = client.get(f"/v1/fault/{kind}")
    problem = answer.json
    assert answer.mimetype == "application/problem+json"
    assert problem["type"] == f"urn:lmis:problem:{kind}"
    assert (problem["status"], problem["detail"]) == (answer.status_code, "in detail")
    assert problem["instance"] == f"/v1/fault/{kind}"
    assert problem["correlation_id"] == answer.headers["X-Correlation-Id"]
    assert problem["errors"][0]["pointer"] == "/a~1b"
    assert answer.headers["X-More"] == "1"
    assert not ProblemSchema().validate(problem)


def test_braces_in_a_value_are_just_braces(client: FlaskClient) -> None:
    answer = client.get("/v1/fault/invalid", query_string={"choices": "{0} {min} {{x}}"})
    assert answer.json["errors"][0]["detail"] == "must be one of: {0} {min} {{x}}"


def test_a_fault_of_ours_is_logged_whole_and_told_without_its_insides(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = client.get("/v1/fault/ours")
    assert (answer.status_code, answer.json["type"]) == (500, "urn:lmis:problem:internal")
    assert "hunter2" not in answer.text
    assert "hunter2" in caplog.text


def test_a_passing_fault_of_the_database_asks_to_try_again(client: FlaskClient) -> None:
    answer = client.get("/v1/fault/database")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert "closed the connection" not in answer.text


def test_a_wrong_method_names_those_that_are_allowed(client: FlaskClient) -> None:
    answer = client.delete("/v1/count")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (exceptions.BadRequest(), "malformed"),
        (exceptions.Gone(), "cursor-expired"),
        (exceptions.ImATeapot(), "malformed"),
        (exceptions.TooManyRequests(), "too-many"),
        (exceptions.NotAcceptable(), "not-acceptable"),
        (exceptions.RequestEntityTooLarge(), "too-large"),
        (exceptions.UnprocessableEntity(), "invalid"),
        (exceptions.ServiceUnavailable(), "unavailable"),
        (exceptions.BadGateway(), "internal"),
        (HTTPException(), "internal"),
    ],
)
def test_what_the_framework_raises_becomes_the_nearest_problem(
    error: HTTPException, kind: str
) -> None:
    assert _of_http(error).kind == kind


def test_a_body_is_checked_by_its_schema(client: FlaskClient) -> None:
    assert client.post("/v1/count", json={"count": 3}).json == {"count": 3}
    answer = client.post("/v1/count", json={"count": 0, "more": 1})
    codes = {entry["pointer"]: entry["code"] for entry in answer.json["errors"]}
    assert answer.status_code == 422
    assert codes == {"/count": "out_of_range", "/more": "unknown_field"}


def test_an_argument_of_the_query_is_named_by_a_question_mark(client: FlaskClient) -> None:
    answer = client.get("/v1/count?count=10")
    codes = {entry["pointer"]: entry["code"] for entry in answer.json["errors"]}
    assert (answer.status_code, codes) == (422, {"?count": "out_of_range"})
    assert client.get("/v1/count").json["errors"][0]["code"] == "required"


def test_security_headers_are_on_every_answer(client: FlaskClient) -> None:
    paths = ("/health", "/docs", "/v1/nothing", "/v1/fault/ours", "/docs/assets/docs.js")
    for answer in (client.get(path) for path in paths):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
        answer.close()


def test_what_is_said_back_keeps_thai_and_its_order(client: FlaskClient) -> None:
    answer = client.post("/v1/echo", json={"ข": 1, "ก": "งาน"})
    assert answer.text.strip() == '{"echo":{"ข":1,"ก":"งาน"}}'


def test_after_a_request_its_correlation_id_is_forgotten(client: FlaskClient) -> None:
    client.get("/health", headers={"X-Correlation-Id": "this-one-only"})
    assert correlation_id.get() == ""
