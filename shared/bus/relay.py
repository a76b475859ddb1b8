"""From a service's rows to the log: whatever is kept and not yet told is told.

Rows are taken because they are unpublished, never because their id is higher than the last one
seen: ids appear out of commit order. A crash between telling and marking tells again, which
consumers tolerate.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine

from shared.bus.log import Log, LogUnavailable
from shared.contracts.message import Message
from shared.db.errors import is_transient
from shared.db.lock import single_runner

log = logging.getLogger(__name__)

BATCH = 500
IDLE_SECONDS = 0.05
LONGEST_PAUSE = 5.0


@dataclass(frozen=True)
class Unpublished:
    """A row whose state at `version` is to be told by `messages`."""

    key: str
    version: int
    messages: Sequence[Message]


class Outbox(Protocol):
    """Rows that are their own outbox."""

    def unpublished(self, limit: int) -> Sequence[Unpublished]:
        """Up to `limit` rows whose published version is behind."""

    def mark_published(self, published: Sequence[Unpublished]) -> None:
        """Note the versions told; a row that moved on meanwhile stays unpublished."""


class Relay:
    """Publishes the rows of several outboxes; one relay per service runs at a time."""

    def __init__(self, name: str, engine: Engine, log_: Log, outboxes: Sequence[Outbox]) -> None:
        self._name = f"{name}-relay"
        self._engine = engine
        self._log = log_
        self._outboxes = outboxes

    def run(self, stop: threading.Event) -> None:
        """Publish until `stop`; waits its turn while another process is the relay."""
        pause = IDLE_SECONDS
        while not stop.is_set():
            try:
                self._run_alone(stop)
                pause = IDLE_SECONDS
            except Exception as error:
                if not (isinstance(error, LogUnavailable) or is_transient(error)):
                    raise
                pause = min(pause * 2, LONGEST_PAUSE)
                log.warning("relay waits", extra={"relay": self._name, "reason": str(error)})
            stop.wait(pause)

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

    def _run_alone(self, stop: threading.Event) -> None:
        with single_runner(self._engine, self._name) as held:
            while held and not stop.is_set():
                if not self.publish_once():
                    stop.wait(IDLE_SECONDS)
