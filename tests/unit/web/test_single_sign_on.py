"""A government's single sign-on at a service's door: what a caller is told in each case."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.access import AccessStore, Role
from shared.settings import SettingsError
from tests.support.issuer import AUDIENCE, SmallIssuer, small_issuer
from tests.unit.web.conftest import MakeApp


@pytest.fixture(scope="module")
def issuer() -> Iterator[SmallIssuer]:
    with small_issuer() as issuer:
        yield issuer


@pytest.fixture
def client(make: MakeApp, issuer: SmallIssuer, access: AccessStore) -> FlaskClient:
    access.add_organisation("cu", "cu", Role.UNIVERSITY)
    return make(
        {"LMIS_OIDC_ISSUER": issuer.url, "LMIS_OIDC_AUDIENCE": AUDIENCE, "LMIS_OIDC_ROLES": ""}
    ).test_client()


def ask(client: FlaskClient, text: str, path: str = "/v1/own/x") -> TestResponse:
    return client.get(path, headers={"Authorization": f"Bearer {text}"})


def test_a_token_opens_what_a_key_opens(client: FlaskClient, issuer: SmallIssuer) -> None:
    assert ask(client, issuer.token()).json == {"echo": "cu"}


def test_keys_open_it_as_before(client: FlaskClient, access: AccessStore) -> None:
    assert ask(client, access.issue_key("cu").text).json == {"echo": "cu"}


def test_an_invalid_token_is_told_to_be_one(client: FlaskClient, issuer: SmallIssuer) -> None:
    answer = ask(client, issuer.token(exp=1))
    assert (answer.status_code, answer.json["type"]) == (401, "urn:lmis:problem:unauthenticated")
    assert answer.headers["WWW-Authenticate"] == (
        'Bearer realm="lmis", error="invalid_token", error_description="expired"'
    )


def test_a_token_without_the_scope_or_without_a_place_is_forbidden(
    client: FlaskClient, issuer: SmallIssuer
) -> None:
    answer = ask(client, issuer.token(scope="alerts"))
    assert (answer.status_code, answer.json["type"]) == (403, "urn:lmis:problem:insufficient-scope")
    answer = ask(client, issuer.token(organisation="nobody"))
    assert (answer.status_code, answer.json["type"]) == (403, "urn:lmis:problem:forbidden")


def test_while_the_issuer_is_away_tokens_wait_and_keys_do_not(
    make: MakeApp, issuer: SmallIssuer, access: AccessStore
) -> None:
    nobody = {"LMIS_OIDC_ISSUER": "http://127.0.0.1:9", "LMIS_OIDC_AUDIENCE": AUDIENCE}
    client = make(nobody).test_client()
    access.add_organisation("cu", "cu", Role.UNIVERSITY)
    answer = ask(client, issuer.token())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert ask(client, access.issue_key("cu").text).status_code == 200
    assert ask(client, issuer.token(), "/v1/count?count=1").status_code == 200


def test_tokens_that_open_nothing_are_counted_by_address(
    make: MakeApp, issuer: SmallIssuer, access: AccessStore
) -> None:
    few = {"LMIS_OIDC_AUDIENCE": AUDIENCE, "LMIS_PUBLIC_RATE_LIMIT": "2", "LMIS_WEB_WORKERS": "1"}
    stranger, outside = issuer.token(organisation="nobody"), {"REMOTE_ADDR": "203.0.113.7"}
    for url, refused in ((issuer.url, 403), ("http://127.0.0.1:9", 503)):
        client = make({**few, "LMIS_OIDC_ISSUER": url, "LMIS_OIDC_ROLES": ""}).test_client()
        headers = {"Authorization": f"Bearer {stranger}"}
        answers = [client.get("/v1/own/x", headers=headers, environ_base=outside) for _ in "123"]
        assert [answer.status_code for answer in answers] == [refused, refused, 429]


def test_the_document_says_where_tokens_come_from(
    client: FlaskClient, issuer: SmallIssuer, make: MakeApp
) -> None:
    document = client.get("/openapi.json").json
    where = f"{issuer.url}/.well-known/openid-configuration"
    assert document["components"]["securitySchemes"]["token"]["openIdConnectUrl"] == where
    security = document["paths"]["/v1/own/{name}"]["get"]["security"]
    assert security == [{"apiKey": ["records:read"]}, {"token": ["records:read"]}]
    without = make().test_client().get("/openapi.json").json
    assert "token" not in without["components"]["securitySchemes"]


def test_an_issuer_needs_an_audience(make: MakeApp) -> None:
    with pytest.raises(SettingsError, match="LMIS_OIDC_AUDIENCE"):
        make({"LMIS_OIDC_ISSUER": "https://login.example"})
