"""The issuer's keys: found, kept fresh, and not asked for more often than need be."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey

from shared.access import AccessStore
from shared.access.issuer import Issuer, IssuerAway, is_trustworthy
from shared.access.tokens import InvalidToken, TokenReader
from tests.support.issuer import SmallIssuer, ec_key
from tests.unit.access.conftest import READING, Clock


def test_a_rotated_key_is_looked_for_once_and_found(
    reader: TokenReader, issuer: SmallIssuer, clock: Clock
) -> None:
    old = issuer.token()
    assert reader.caller(old)
    clock.now += 31
    issuer.rotate()
    for _ in range(3):
        assert reader.caller(issuer.token())
    assert issuer.asked["/keys"] == 2
    with pytest.raises(InvalidToken):
        reader.caller(old)


def test_tokens_with_keys_that_do_not_exist_do_not_hammer_the_issuer(
    reader: TokenReader, issuer: SmallIssuer, clock: Clock
) -> None:
    for number in range(20):
        with pytest.raises(InvalidToken):
            reader.caller(issuer.token(key=ec_key(f"no-{number}")))
    assert issuer.asked["/keys"] == 1
    clock.now += 31
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token(key=ec_key("no")))
    assert issuer.asked["/keys"] == 2


def test_threads_that_meet_a_new_key_at_once_ask_once(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    token = issuer.token()
    with ThreadPoolExecutor(8) as pool:
        callers = set(pool.map(lambda _: reader.caller(token).organisation, range(16)))
    assert (callers, issuer.asked["/keys"]) == ({"cu"}, 1)


def test_a_key_that_the_issuer_took_back_is_known_for_ten_minutes(
    reader: TokenReader, issuer: SmallIssuer, clock: Clock
) -> None:
    old = issuer.token()
    assert reader.caller(old)
    issuer.rotate()
    clock.now += 599
    assert reader.caller(old)
    clock.now += 1
    with pytest.raises(InvalidToken):
        reader.caller(old)


def test_while_the_issuer_is_away_its_keys_are_known_for_an_hour_and_others_cannot_be_judged(
    reader: TokenReader, issuer: SmallIssuer, clock: Clock
) -> None:
    token = issuer.token()
    assert reader.caller(token)
    issuer.metadata = None
    clock.now += 3599
    assert reader.caller(token)
    with pytest.raises(IssuerAway):
        reader.caller(issuer.token(key=ec_key("new")))
    clock.now += 31
    with pytest.raises(IssuerAway):
        reader.caller(token)
    issuer.metadata = {"issuer": issuer.url, "jwks_uri": f"{issuer.url}/keys"}
    clock.now += 31
    assert reader.caller(token)


@pytest.mark.parametrize(
    "metadata",
    [
        None,
        b"<html>",
        b"[" * 100_000,
        [],
        {},
        {"issuer": "https://elsewhere.example", "jwks_uri": "x"},
        {"issuer": "self", "jwks_uri": "http://elsewhere.example/keys"},
        {"issuer": "self", "jwks_uri": "file:///etc/passwd"},
        {"issuer": "self", "jwks_uri": 7},
        b" " * (1024 * 1024 + 1),
    ],
    ids=lambda metadata: str(metadata)[:40],
)
def test_an_issuer_that_does_not_describe_itself_properly_is_as_good_as_away(
    metadata: Any, reader: TokenReader, issuer: SmallIssuer
) -> None:
    if isinstance(metadata, dict) and metadata.get("issuer") == "self":
        metadata = metadata | {"issuer": issuer.url}
    issuer.metadata = metadata
    with pytest.raises(IssuerAway):
        reader.caller(issuer.token())


def test_keys_that_are_not_for_signing_are_passed_over(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    encrypting = ECKey.generate_key("P-256", {"kid": "enc", "use": "enc"})
    symmetric = OctKey.generate_key(256, {"kid": "oct"})
    issuer.shown += [encrypting, symmetric]
    assert reader.caller(issuer.token({"kid": None}))  # the only one left needs no name
    private = encrypting.as_dict(private=True)
    misused = ECKey.import_key({name: private[name] for name in private if name != "use"})
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token(key=misused))
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token({"alg": "HS256"}, symmetric))


def test_keys_may_stand_at_an_address_with_a_query(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    issuer.metadata["jwks_uri"] += "?policy=1"
    assert reader.caller(issuer.token())
    assert issuer.asked["/keys?policy=1"] == 1


def test_of_several_keys_a_token_must_name_its_own(
    reader: TokenReader, issuer: SmallIssuer
) -> None:
    issuer.shown.append(ec_key("second"))
    with pytest.raises(InvalidToken):
        reader.caller(issuer.token({"kid": None}))


def test_an_issuer_where_nobody_listens_is_away(members: AccessStore, issuer: SmallIssuer) -> None:
    reader = TokenReader(Issuer("http://127.0.0.1:9"), READING, members)
    with pytest.raises(IssuerAway):
        reader.caller(issuer.token())


@pytest.mark.parametrize(
    ("url", "trusted"),
    [
        ("https://login.example/realms/gov", True),
        ("http://127.0.0.1:8080", True),
        ("http://[::1]:8080", True),
        ("http://localhost", True),
        ("http://login.example", False),
        ("http://127.0.0.1.example", False),
        ("https://user@login.example", False),
        ("https://login.example/keys?policy=1", True),
        ("https://login.example#x", False),
        ("https://", False),
        ("https://[", False),
        ("ftp://127.0.0.1", False),
        ("", False),
    ],
)
def test_an_issuer_is_trusted_over_tls_or_on_this_machine(url: str, trusted: bool) -> None:
    assert is_trustworthy(url) is trusted
