"""The loop that assesses anew what corrections touch, one correction after the other."""

import logging
import threading

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from services.matching import corrections
from services.matching.corrections import Recoding
from services.matching.recoding.records import Recoder, Summary
from services.matching.recoding.touched import COLUMNS, like_it, same_text
from shared.bus.applying import about
from shared.bus.backoff import Backoff
from shared.db.engine import transaction
from shared.db.errors import is_transient
from shared.db.lock import single_runner

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.2
STANDBY_SECONDS = 1.0


class RecodingLoop:
    """Works off the queue of corrections; one such loop runs at a time.

    A correction leaves the queue when all it touches is kept. Killed before, the loop begins the
    correction again and finds what was done as it would leave it.
    """

    def __init__(self, engine: Engine, recoder: Recoder, backoff: Backoff | None = None) -> None:
        self._engine = engine
        self._recoder = recoder
        self._backoff = backoff or Backoff(longest=5.0)

    def run(self, stop: threading.Event) -> None:
        """Re-code until `stop`; waits its turn while another process does."""
        while not stop.is_set():
            try:
                self._run_alone(stop)
                stop.wait(STANDBY_SECONDS)
            except SQLAlchemyError as error:
                if not is_transient(error):
                    raise
                log.warning("re-coding waits", extra={"reason": str(error)})
                stop.wait(self._backoff.failed())

    def work_once(self) -> bool:
        """Whether there was a correction whose records were still to be assessed anew."""
        with self._engine.connect() as connection:
            work = corrections.unfinished(connection)
        if work is None:
            return False
        with about(work.correlation_id):
            self._recode(work)
        return True

    def _run_alone(self, stop: threading.Event) -> None:
        with single_runner(self._engine, "matching-recoding") as turn:
            while turn.is_held() and not stop.is_set():
                if not self.work_once():
                    stop.wait(IDLE_SECONDS)
                self._backoff.worked()

    def _recode(self, work: Recoding) -> None:
        with transaction(self._engine) as connection:
            corrections.outwait_assessing(connection)
        summary = Summary()
        key = self._recoder.key(work.kind, work.text)
        for table, column in COLUMNS[work.kind]:
            self._recoder.records(table, same_text(column, work, key), summary)
            for chosen in like_it(self._engine, column, work, key):
                self._recoder.turned(table, work.kind, chosen, summary)
        with transaction(self._engine) as connection:
            corrections.finish(connection, work.id)
        counts = {"kind": work.kind, "seen": summary.seen, "renewed": summary.renewed}
        log.info("re-coded after a correction", extra=counts)
