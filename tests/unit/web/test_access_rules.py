"""Who may call which view; a view that states no rule is closed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.access import AccessStore, Role


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def key_for(access: AccessStore, role: Role) -> dict[str, str]:
    access.add_organisation(role.value, role.value, role)
    return {"Authorization": f"Bearer {access.issue_key(role.value).text}"}


@pytest.mark.parametrize("role", list(Role))
def test_only_the_roles_a_view_allows_are_let_in(
    role: Role, access: AccessStore, client: FlaskClient
) -> None:
    answer = client.get("/v1/own/x", headers=key_for(access, role))
    if role in (Role.UNIVERSITY, Role.OPERATOR):
        assert answer.json == {"echo": role.value}
    else:
        assert (answer.status_code, answer.json["type"]) == (403, "urn:lmis:problem:forbidden")


def test_a_view_without_a_rule_is_closed_to_everyone(
    access: AccessStore, client: FlaskClient
) -> None:
    assert client.get("/v1/forgotten").status_code == 403
    assert client.get("/v1/forgotten", headers=key_for(access, Role.OPERATOR)).status_code == 403


def test_head_is_guarded_as_get_is(access: AccessStore, client: FlaskClient) -> None:
    assert client.head("/v1/own/x").status_code == 401
    assert client.head("/v1/own/x", headers=key_for(access, Role.OPERATOR)).status_code == 200


def test_options_tell_methods_and_nothing_else(client: FlaskClient) -> None:
    answer = client.options("/v1/own/x")
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_the_schemes_case_does_not_matter(
    scheme: str, access: AccessStore, client: FlaskClient
) -> None:
    key = key_for(access, Role.OPERATOR)["Authorization"].split()[1]
    headers = {"Authorization": f"{scheme}  {key} "}
    assert client.get("/v1/own/x", headers=headers).status_code == 200


def test_a_public_view_ignores_even_a_bad_key(client: FlaskClient) -> None:
    answer = client.get("/v1/count?count=1", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 200
