"""How long to wait before trying again what failed for a reason that may pass."""

import random
from collections.abc import Callable


class Backoff:
    """Seconds that double with each failure in a row, up to a bound.

    `jitter` picks between half of that and all of it, so that many who failed together do not
    come back together.
    """

    def __init__(
        self,
        first: float = 0.1,
        longest: float = 10.0,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        self._first = first
        self._longest = longest
        self._jitter = jitter
        self._next = first

    def failed(self) -> float:
        """Seconds to wait now."""
        pause = self._jitter(self._next / 2, self._next)
        self._next = min(self._next * 2, self._longest)
        return pause

    def worked(self) -> None:
        """Begin again with the shortest pause."""
        self._next = self._first
