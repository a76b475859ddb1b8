"""Limits: by key, by address, by failed key; announced before, refused beyond."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shared.access import AccessStore, Role
from tests.unit.web.conftest import MakeApp

ALICE, BOB = "203.0.113.7", "203.0.113.8"
FEW = {
    "LMIS_WEB_WORKERS": "1",
    "LMIS_RATE_LIMIT": "3",
    "LMIS_PUBLIC_RATE_LIMIT": "3",
    "LMIS_FAILED_KEY_LIMIT": "2",
}


def key_of(access: AccessStore, organisation: str = "cu") -> str:
    access.add_organisation(organisation, organisation, Role.UNIVERSITY)
    return access.issue_key(organisation).text


def ask(
    client: FlaskClient, path: str, address: str = ALICE, key: str | None = None, **more: Any
) -> TestResponse:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return client.get(path, headers=headers, environ_base={"REMOTE_ADDR": address}, **more)


def test_a_key_is_told_how_it_stands_and_refused_beyond_its_quota(
    make: MakeApp, access: AccessStore
) -> None:
    client, key = make(FEW).test_client(), key_of(access)
    answers = [ask(client, "/v1/own/x", key=key) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"key";q=3;w=60'}
    left = [answer.headers["RateLimit"].split(";")[1] for answer in answers]
    assert left == ["r=2", "r=1", "r=0", "r=0"]
    assert answers[3].json["type"] == "urn:lmis:problem:rate-limited"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 20
    assert ask(client, "/v1/own/x", address=BOB, key=key).status_code == 429
    assert ask(client, "/v1/own/x", key=key_of(access)).status_code == 200


def test_public_routes_count_by_address_whatever_key_comes_along(
    make: MakeApp, access: AccessStore
) -> None:
    client, key = make(FEW).test_client(), key_of(access)
    for _ in range(3):
        assert ask(client, "/v1/count?count=1", key=key).status_code == 200
    refused = ask(client, "/v1/count?count=1")
    assert refused.status_code == 429
    assert refused.headers["RateLimit-Policy"] == '"address";q=3;w=60'
    assert ask(client, "/v1/count?count=1", address=BOB).status_code == 200
    assert ask(client, "/v1/own/x", key=key).status_code == 200


@pytest.mark.parametrize("path", ["/v1/own/x", "/v1/nothing", "/v1/forgotten"])
def test_asking_in_vain_counts_as_asking(path: str, make: MakeApp) -> None:
    client = make(FEW).test_client()
    codes = [ask(client, path).status_code for _ in range(4)]
    assert codes[3] == 429
    assert 429 not in codes[:3]


def test_a_key_that_fails_too_often_is_not_even_tried_from_there(
    make: MakeApp, access: AccessStore
) -> None:
    client, key = make(FEW).test_client(), key_of(access)
    wrong = f"{key[:-1]}{'a' if key[-1] != 'a' else 'b'}"
    assert [ask(client, "/v1/own/x", key=wrong).status_code for _ in range(3)] == [401, 401, 429]
    refused = ask(client, "/v1/own/x", key=key)
    assert (refused.status_code, refused.headers["RateLimit-Policy"]) == (
        429,
        '"failed-key";q=2;w=60',
    )
    assert ask(client, "/v1/own/x", key=key, address=BOB).status_code == 200
    assert ask(client, "/v1/own/x", key=key_of(access)).status_code == 200


def test_only_counted_answers_tell_a_standing(make: MakeApp, access: AccessStore) -> None:
    client = make(FEW | {"LMIS_RATE_LIMIT": "0"}).test_client()
    assert "RateLimit" not in ask(client, "/v1/own/x", key=key_of(access)).headers


def test_a_key_that_is_given_in_a_form_is_limited_alike(make: MakeApp, access: AccessStore) -> None:
    client, key = make(FEW | {"LMIS_PUBLIC_RATE_LIMIT": "0"}).test_client(), key_of(access)

    def sign_in(text: str) -> int:
        return client.post("/v1/sign-in", json=text).status_code

    wrong = f"{key[:-1]}{'a' if key[-1] != 'a' else 'b'}"
    assert [sign_in(text) for text in (key, wrong, wrong, wrong, key)] == [200, 401, 401, 429, 429]
    assert sign_in("nonsense") == 401


def test_probes_are_never_refused(make: MakeApp) -> None:
    client = make(FEW).test_client()
    for path in ("/health", "/ready", "/metrics"):
        for _ in range(5):
            answer = ask(client, path)
            assert answer.status_code == 200
            assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1", ""])
def test_this_machine_itself_is_not_limited_by_address(address: str, make: MakeApp) -> None:
    client = make(FEW).test_client()
    codes = {ask(client, "/v1/count?count=1", address=address).status_code for _ in range(5)}
    assert codes == {200}


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:203.0.113.7", "203.0.113.7", True),
        ("fe80::1%eth0", "fe80::2", True),
        ("not:an:address", "not:an:address", True),
        ("203.0.113.7:50123", "203.0.113.7:50124", True),
        ("[2001:db8::1]:50123", "2001:db8::2", True),
    ],
)
def test_addresses_of_one_subscriber_count_together(
    one: str, other: str, together: bool, make: MakeApp
) -> None:
    client = make(FEW).test_client()
    for _ in range(3):
        ask(client, "/v1/count?count=1", address=one)
    refused = ask(client, "/v1/count?count=1", address=other).status_code == 429
    assert refused == together


def test_behind_a_trusted_proxy_the_callers_own_address_counts(make: MakeApp) -> None:
    for trusted, together in (("1", False), ("0", True)):
        client = make(FEW | {"LMIS_TRUSTED_PROXIES": trusted}).test_client()

        def ask_for(caller: str, client: FlaskClient = client) -> int:
            return client.get(
                "/v1/count?count=1",
                headers={"X-Forwarded-For": f"198.51.100.1, {caller}"},
                environ_base={"REMOTE_ADDR": ALICE},
            ).status_code

        assert [ask_for("203.0.113.50") for _ in range(3)] == [200] * 3
        assert ask_for("203.0.113.51") == (429 if together else 200)


def test_each_process_gives_its_share_and_never_nothing(make: MakeApp) -> None:
    for workers, share in (("2", "q=50"), ("4", "q=25"), ("999", "q=1")):
        environment = {"LMIS_WEB_WORKERS": workers, "LMIS_PUBLIC_RATE_LIMIT": "100"}
        answer = ask(make(environment).test_client(), "/v1/count?count=1")
        assert answer.headers["RateLimit-Policy"].split(";")[1] == share


def test_zero_is_no_limit_and_nothing_is_announced(make: MakeApp, access: AccessStore) -> None:
    off = dict.fromkeys(FEW, "0") | {"LMIS_WEB_WORKERS": "1"}
    client, key = make(off).test_client(), key_of(access)
    for _ in range(5):
        for answer in (
            ask(client, "/v1/own/x", key=key),
            ask(client, "/v1/own/x", key=key + "x"),
            ask(client, "/v1/count?count=1"),
        ):
            assert answer.status_code in (200, 401)
            assert "RateLimit" not in answer.headers
