"""Waiting for what must become true, without sleeping longer than it takes."""

import time
from collections.abc import Callable
from typing import TypeVar

from tests.e2e.running.http import Unanswered

Found = TypeVar("Found")

GENEROUS = 60.0


def eventually(
    found: Callable[[], Found], within: float = GENEROUS, *, what: str = "", pause: float = 0.05
) -> Found:
    """The first true thing that `found` returns.

    An AssertionError, a KeyError or no answer from a server means "not yet"; the last one is the
    cause of the AssertionError that ends the wait.
    """
    deadline = time.monotonic() + within
    last: Exception | None = None
    while True:
        try:
            result = found()
            if result:
                return result
            last = None
        except (AssertionError, KeyError, Unanswered) as error:
            last = error
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {what or found!r}") from last
        time.sleep(pause)
