"""A loop that one process at a time runs, and that waits out what may pass."""

import logging
import threading
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.bus.backoff import Backoff
from shared.bus.log import LogUnavailable
from shared.db.errors import is_transient
from shared.db.lock import single_runner

log = logging.getLogger(__name__)

STANDBY_SECONDS = 1.0


class Turns:
    """Does `work` again and again while no other process of the database does, under one name.

    `work` says whether there was something to do; if not, it is asked again after `idle` seconds.
    """

    def __init__(
        self,
        name: str,
        engine: Engine,
        work: Callable[[], object],
        idle: float,
        backoff: Backoff | None = None,
    ) -> None:
        self._name = name
        self._engine = engine
        self._work = work
        self._idle = idle
        self._backoff = backoff or Backoff(longest=5.0)

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`; waits its turn, and for a log or database that is away."""
        while not stop.is_set():
            try:
                self._run_alone(stop)
                stop.wait(STANDBY_SECONDS)
            except (LogUnavailable, SQLAlchemyError) as error:
                if isinstance(error, SQLAlchemyError) and not is_transient(error):
                    raise
                log.warning("loop waits", extra={"loop": self._name, "reason": str(error)})
                stop.wait(self._backoff.failed())

    def _run_alone(self, stop: threading.Event) -> None:
        """Return when it is another's turn, or time to stop."""
        with single_runner(self._engine, self._name) as turn:
            while turn.is_held() and not stop.is_set():
                if not self._work():
                    stop.wait(self._idle)
                self._backoff.worked()
