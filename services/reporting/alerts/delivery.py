"""Getting messages to their receivers: tried again ever more rarely, and given up after days."""

import logging
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine

from services.reporting.alerts import deliveries, register
from services.reporting.alerts.clock import Now, written
from services.reporting.alerts.deliveries import Claimed
from services.reporting.alerts.events import MEDIA_TYPE
from services.reporting.alerts.sending import Outcome, Post, Send
from services.reporting.alerts.signing import headers
from shared.db.engine import transaction
from shared.version import VERSION

log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(minutes=2)
MOST_ATTEMPTS = 12
"""With pauses that double from two minutes: the last attempt comes almost three days later."""
LONGEST_ASKED = timedelta(days=1)
AT_ONCE = 8
_GONE = 410

Jitter = Callable[[float, float], float]


class Courier:
    """Sends what is due; `jitter` keeps messages that failed together from coming back together."""

    def __init__(
        self, engine: Engine, send: Send, now: Now, jitter: Jitter = random.uniform
    ) -> None:
        self._engine = engine
        self._send = send
        self._now = now
        self._jitter = jitter

    def work(self) -> int:
        """Make one attempt for some of the messages that are due; how many."""
        with self._engine.connect() as connection:  # an idle loop takes no turn at writing
            if not deliveries.is_due(connection, self._now()):
                return 0
        with transaction(self._engine) as connection:
            claimed = deliveries.claim(connection, self._now(), AT_ONCE)
        if claimed:
            with ThreadPoolExecutor(len(claimed)) as threads:  # one slow receiver holds up nobody
                list(threads.map(self._attempt, claimed))
        return len(claimed)

    def _attempt(self, message: Claimed) -> None:
        at = self._now()
        signed = headers(message.secret, message.event, int(at.timestamp()), message.body)
        stated = {"Content-Type": MEDIA_TYPE, "User-Agent": f"LMIS/{VERSION}", **signed}
        outcome = self._send(Post(message.url, stated, message.body))
        with transaction(self._engine) as connection:
            self._note(connection, message, outcome, at)

    def _note(
        self, connection: Connection, message: Claimed, outcome: Outcome, at: datetime
    ) -> None:
        attempt = _entry(outcome, at)
        if outcome.status is not None and 200 <= outcome.status < 300:
            deliveries.record(connection, message, attempt, "delivered", None)
        elif outcome.status == _GONE:
            register.disable(connection, message.alert, "gone", written(self._now()))
            deliveries.record(connection, message, attempt, "dead", None)
            deliveries.give_up(connection, message.alert)
        elif len(message.attempts) + 1 >= MOST_ATTEMPTS:
            deliveries.record(connection, message, attempt, "dead", None)
            log.warning("alert not delivered", extra={"event": message.event})
        else:
            following = self._now() + self._pause(message, outcome)
            deliveries.record(connection, message, attempt, "waiting", following)

    def _pause(self, message: Claimed, outcome: Outcome) -> timedelta:
        """Twice as long each time, give or take a fifth; longer when the receiver asks for it."""
        pause = FIRST_PAUSE * (1 << len(message.attempts)) * self._jitter(0.8, 1.2)
        asked = min(outcome.retry_after or 0, LONGEST_ASKED.total_seconds())
        return max(pause, timedelta(seconds=asked))


def _entry(outcome: Outcome, at: datetime) -> dict[str, Any]:
    """An attempt as the delivery log has it."""
    return {"at": written(at), "status": outcome.status, "failure": outcome.failure}
