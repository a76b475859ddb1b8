"""The OpenAPI document and its page, alone, below the service's name, and behind a proxy."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

from tests.unit.web.conftest import MakeApp


def links(page: str) -> list[str]:
    return re.findall(r'(?:href|src|data-url)="([^"]+)"', page)


@pytest.mark.parametrize("prefix", ["", "/things"])
def test_the_page_finds_its_files_and_document_wherever_it_is_mounted(
    prefix: str, app: Flask
) -> None:
    client = app.test_client()
    page = client.get(f"{prefix}/docs")
    assert page.mimetype == "text/html"
    assert len(links(page.text)) == 5
    for link in links(page.text):
        assert link.startswith(f"{prefix}/")
        with client.get(link) as answer:
            assert answer.status_code == 200


def test_the_page_needs_nothing_from_elsewhere(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/docs").text
    assert "//" not in page.replace("<!doctype html>", "")
    assert "<script>" not in page


def test_a_missing_or_outside_file_is_not_found(app: Flask) -> None:
    client = app.test_client()
    for name in ("nothing.js", "../docs.py", "%2e%2e/docs.py", "/etc/passwd"):
        assert client.get(f"/docs/assets/{name}").status_code == 404


@pytest.mark.parametrize(
    ("path", "server"), [("/openapi.json", "/"), ("/things/openapi.json", "/things")]
)
def test_the_document_is_valid_and_names_the_server_as_it_was_reached(
    path: str, server: str, app: Flask
) -> None:
    document = app.test_client().get(path).json
    validate(document)
    assert document["openapi"] == "3.1.0"
    assert document["servers"] == [{"url": server}]


def test_each_operation_states_who_may_call_it(app: Flask) -> None:
    paths = app.test_client().get("/openapi.json").json["paths"]
    assert paths["/v1/count"]["get"]["security"] == []
    assert paths["/v1/count"]["get"]["x-roles"] == ["public"]
    own = paths["/v1/own/{name}"]["get"]
    assert own["security"] == [{"apiKey": ["records:read"]}]
    assert (own["x-roles"], own["x-scopes"]) == (["operator", "university"], ["records:read"])
    assert paths["/v1/forgotten"]["get"]["x-roles"] == []


def behind_a_proxy(client: FlaskClient, path: str) -> str:
    headers = {"X-Forwarded-Prefix": "/lmis", "X-Forwarded-Host": "labour.example"}
    return str(client.get(path, headers=headers).text)


def test_behind_a_trusted_proxy_links_begin_with_its_prefix(make: MakeApp) -> None:
    client = make({"LMIS_TRUSTED_PROXIES": "1"}).test_client()
    assert all(
        link.startswith("/lmis/things/") for link in links(behind_a_proxy(client, "/things/docs"))
    )
    assert '"/lmis/things"' in behind_a_proxy(client, "/things/openapi.json")


def test_an_untrusted_proxy_is_not_believed(app: Flask) -> None:
    assert "/lmis" not in behind_a_proxy(app.test_client(), "/things/docs")


def test_both_mounts_lead_to_the_same_view_and_others_to_none(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/v1/count?count=2").json == client.get("/things/v1/count?count=2").json
    assert client.get("/thingsv1/count?count=2").status_code == 404
    assert client.get("/other/v1/count?count=2").status_code == 404


def test_a_problem_names_the_path_as_the_service_knows_it(app: Flask) -> None:
    assert app.test_client().get("/things/v1/nothing").json["instance"] == "/v1/nothing"
