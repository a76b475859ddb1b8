"""A quota: so many at once, as many again in a minute, and never more."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.quota import WINDOW_SECONDS, Quota

amounts = st.integers(1, 200)


class Clock:
    """Seconds that pass only when told to."""

    def __init__(self) -> None:
        self.now = 1_000_000.1

    def __call__(self) -> float:
        return self.now


def used_up(quota: Quota, who: str = "cu") -> int:
    """How many are taken until one is refused."""
    taken = 0
    while quota.take(who).is_within:
        taken += 1
    return taken


@given(amount=amounts)
def test_the_whole_quota_may_be_used_at_once_and_comes_back_in_a_minute(amount: int) -> None:
    clock = Clock()
    quota = Quota("key", amount, clock)
    assert used_up(quota) == amount
    clock.now += WINDOW_SECONDS
    assert used_up(quota) == amount


@given(amount=amounts)
def test_who_asks_evenly_never_waits(amount: int) -> None:
    clock = Clock()
    quota = Quota("key", amount, clock)
    for _ in range(3 * amount):
        assert quota.take("cu").is_within
        clock.now += WINDOW_SECONDS / amount


@given(amount=amounts, pauses=st.lists(st.floats(0, 90), max_size=60))
def test_no_more_is_given_than_the_quota_and_what_time_brought(
    amount: int, pauses: list[float]
) -> None:
    clock = Clock()
    quota, given_out = Quota("key", amount, clock), 0
    for pause in pauses:
        clock.now += pause
        given_out += quota.take("cu").is_within
    assert given_out <= amount + sum(pauses) * amount / WINDOW_SECONDS + 1e-3


@given(amount=amounts, pauses=st.lists(st.floats(0, 5), max_size=60))
def test_what_is_said_to_be_left_is_left_and_who_waits_as_told_is_served(
    amount: int, pauses: list[float]
) -> None:
    clock = Clock()
    quota = Quota("key", amount, clock)
    for pause in pauses:
        clock.now += pause
        quota.take("cu")
    standing = quota.look("cu")
    assert used_up(quota) == standing.remaining
    clock.now += quota.look("cu").next_in
    assert quota.take("cu").is_within
    clock.now += quota.look("cu").whole_in
    assert quota.look("cu").remaining == amount


def test_looking_uses_nothing_and_one_callers_use_is_not_anothers() -> None:
    quota = Quota("key", 2, Clock())
    assert used_up(quota) == 2
    assert [quota.look("ku").remaining for _ in range(3)] == [2, 2, 2]
    assert quota.take("ku").is_within


def test_threads_that_ask_at_once_get_the_quota_and_not_one_more() -> None:
    quota = Quota("key", 500, Clock())
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(used_up(quota)), daemon=True)
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sum(counts) == 500


@pytest.mark.parametrize("pause", [0.0, WINDOW_SECONDS])
def test_callers_who_rest_are_forgotten_and_no_others(pause: float) -> None:
    clock = Clock()
    quota = Quota("address", 1, clock)
    for number in range(5_000):
        quota.take(number)
        clock.now += pause / 1_000
    remembered = len(quota._whole_at)
    assert remembered == 5_000 if not pause else remembered <= 2_100
    assert not quota.take(4_999).is_within
