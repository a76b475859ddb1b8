"""How often, and after how long, what failed for a while is tried again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True)
class Retrying:
    """Waits grow twofold from `first` seconds, each a random part of that ("full jitter").

    A service that says how long to wait (`Retry-After`, RFC 9110 10.2.3) is waited for as long as
    it says, but never longer than `longest`.
    """

    attempts: int = 6
    first: float = 0.5
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = random.random
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def wait(self, attempt: int, retry_after: str | None = None) -> bool:
        """Wait before the next attempt, `attempt` being the one that failed; False: give up."""
        if attempt >= self.attempts:
            return False
        stated = self._stated(retry_after)
        seconds = self.draw() * self.first * 2 ** (attempt - 1) if stated is None else stated
        if stated is not None and stated > self.longest:
            return False
        self.sleep(min(seconds, self.longest))
        return True

    def _stated(self, retry_after: str | None) -> float | None:
        """Seconds, for a number of them or a date; None for what is neither."""
        if retry_after is None:
            return None
        if retry_after.strip().isdigit():
            return float(retry_after)
        try:
            at = parsedate_to_datetime(retry_after)
        except ValueError:
            return None
        if at.tzinfo is None:
            at = at.replace(tzinfo=UTC)
        return max(0.0, (at - self.now()).total_seconds())
