"""The worker's loop over batches: takes those that wait, one at a time, and clears up."""

import logging
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from services.ingestion.batches.context import Batches
from services.ingestion.batches.expiry import clear_up
from services.ingestion.batches.processing import process
from services.ingestion.store import Batch, waiting_batches
from shared.bus.backoff import Backoff
from shared.db.errors import is_transient
from shared.db.lock import single_runner

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.2
_CLEARING_SECONDS = 60.0
_TURNS = 16


class BatchLoop:
    """Processes batches until it is told to stop; waits for a database that is away.

    Several of these, in any processes, share the work: each batch is one's at a time.
    """

    def __init__(self, batches: Batches, backoff: Backoff | None = None) -> None:
        self._batches = batches
        self._backoff = backoff or Backoff(longest=5.0)
        self._cleared_at = datetime.min.replace(tzinfo=UTC)

    def run(self, stop: threading.Event) -> None:
        """A worker's target."""
        while not stop.is_set():
            try:
                worked = self.once(stop)
            except SQLAlchemyError as error:
                if not is_transient(error):
                    raise
                log.warning("batches wait", extra={"reason": str(error)})
                stop.wait(self._backoff.failed())
                continue
            self._backoff.worked()
            if not worked:
                stop.wait(IDLE_SECONDS)

    def once(self, stop: threading.Event) -> bool:
        """Process the first waiting batch that nobody has; whether there was one."""
        self._clear_up_in_time()
        with self._batches.door.engine.connect() as connection:
            waiting = waiting_batches(connection)
        return any(process_alone(self._batches, batch.id, stop) for batch in waiting)

    def _clear_up_in_time(self) -> None:
        moment = datetime.now(UTC)
        if moment - self._cleared_at > timedelta(seconds=_CLEARING_SECONDS):
            clear_up(self._batches, moment)
            self._cleared_at = moment


def process_alone(
    batches: Batches,
    batch_id: str,
    stop: threading.Event,
    told: Callable[[Batch], None] = lambda batch: None,
) -> bool:
    """Process the batch unless another does; whether it was this one's turn.

    `told` is called with the batch as it is after some rows, again and again.
    """
    with single_runner(batches.door.engine, turn_of(batch_id)) as turn:
        if not turn.is_held():
            return False

        def go_on(batch: Batch) -> bool:
            told(batch)
            return turn.is_held() and not stop.is_set()

        process(batches, batch_id, go_on)
        return True


def turn_of(batch_id: str) -> str:
    """The name of a batch's lock; a few names for all, since each may be a file that stays."""
    return f"batches-{int(batch_id, 16) % _TURNS}"
