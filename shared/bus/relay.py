"""From a service's rows to the log: whatever is kept and not yet told is told.

Rows are taken because they are unpublished, never because their id is higher than the last one
seen: ids appear out of commit order. A crash between telling and marking tells again, which
consumers tolerate.
"""

import threading
from collections.abc import Sequence

from sqlalchemy import Engine

from shared.bus.backoff import Backoff
from shared.bus.log import Log
from shared.bus.outbox import Outbox
from shared.bus.turns import Turns

BATCH = 500
IDLE_SECONDS = 0.05


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
        self._log = log_
        self._outboxes = outboxes
        self._turns = Turns(f"{name}-relay", engine, self.publish_once, IDLE_SECONDS, backoff)

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop`; waits its turn while another process is the relay."""
        self._turns.run(stop)

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
