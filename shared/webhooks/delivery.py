"""Getting messages to their receivers: tried again ever more rarely, and given up after days."""

import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from shared.db.engine import transaction
from shared.version import VERSION
from shared.webhooks.clock import Now, now, written
from shared.webhooks.deliveries import Claimed, Deliveries
from shared.webhooks.messages import MEDIA_TYPE
from shared.webhooks.sending import Outcome, Post, Send
from shared.webhooks.signing import headers

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=2)
MOST_ATTEMPTS = 12
"""With pauses that double from two minutes: the last attempt comes almost three days later."""
LONGEST_ASKED = timedelta(days=1)
AT_ONCE = 8
_GONE = 410

Jitter = Callable[[float, float], float]


@dataclass(frozen=True)
class Courier:
    """Sends what is due; `jitter` keeps messages that failed together from coming back together.

    With `ends_silent` a receiver is disabled when a message to it dies and it took none that was
    made later: for days nobody was there.
    """

    deliveries: Deliveries
    engine: Engine
    send: Send
    now: Now = now
    jitter: Jitter = random.uniform
    ends_silent: bool = False

    def work(self) -> int:
        """Make one attempt for some of the messages that are due; how many."""
        with self.engine.connect() as connection:  # an idle loop takes no turn at writing
            if not self.deliveries.is_due(connection, self.now()):
                return 0
        with transaction(self.engine) as connection:
            claimed = self.deliveries.claim(connection, self.now(), AT_ONCE)
        if claimed:
            with ThreadPoolExecutor(len(claimed)) as threads:  # one slow receiver holds up nobody
                list(threads.map(self._attempt, claimed))
        return len(claimed)

    def _attempt(self, message: Claimed) -> None:
        at = self.now()
        signed = headers(message.secrets, message.event, int(at.timestamp()), message.body)
        stated = {"Content-Type": MEDIA_TYPE, "User-Agent": f"LMIS/{VERSION}", **signed}
        outcome = self.send(Post(message.url, stated, message.body))
        with transaction(self.engine) as connection:
            self._note(connection, message, outcome, at)

    def _note(
        self, connection: Connection, message: Claimed, outcome: Outcome, at: datetime
    ) -> None:
        attempt = _entry(outcome, at)
        if outcome.status is not None and 200 <= outcome.status < 300:
            self.deliveries.record(connection, message, attempt, "delivered", None)
        elif outcome.status == _GONE:
            self.deliveries.record(connection, message, attempt, "dead", None)
            self._disable(connection, message, "gone")
        elif len(message.attempts) + 1 >= MOST_ATTEMPTS:
            self.deliveries.record(connection, message, attempt, "dead", None)
            log.warning("message not delivered", extra={"event": message.event})
            if self.ends_silent and not self.deliveries.is_heard_since(connection, message):
                self._disable(connection, message, "silent")
        else:
            following = self.now() + self._pause(message, outcome)
            self.deliveries.record(connection, message, attempt, "waiting", following)

    def _disable(self, connection: Connection, message: Claimed, because: str) -> None:
        self.deliveries.disable(connection, message.receiver, because, written(self.now()))

    def _pause(self, message: Claimed, outcome: Outcome) -> timedelta:
        """Twice as long each time, give or take a fifth; longer when the receiver asks for it."""
        pause = FIRST_PAUSE * (1 << len(message.attempts)) * self.jitter(0.8, 1.2)
        asked = min(outcome.retry_after or 0, LONGEST_ASKED.total_seconds())
        return max(pause, timedelta(seconds=asked))


def _entry(outcome: Outcome, at: datetime) -> dict[str, Any]:
    """An attempt as the delivery log has it."""
    return {"at": written(at), "status": outcome.status, "failure": outcome.failure}
