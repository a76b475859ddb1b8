"""Everything the client asks for and reads is in the services' OpenAPI documents."""

import re
from typing import Any, TypedDict, get_args

import httpx
import pytest

from lmis_client import data_sets
from lmis_client.data_sets import Form
from lmis_client.documents import Problem
from lmis_client.problems import KINDS
from lmis_client.routes import ROUTES, Route
from services.reporting.exports import FORMATS
from services.reporting.querying import query
from shared.web.problem import TITLES
from tests.integration.clients.documented import Documented
from tests.integration.clients.served import Served


@pytest.fixture(scope="module")
def documents(lmis: Served) -> dict[str, Documented]:
    """Per service."""
    return {
        name: Documented(httpx.get(f"{lmis.url}/{name}/openapi.json").json())
        for name in ("reporting", "ingestion")
    }


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: f"{r.method} {r.path} {r.answer.__name__}")
def test_what_the_client_calls_is_documented(
    route: Route[Any], documents: dict[str, Documented]
) -> None:
    document = documents[route.service]
    operation = document.operation(route.method, route.path)
    assert operation is not None
    assert (operation["x-roles"] != ["public"]) == route.needs_key
    named = {(p["in"], p["name"]) for p in operation["parameters"]}
    places = {("path", name) for name in re.findall(r"{(\w+)}", route.path)}
    assert places | {("query", name) for name in route.parameters} <= named
    assert (route.body is None) or "requestBody" in operation
    if route.body is not None:
        posted = operation["requestBody"]["content"]["application/json"]["schema"]
        assert list(document.differences(route.body, posted)) == []
    if route.answer is not bytes:
        answers = [operation["responses"].get(status) for status in ("200", "201")]
        schemas = [a["content"]["application/json"]["schema"] for a in answers if a]
        differing = [list(document.differences(route.answer, schema)) for schema in schemas]
        assert [] in differing, differing


def test_problems_are_as_documented(documents: dict[str, Documented]) -> None:
    for document in documents.values():
        answer = document.document["components"]["responses"]["Problem422"]
        schema = answer["content"]["application/problem+json"]["schema"]
        assert list(document.differences(Problem, schema)) == []
    assert KINDS.keys() <= TITLES.keys()


def test_pages_are_as_large_as_they_may_be() -> None:
    assert (data_sets.MOST_CELLS, data_sets.MOST_FIGURES) == (query.MOST_CELLS, query.MOST_FIGURES)


def test_a_file_is_to_be_had_in_every_form() -> None:
    assert {"json", *get_args(Form)} == FORMATS.keys()


class _Inner(TypedDict):
    count: int


class _Outer(TypedDict):
    name: str
    inner: list[_Inner]
    note: str | None


def test_a_document_that_says_otherwise_is_found() -> None:
    inner = {"type": "object", "properties": {"count": {"type": "string"}}}
    outer = {
        "properties": {
            "inner": {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}},
            "note": {"type": "string"},
        }
    }
    document = Documented({"components": {"schemas": {"Inner": inner}}, "paths": {}})
    assert list(document.differences(_Outer, outer)) == [
        "/name: not in the document",
        "/inner[]/count: string in the document",
        "/note: never null in the document",
    ]
    assert document.operation("GET", "/nowhere") is None
