"""Who may call which view; a view that states no rule is closed."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from shared.access import AccessStore, Role, Scope
from shared.web.access import Rule, allow, rule_of


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


def key_with(access: AccessStore, *scopes: Scope) -> dict[str, str]:
    access.add_organisation("cu", "cu", Role.UNIVERSITY)
    return {"Authorization": f"Bearer {access.issue_key('cu', scopes).text}"}


def test_a_key_without_the_views_scope_is_told_which_it_lacks(
    access: AccessStore, client: FlaskClient
) -> None:
    assert client.get("/v1/own/x", headers=key_with(access, Scope.RECORDS_READ)).status_code == 200
    answer = client.get("/v1/own/x", headers=key_with(access, Scope.RECORDS_WRITE, Scope.ALERTS))
    assert (answer.status_code, answer.json["type"]) == (403, "urn:lmis:problem:insufficient-scope")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="lmis", error="insufficient_scope", scope="records:read"'
    )


def test_a_challenge_says_whether_anything_came_that_could_be_wrong(client: FlaskClient) -> None:
    challenge = client.get("/v1/own/x").headers["WWW-Authenticate"]
    assert challenge == 'Bearer realm="lmis"'
    answer = client.get("/v1/own/x", headers={"Authorization": "Bearer nonsense"})
    assert answer.headers["WWW-Authenticate"] == f'{challenge}, error="invalid_token"'


def test_a_revoked_key_is_refused_by_the_next_request(
    access: AccessStore, client: FlaskClient
) -> None:
    headers = key_for(access, Role.OPERATOR)
    assert client.get("/v1/own/x", headers=headers).status_code == 200
    access.revoke(headers["Authorization"].split("_")[1])
    assert client.get("/v1/own/x", headers=headers).status_code == 401


@pytest.mark.parametrize(
    ("method", "scope"),
    [("GET", "records:read"), ("HEAD", "records:read"), ("PUT", "records:write")],
)
def test_a_rule_without_a_scope_tells_reading_from_writing(method: str, scope: str) -> None:
    @allow(Role.EMPLOYER)
    def view() -> None:
        """Of any method."""

    assert rule_of(view, method) == Rule(frozenset({Role.EMPLOYER}), Scope(scope))


def test_a_scope_that_does_not_exist_cannot_be_stated() -> None:
    with pytest.raises(ValueError, match="records:eat"):
        allow(Role.EMPLOYER, scope="records:eat")
