"""Pauses grow with failures in a row, stay bounded, and begin again after a success."""

from hypothesis import given
from hypothesis import strategies as st

from shared.bus.backoff import Backoff


def longest_each_time(_: float, longest: float) -> float:
    return longest


def test_pauses_double_up_to_the_longest() -> None:
    backoff = Backoff(first=1, longest=5, jitter=longest_each_time)
    assert [backoff.failed() for _ in range(5)] == [1, 2, 4, 5, 5]


def test_a_success_begins_again() -> None:
    backoff = Backoff(first=1, longest=5, jitter=longest_each_time)
    backoff.failed()
    backoff.failed()
    backoff.worked()
    assert backoff.failed() == 1


@given(st.integers(1, 2000))
def test_a_pause_is_never_none_and_never_too_long(failures: int) -> None:
    backoff = Backoff(first=0.1, longest=10)
    assert all(0.05 <= backoff.failed() <= 10 for _ in range(failures))
