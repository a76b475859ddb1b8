"""What the OpenAPI documents say of every operation without its view saying so."""

from typing import Any

import pytest

from shared.access import Role
from shared.web.access import allow, public
from shared.web.answer_docs import add_components, state_answers
from shared.web.idempotency import asks_only
from shared.web.link_docs import add_links
from shared.web.problem import TITLES

KEY = {"$ref": "#/components/parameters/Idempotency-Key"}


@allow(Role.UNIVERSITY)
def own() -> None:
    """A view that changes something for one's own."""


@asks_only
@allow(Role.UNIVERSITY)
def question() -> None:
    """A view that only answers."""


@public
def anybody() -> None:
    """A view for anybody."""


def stated(view: Any, method: str, path: str = "/v1/things", **operation: Any) -> dict[str, Any]:
    operation.setdefault("responses", {"200": {"description": "OK"}, "default": {"$ref": "x"}})
    state_answers(operation, path, method, view)
    return operation


@pytest.mark.parametrize(
    ("view", "method", "path", "statuses"),
    [
        (anybody, "get", "/v1/things", "200 400 429 503"),
        (anybody, "get", "/v1/things/{id}", "200 400 404 429 503"),
        (anybody, "post", "/v1/things", "200 400 404 413 415 422 429 503"),
        (own, "get", "/v1/things", "200 400 401 403 429 503"),
        (own, "post", "/v1/things", "200 400 401 403 404 409 413 415 422 429 503"),
        (own, "delete", "/v1/things/{id}", "200 400 401 403 404 409 422 429 503"),
        (question, "post", "/v1/things", "200 400 401 403 404 413 415 422 429 503"),
    ],
)
def test_every_problem_is_stated_from_the_method_the_rule_and_the_path(
    view: Any, method: str, path: str, statuses: str
) -> None:
    assert sorted(stated(view, method, path)["responses"]) == statuses.split()


def test_parameters_may_be_wrong_or_name_what_is_not_there() -> None:
    asked = stated(anybody, "get", parameters=[{"in": "query", "name": "cursor"}])
    assert {"404", "422"} <= asked["responses"].keys()


def test_what_a_view_says_of_an_error_itself_stays() -> None:
    own_words = {"description": "red", "content": {"application/json": {"schema": {"type": "x"}}}}
    responses = {"503": own_words, "422": {"$ref": "#/components/responses/UNPROCESSABLE"}}
    said = stated(anybody, "get", responses=responses)["responses"]
    assert said["503"] == own_words
    assert said["422"] == {"$ref": "#/components/responses/Problem422"}


@pytest.mark.parametrize(
    ("view", "method", "takes"),
    [
        (own, "post", True),
        (own, "put", True),
        (own, "patch", True),
        (own, "delete", True),
        (own, "get", False),
        (question, "post", False),
        (anybody, "post", False),
    ],
)
def test_writes_of_ones_own_take_a_key_and_say_when_they_answer_again(
    view: Any, method: str, takes: bool
) -> None:
    operation = stated(view, method)
    assert (KEY in operation.get("parameters", [])) == takes
    assert ("Idempotency-Replayed" in operation["responses"]["200"].get("headers", {})) == takes


def test_two_rules_of_one_path_state_the_key_once() -> None:
    operation = stated(own, "post")
    state_answers(operation, "/v1/things", "post", own)
    assert operation["parameters"] == [KEY]


def test_problems_are_described_once_and_are_pages_where_there_are_pages() -> None:
    spec: dict[str, Any] = {}
    add_components(spec, has_pages=True)
    described = spec["components"]["responses"]
    assert described.keys() == {f"Problem{status}" for status, _, _ in TITLES.values()}
    assert described["Problem422"]["description"] == TITLES["invalid"][1]
    assert described["Problem404"]["content"].keys() == {"application/problem+json", "text/html"}


def test_what_a_post_makes_leads_to_what_can_be_done_with_it() -> None:
    made = {"schema": {"$ref": "#/components/schemas/Thing"}}
    created = {"description": "made", "content": {"application/json": made}}
    one = {"get": {"responses": {}}, "delete": {"responses": {}}}
    spec = {
        "components": {"schemas": {"Thing": {"properties": {"id": {}, "name": {}}}}},
        "paths": {
            "/v1/things": {"post": {"responses": {"201": created, "422": {}}}, "get": {}},
            "/v1/things/{thing}": one,
            "/v1/things/{thing}/parts": {"get": {}},
            "/v1/things/{thing}/parts/{part}": {"get": {}},
            "/v1/thingsandmore/{thing}": {"get": {}},
        },
    }
    add_links(spec)
    assert created["links"] == {
        name: {"operationRef": reference, "parameters": {"thing": "$response.body#/id"}}
        for name, reference in (
            ("get", "#/paths/~1v1~1things~1{thing}/get"),
            ("delete", "#/paths/~1v1~1things~1{thing}/delete"),
            ("get-parts", "#/paths/~1v1~1things~1{thing}~1parts/get"),
        )
    }
