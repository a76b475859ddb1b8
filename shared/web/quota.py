"""How much one caller may ask: a quota that asking uses up and time brings back.

The generic cell rate algorithm (ITU-T I.371): of each caller one moment is kept, the one at which
everything used will have come back, so that memory and time do not depend on the quota's size.
"""

import math
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

WINDOW_SECONDS = 60.0
_ROUNDING = 1e-6
_FEW = 1_024


@dataclass(frozen=True, slots=True)
class Standing:
    """How a caller stands: what is left, and in how many seconds all of it will be there."""

    quota: str
    amount: int
    is_within: bool
    remaining: int
    whole_in: int
    next_in: int


class Quota:
    """`amount` requests at once, and as many again in each minute; spread evenly, none waits."""

    def __init__(self, name: str, amount: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self.amount = amount
        self._clock = clock
        self._step = WINDOW_SECONDS / amount
        self._whole_at: dict[Hashable, float] = {}
        self._crowd = _FEW
        self._lock = threading.Lock()

    def take(self, who: Hashable) -> Standing:
        """Use one of the quota of `who`, if one is left."""
        now = self._clock()
        with self._lock:
            used = max(self._whole_at.get(who, now) - now, 0.0)
            is_within = self._left(used) >= 1
            if is_within:
                used += self._step
                self._whole_at[who] = now + used
                self._forget_the_rested(now)
        return self._standing(used, is_within=is_within)

    def look(self, who: Hashable) -> Standing:
        """How `who` stands, without using any."""
        now = self._clock()
        used = max(self._whole_at.get(who, now) - now, 0.0)
        return self._standing(used, is_within=self._left(used) >= 1)

    def _left(self, used: float) -> int:
        return int((WINDOW_SECONDS - used) / self._step + _ROUNDING)

    def _standing(self, used: float, *, is_within: bool) -> Standing:
        over = used + self._step - WINDOW_SECONDS
        return Standing(
            self.name,
            self.amount,
            is_within,
            self._left(used),
            math.ceil(used),
            0 if is_within else max(math.ceil(over), 1),
        )

    def _forget_the_rested(self, now: float) -> None:
        """Who has all of the quota again is as good as unknown; looked for as the crowd doubles."""
        if len(self._whole_at) > self._crowd:
            self._whole_at = {who: at for who, at in self._whole_at.items() if at > now}
            self._crowd = max(2 * len(self._whole_at), _FEW)
