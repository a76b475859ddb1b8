"""The loop that assesses anew what corrections touch, one correction after the other."""

import logging
import threading

from sqlalchemy import Engine

from services.matching import corrections
from services.matching.corrections import Recoding
from services.matching.recoding.records import Recoder, Summary
from services.matching.recoding.touched import COLUMNS, like_it, same_text
from shared.bus.applying import about
from shared.bus.backoff import Backoff
from shared.bus.turns import Turns
from shared.db.engine import transaction

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.2


class RecodingLoop:
    """Works off the queue of corrections; one such loop runs at a time.

    A correction leaves the queue when all it touches is kept. Killed before, the loop begins the
    correction again and finds what was done as it would leave it.
    """

    def __init__(self, engine: Engine, recoder: Recoder, backoff: Backoff | None = None) -> None:
        self._engine = engine
        self._recoder = recoder
        self._turns = Turns("matching-recoding", engine, self.work_once, IDLE_SECONDS, backoff)

    def run(self, stop: threading.Event) -> None:
        """Re-code until `stop`; waits its turn while another process does."""
        self._turns.run(stop)

    def work_once(self) -> bool:
        """Whether there was a correction whose records were still to be assessed anew."""
        with self._engine.connect() as connection:
            work = corrections.unfinished(connection)
        if work is None:
            return False
        with about(work.correlation_id):
            self._recode(work)
        return True

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
