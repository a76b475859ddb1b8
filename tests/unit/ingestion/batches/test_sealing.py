"""What is sealed opens with its own key, at its own place, and nowhere else."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.batches.sealing import KeyLost, Sealing

SEALING = Sealing(b"a secret of the tests that is long enough")


@given(st.binary(max_size=200), st.integers(0, 5))
def test_a_piece_opens_as_it_was(plain: bytes, number: int) -> None:
    key = SEALING.key(SEALING.new_key("one", "content"), "one", "content")
    sealed = key.seal(number, plain)
    assert key.open(number, sealed) == plain
    assert len(sealed) == len(plain) + 28
    with pytest.raises(InvalidTag):
        key.open(number + 1, sealed)


def test_a_key_is_of_one_batch_one_purpose_and_one_secret() -> None:
    wrapped = SEALING.new_key("one", "content")
    for sealing, batch, purpose in (
        (SEALING, "two", "content"),
        (SEALING, "one", "results"),
        (Sealing(b"another secret"), "one", "content"),
    ):
        with pytest.raises(KeyLost):
            sealing.key(wrapped, batch, purpose)  # type: ignore[arg-type]


def test_equal_pieces_look_different() -> None:
    key = SEALING.key(SEALING.new_key("one", "content"), "one", "content")
    assert key.seal(0, b"same") != key.seal(0, b"same")
