"""The retention clock's loop: what is due is erased, in bounded steps, each with its receipt."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy import Engine, Table

from services.ingestion import store
from services.ingestion.rights.due import outdated_before
from services.ingestion.rights.erasing import erase_due
from shared.bus.turns import Turns
from shared.correlation import correlation_id, new_correlation_id
from shared.db.engine import transaction
from shared.db.journal import empty_journal

STEP = 2000
"""Rows looked at in one step; at most so many are erased in one transaction."""
IDLE_SECONDS = 24 * 3600.0


def now() -> datetime:
    return datetime.now(UTC)


class RetentionClock:
    """Erases records that are older than `years`; one process at a time, once a day."""

    def __init__(
        self,
        engine: Engine,
        years: int,
        clock: Callable[[], datetime] = now,
        step: int = STEP,
    ) -> None:
        self._engine, self._years = engine, years
        self._clock, self._step = clock, step
        self._steps: Iterator[int] | None = None
        self._turns = Turns("ingestion-retention", engine, self.step, IDLE_SECONDS)

    def run(self, stop: threading.Event) -> None:
        """Erase what is due until `stop`: a worker thread's target."""
        if self._years:
            self._turns.run(stop)
        else:
            stop.wait()

    def step(self) -> bool:
        """One step of the day's way through all records; whether there is more to go."""
        if self._steps is None:
            self._steps = self._pass(outdated_before(self._clock(), self._years))
        if next(self._steps, None) is not None:
            return True
        self._steps = None
        return False

    def _pass(self, moment: str) -> Iterator[int]:
        for table in (store.graduates, store.vacancies):
            after = ""
            while keys := self._next(table, after):
                yield self._erase(table, keys, moment)
                after = keys[-1]

    def _next(self, table: Table, after: str) -> Sequence[str]:
        with self._engine.connect() as connection:
            return store.next_keys(connection, table, after, self._step)

    def _erase(self, table: Table, keys: Sequence[str], moment: str) -> int:
        with self._engine.connect() as connection:
            if not store.unchanged_since(connection, table, keys[0], keys[-1], moment):
                return 0
        correlation_id.set(new_correlation_id())
        with transaction(self._engine) as connection:
            due = store.unchanged_since(connection, table, keys[0], keys[-1], moment)
            for provider, its_own in _by_provider(due).items():
                erase_due(connection, table, provider, its_own)
        empty_journal(self._engine)
        return len(due)


def _by_provider(keys: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key in keys:
        found.setdefault(key.split("/", 1)[0], []).append(key)
    return found
