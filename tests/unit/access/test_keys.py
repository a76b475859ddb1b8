"""API keys: random, of a known form, kept as a digest only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.access.keys import digest_of, key_id_of, make_key, matches


def test_a_key_leads_to_its_row_and_matches_its_digest() -> None:
    key = make_key()
    assert key_id_of(key.text) == key.key_id
    assert matches(key.text, key.digest)
    assert key.text.startswith("lmis_")


def test_no_two_keys_are_alike_and_a_digest_tells_nothing_of_its_key() -> None:
    keys = [make_key() for _ in range(200)]
    assert len({key.text for key in keys}) == len({key.key_id for key in keys}) == 200
    for key in keys:
        secret = key.text.split("_", 2)[2]
        assert len(secret) >= 43  # 256 bits in base 64
        assert secret not in key.digest


@given(st.text())
def test_another_text_does_not_match(text: str) -> None:
    key = make_key()
    assert not matches(text.encode(errors="replace").decode(), key.digest)


@given(st.text())
def test_a_text_of_another_form_leads_nowhere(text: str) -> None:
    assert key_id_of(text) is None


@pytest.mark.parametrize(
    "text",
    ["lmis", "lmis_", "lmis__x", "lmis_0123456789ab", "lmis_0123456789ab_", "LMIS_0123456789ab_x"],
)
def test_a_form_that_is_only_nearly_right_leads_nowhere(text: str) -> None:
    assert key_id_of(text) is None


def test_a_digest_is_sha_256() -> None:
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert digest_of("abc") == expected
