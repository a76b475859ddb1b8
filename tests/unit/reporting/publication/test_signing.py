"""A manifest and its signature tell every change."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.publication.signing import Signer, digest, is_signed, manifest

SIGNER = Signer(b"a secret of thirty-two characters")


def signed(content: bytes) -> dict[str, str]:
    found: dict[str, str] = msgspec.json.decode(SIGNER.sign(content))
    return found


@given(st.binary(), st.binary())
def test_only_what_was_signed_passes(content: bytes, other: bytes) -> None:
    found = signed(content)
    assert is_signed(content, found["signature"], found["public_key"])
    assert is_signed(other, found["signature"], found["public_key"]) == (other == content)


def test_another_key_does_not_pass() -> None:
    found, other = signed(b"x"), Signer(b"another secret, also long enough")
    assert not is_signed(b"x", found["signature"], other.public_key)


def test_equal_content_has_an_equal_signature() -> None:
    assert SIGNER.sign(b"x") == Signer(b"a secret of thirty-two characters").sign(b"x")


@pytest.mark.parametrize("changed", [{"a": b"1"}, {"a": b"0", "b": b""}, {"b": b"0"}])
def test_a_manifest_tells_every_file_by_its_digest(changed: dict[str, bytes]) -> None:
    made = manifest({"version": "1.0.0"}, {"a": b"0"})
    assert digest(b"0") in made.decode()
    assert manifest({"version": "1.0.0"}, changed) != made
