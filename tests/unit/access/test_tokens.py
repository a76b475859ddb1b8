"""Bearer tokens: only those the issuer signed for us, now, for somebody who has a place here."""

import hashlib
import hmac
import json
import re
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from joserfc.registry import HeaderParameter

from shared.access import AccessStore, Role
from shared.access.issuer import Issuer, IssuerAway
from shared.access.tokens import InvalidToken, NoPlace, Reading, TokenReader
from shared.settings import Settings, SettingsError
from tests.support.issuer import AUDIENCE, SmallIssuer, ec_key
from tests.unit.access.conftest import READING


def test_a_token_tells_organisation_role_and_scopes_but_not_who(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    caller = reader.caller(issuer.token(scope="openid records:read alerts"))
    assert (caller.organisation, caller.role) == ("cu", Role.UNIVERSITY)
    assert caller.name == "จุฬาลงกรณ์มหาวิทยาลัย"
    assert caller.scopes == {"records:read", "alerts"}
    assert caller.key_id.startswith("token:")
    assert "somchai" not in caller.key_id
    assert reader.caller(issuer.token(sub="somsri")).key_id != caller.key_id


@pytest.mark.parametrize("scope", ["openid profile", "", None, ["records:read"], 7])
def test_a_token_that_names_no_scope_of_ours_has_all(
    scope: Any, reader: TokenReader, issuer: SmallIssuer
) -> None:
    assert "records:write" in reader.caller(issuer.token(scope=scope)).scopes


@pytest.mark.parametrize("kind", [None, "at+jwt", "application/at+jwt", "JWT"])
def test_access_and_id_tokens_are_taken(
    kind: str | None, reader: TokenReader, issuer: SmallIssuer
) -> None:
    assert reader.caller(issuer.token({"typ": kind} if kind else {})).organisation == "cu"


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        ("RS256", RSAKey.generate_key(2048, {"kid": "r"})),
        ("PS256", RSAKey.generate_key(2048, {"kid": "r"})),
        ("ES384", ECKey.generate_key("P-384", {"kid": "e"})),
        ("Ed25519", OKPKey.generate_key("Ed25519", {"kid": "o"})),
    ],
)
def test_every_algorithm_with_a_public_key_is_taken(
    algorithm: str, key: Key, reader: TokenReader, issuer: SmallIssuer
) -> None:
    issuer.shown.append(key)
    token = issuer.token({"alg": algorithm}, key)
    assert reader.caller(token).organisation == "cu"


def part(value: Any) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def unsigned(issuer: SmallIssuer, algorithm: str) -> str:
    claims = issuer.token().split(".")[1]
    return f"{part({'alg': algorithm, 'kid': issuer.key.kid})}.{claims}."


def hmac_with_the_public_key(issuer: SmallIssuer) -> str:
    head = part({"alg": "HS256", "kid": issuer.key.kid})
    signed = f"{head}.{issuer.token().split('.')[1]}"
    digest = hmac.new(issuer.key.as_pem(private=False), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{urlsafe_b64encode(digest).rstrip(b'=').decode()}"


def with_an_extension_nobody_knows(issuer: SmallIssuer) -> str:
    known = JWSRegistry({"x": HeaderParameter("an extension", "int")}, ["ES256"])
    head = {"alg": "ES256", "kid": issuer.key.kid, "crit": ["x"], "x": 1}
    claims = urlsafe_b64decode(issuer.token().split(".")[1] + "==")
    return jws.serialize_compact(head, claims, issuer.key, registry=known)


def with_other_claims(issuer: SmallIssuer) -> str:
    head, _, signature = issuer.token().split(".")
    other = issuer.token(organisation="ministry", roles=["operator"]).split(".")[1]
    return f"{head}.{other}.{signature}"


def with_its_own_key(issuer: SmallIssuer) -> str:
    attacker = ec_key(str(issuer.key.kid))
    return issuer.token({"jwk": attacker.as_dict(private=False)}, attacker)


FORGED = {
    "alg none": lambda issuer: unsigned(issuer, "none"),
    "alg None": lambda issuer: unsigned(issuer, "None"),
    "no signature": lambda issuer: unsigned(issuer, "ES256"),
    "hmac": hmac_with_the_public_key,
    "other claims": with_other_claims,
    "own key": with_its_own_key,
    "another key": lambda issuer: issuer.token(key=ec_key(str(issuer.key.kid))),
    "unknown key": lambda issuer: issuer.token(key=ec_key("nobody's")),
    "algorithm of another kind of key": lambda issuer: issuer.token().replace(
        issuer.token().split(".")[0], part({"alg": "RS256", "kid": issuer.key.kid})
    ),
    "unknown extension": with_an_extension_nobody_knows,
    "logout": lambda issuer: issuer.token({"typ": "logout+jwt"}),
    "typ no text": lambda issuer: issuer.token().replace(
        issuer.token().split(".")[0], part({"alg": "ES256", "typ": 7, "kid": issuer.key.kid})
    ),
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_the_issuer_did_not_sign_is_no_token(
    forged: str, reader: TokenReader, issuer: SmallIssuer
) -> None:
    with pytest.raises(InvalidToken):
        reader.caller(FORGED[forged](issuer))


NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://elsewhere.example"},
        {"aud": []},
        {"aud": [f"{AUDIENCE}/", "x"]},
        {"aud": None},
        {"iss": "https://elsewhere.example"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"exp": "never"},
        {"exp": float("nan")},
        {"exp": True},
        {"nbf": NOW + 3600},
        {"iat": NOW + 3600},
        {"sub": None},
        {"sub": 7},
    ],
    ids=lambda claims: re.sub(r"\d{6,}", "moment", str(claims)),
)
def test_a_token_for_others_or_of_another_time_is_invalid(
    claims: dict[str, Any], reader: TokenReader, issuer: SmallIssuer
) -> None:
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token(**claims))


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "sub"])
def test_a_token_must_say_from_whom_for_whom_about_whom_and_until_when(
    missing: str, reader: TokenReader, issuer: SmallIssuer
) -> None:
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token(without=(missing,)))


def test_clocks_may_differ_by_a_minute_and_no_more(
    issuer: SmallIssuer, members: AccessStore
) -> None:
    reader = TokenReader(Issuer(issuer.url), READING, members, clock=lambda: 1_000_000.0)
    base = {"iat": 999_000, "exp": 1_000_300}
    for claims in ({"exp": 999_941}, {"nbf": 1_000_060}, {"iat": 1_000_060}):
        assert reader.caller(issuer.token(**(base | claims))).organisation == "cu"
    for claims in ({"exp": 999_940}, {"nbf": 1_000_061}, {"iat": 1_000_061}):
        with pytest.raises(InvalidToken):
            reader.caller(issuer.token(**(base | claims)))


def test_an_audience_among_several_will_do(reader: TokenReader, issuer: SmallIssuer) -> None:
    assert reader.caller(issuer.token(aud=["https://other", AUDIENCE])).organisation == "cu"


@pytest.mark.parametrize(
    "claims",
    [
        {"organisation": "nobody"},
        {"organisation": None},
        {"organisation": ["cu"]},
        {"organisation": "ministry"},
        {"roles": []},
        {"roles": None},
        {"roles": {"university": True}},
        {"roles": ["operator"]},
        {"roles": ["University", 7]},
    ],
    ids=str,
)
def test_a_valid_token_needs_a_role_in_a_registered_organisation(
    claims: dict[str, Any], reader: TokenReader, issuer: SmallIssuer
) -> None:
    with pytest.raises(NoPlace):
        reader.caller(issuer.token(**claims))


def test_the_organisation_decides_between_the_roles_a_token_has(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    token = issuer.token(organisation="ministry", roles=["university", "operator"])
    assert reader.caller(token).role is Role.OPERATOR


def test_claims_may_be_named_by_a_path_or_a_web_address(
    issuer: SmallIssuer, members: AccessStore
) -> None:
    reading = replace(
        READING,
        role_claim="realm_access.roles",
        organisation_claim="https://lmis.example/organisation",
        roles={"lmis-unis": Role.UNIVERSITY},
    )
    reader = TokenReader(Issuer(issuer.url), reading, members)
    claims = {"realm_access": {"roles": ["x", "lmis-unis"]}, reading.organisation_claim: "cu"}
    assert reader.caller(issuer.token(without=("roles", "organisation"), **claims)).name
    with pytest.raises(NoPlace):
        reader.caller(issuer.token(realm_access="lmis-unis"))


@given(text=st.text(st.characters(codec="utf-8")), middle=st.text("abc{}=_-", max_size=9))
def test_no_text_is_more_than_an_invalid_token(
    text: str, middle: str, members: AccessStore
) -> None:
    reader = TokenReader(Issuer("http://127.0.0.1:9", fetch=away), READING, members)
    head = part({"alg": "ES256"})
    for token in (text, f"{text}.{middle}.{text}", f"{part(text)}.{middle}.x", f"{part([])}.a.b"):
        with pytest.raises(InvalidToken):
            reader.caller(token)
    with pytest.raises((InvalidToken, IssuerAway)):
        reader.caller(f"{head}.{middle}.{text}")


def away(url: str) -> Any:
    raise IssuerAway(url)


def reading_of(tmp_path: Path, **environment: str) -> Reading:
    return Reading.of(Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path), **environment}))


def test_the_settings_say_how_tokens_are_read(tmp_path: Path) -> None:
    plain = reading_of(tmp_path, LMIS_OIDC_AUDIENCE="us")
    assert plain == Reading("us", "roles", {role.value: role for role in Role}, "organisation")
    mapped = reading_of(
        tmp_path,
        LMIS_OIDC_ROLES="CN=Unis = university, staff=operator,a=b=employer",
        LMIS_OIDC_ROLE_CLAIM="groups",
    )
    assert mapped.roles == {
        "CN=Unis": Role.UNIVERSITY,
        "staff": Role.OPERATOR,
        "a=b": Role.EMPLOYER,
    }
    assert mapped.role_claim == "groups"


@pytest.mark.parametrize("roles", ["university", "x=king", "=", "x=university,,y"])
def test_roles_that_cannot_be_read_are_refused_at_the_start(roles: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="LMIS_OIDC_ROLES"):
        reading_of(tmp_path, LMIS_OIDC_ROLES=roles)


def test_without_an_issuer_there_are_no_tokens_and_a_bad_one_is_refused(
    tmp_path: Path, members: AccessStore
) -> None:
    base = {"LMIS_DATA_DIR": str(tmp_path), "LMIS_OIDC_AUDIENCE": "us"}
    assert TokenReader.of(Settings.from_environment(base), members) is None
    base["LMIS_OIDC_ISSUER"] = "https://login.example"
    assert TokenReader.of(Settings.from_environment(base), members) is not None
    for wrong in ("http://login.example", "https://login.example?policy=1"):
        base["LMIS_OIDC_ISSUER"] = wrong
        with pytest.raises(SettingsError, match="LMIS_OIDC_ISSUER"):
            TokenReader.of(Settings.from_environment(base), members)
