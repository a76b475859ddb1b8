"""From a service's rows to the log: whatever is kept and not yet told is told.

Rows are taken because they are unpublished, never because their id is higher than the last one
seen: ids appear out of commit order. A crash between telling and marking tells again, which
consumers tolerate.
"""

import logging
import threading
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.bus.backoff import Backoff
from shared.bus.log import Log, LogUnavailable
from shared.bus.outbox import Outbox
from shared.db.errors import is_transient
from shared.db.lock import single_runner

log = logging.getLogger(__name__)

BATCH = 500
IDLE_SECONDS = 0.05
STANDBY_SECONDS = 1.0


class Relay:
    """Publishes the rows of several outboxes; one relay per service runs at a time."""

    def __init__(
        self,
        name: str,
        engine: Engine,
        log_: Log,
        outboxes: Sequence[Outbox],
        backoff: Backoff | None = None,
    ) -> None:
        self._name = f"{name}-relay"
        self._engine = engine
        self._log = log_
        self._outboxes = outboxes
        self._backoff = backoff or Backoff(longest=5.0)

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop`; waits its turn while another process is the relay."""
        while not stop.is_set():
            try:
                self._run_alone(stop)
                stop.wait(STANDBY_SECONDS)
            except (LogUnavailable, SQLAlchemyError) as error:
                if isinstance(error, SQLAlchemyError) and not is_transient(error):
                    raise
                log.warning("relay waits", extra={"relay": self._name, "reason": str(error)})
                stop.wait(self._backoff.failed())

    def _run_alone(self, stop: threading.Event) -> None:
        """Return when it is another's turn, or time to stop."""
        with single_runner(self._engine, self._name) as turn:
            while turn.is_held() and not stop.is_set():
                if not self.publish_once():
                    stop.wait(IDLE_SECONDS)
                self._backoff.worked()

    def publish_once(self) -> int:
        """Tell one batch of each outbox; how many rows were told."""
        count = 0
        for outbox in self._outboxes:
            rows = outbox.unpublished(BATCH)
            if rows:
                self._log.append([message for row in rows for message in row.messages])
                outbox.mark_published(rows)
                count += len(rows)
        return count
