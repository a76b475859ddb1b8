"""Who may see the upload pages and write through them, and in which language."""

from collections.abc import Callable, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.access import Role, Scope
from shared.web.sessions import COOKIE
from tests.integration.ingestion.browsing import BY_HAND, GRADUATES, Reader, new_key, said
from tests.integration.ingestion.door import OpenDoor


@pytest.mark.parametrize("key", ["", "x", "lmis_000000000000_wrong", "ก" * 3000, "a\0b", "a.b.c"])
def test_what_is_no_key_begins_no_session(stranger: Reader, key: str):
    answer = stranger.sign_in(key)
    assert answer.status_code == 401
    assert "This key is not valid" in said(answer)
    assert "Set-Cookie" not in answer.headers


def test_a_revoked_key_begins_no_session_and_ends_the_one_there_is(lasting_door: OpenDoor):
    key = new_key(lasting_door, "revoked", Role.UNIVERSITY)
    reader = Reader(lasting_door.app.test_client())
    reader.sign_in(key)
    assert reader.get("/ingestion/").status_code == 200
    lasting_door.access.revoke(key.split("_")[1])
    assert reader.get("/ingestion/").headers["Location"] == "/ingestion/sign-in"
    assert reader.sign_in(key).status_code == 401


def test_a_key_is_tried_no_more_after_too_many_failures(stranger: Reader):
    tries = [stranger.sign_in("lmis_0123456789ab_wrong") for _ in range(31)]
    assert [answer.status_code for answer in tries] == [401] * 30 + [429]
    assert "Too many tries" in said(tries[-1])
    assert int(tries[-1].headers["Retry-After"]) > 0


def test_a_policymaker_has_no_place_here(lasting_door: OpenDoor, stranger: Reader):
    answer = stranger.sign_in(new_key(lasting_door, "ministry", Role.POLICYMAKER))
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (403, False)
    assert "no place here" in said(answer)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_session_is_for_this_site_alone_and_out_of_reach_of_scripts(
    lasting_door: OpenDoor, stranger: Reader, scheme: str
):
    key = new_key(lasting_door, "cu", Role.UNIVERSITY)
    answer = stranger.sign_in(key, base_url=f"{scheme}://lmis.example")
    cookie = answer.headers["Set-Cookie"]
    flags = set(cookie.split("; ")[1:])
    assert {"HttpOnly", "SameSite=Strict", "Path=/ingestion/", "Max-Age=28800"} <= flags
    assert ("Secure" in flags) == (scheme == "https")
    assert key not in cookie
    assert answer.headers["Cache-Control"] == "no-store"


def test_signing_out_takes_the_session_away(reader: Reader):
    answer = reader.post("/ingestion/sign-out")
    assert f"{COOKIE}=;" in answer.headers["Set-Cookie"]
    assert reader.get("/ingestion/").headers["Location"] == "/ingestion/sign-in"


@pytest.mark.parametrize("cookie", ["", "x", "gAAAAABk" + "A" * 100, "é", "\xff\xfe"])
def test_a_forged_session_is_none(stranger: Reader, cookie: str):
    stranger.client.set_cookie(COOKIE, cookie, path="/ingestion/")
    assert stranger.get("/ingestion/").status_code == 303


@pytest.mark.parametrize(
    "from_elsewhere",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
    ],
)
def test_another_site_can_neither_write_nor_sign_in_or_out(
    reader: Reader, lasting_door: OpenDoor, from_elsewhere: Mapping[str, str]
):
    key = new_key(lasting_door, "cu", Role.UNIVERSITY)
    place = reader.columns(GRADUATES)
    forged = [
        reader.post(path, headers=from_elsewhere, data={"action": "send", "key": key})
        for path in (place, place.replace("/columns", "/cancel"), "/ingestion/uploads",
                     "/ingestion/sign-in", "/ingestion/sign-out")
    ]  # fmt: skip
    assert [answer.status_code for answer in forged] == [403] * 5
    assert not any("Set-Cookie" in answer.headers for answer in forged)
    assert reader.get(place).status_code == 200


def test_our_own_pages_can_write(reader: Reader):
    place = reader.columns(GRADUATES)
    for ours in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}):
        assert reader.post(place, headers=ours, data=BY_HAND).status_code == 200


def test_a_key_that_may_only_read_is_refused_on_a_page(signed_in: Callable[..., Reader]):
    reading = signed_in("reading", scopes=(Scope.RECORDS_READ,))
    assert reading.get("/ingestion/").status_code == 200
    answer = reading.bring(GRADUATES)
    assert answer.status_code == 403
    assert "lacks a scope" in said(answer)


def test_anothers_upload_is_not_there(reader: Reader, signed_in: Callable[..., Reader]):
    place = reader.columns(GRADUATES)
    other, upload = signed_in("ku"), place.removesuffix("/columns")
    answers = [
        *(other.get(path) for path in (place, upload, f"{upload}/mend")),
        *(other.post(path, data=BY_HAND) for path in (place, f"{upload}/cancel")),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert all("There is nothing here" in said(answer) for answer in answers)
    assert reader.get(place).status_code == 200


@given(
    accepted=st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=40),
    lang=st.text(max_size=20),
)
def test_any_language_asked_for_gives_a_page(lasting_door: OpenDoor, accepted: str, lang: str):
    reader = Reader(lasting_door.app.test_client())
    asked = {"Accept-Language": accepted}
    answer = reader.get("/ingestion/sign-in", query_string={"lang": lang}, headers=asked)
    if "\0" in lang:
        assert answer.status_code == 400
    else:
        assert answer.status_code == 200
        assert answer.headers["Content-Language"] in ("th", "en")


def test_pages_are_thai_unless_english_is_asked_for(stranger: Reader):
    thai = stranger.get("/ingestion/sign-in", headers={"Accept-Language": "de"})
    assert "เข้าสู่ระบบ" in said(thai)
    assert "Sign in" in said(
        stranger.get("/ingestion/sign-in?lang=en", headers={"Accept-Language": "th"})
    )
