"""Keeping the live figures current: made anew when facts changed, or the day did."""

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import msgspec
from sqlalchemy import Engine

from services.reporting.cube.graduates import Names
from services.reporting.cube.private_pay import EXACT, PayPrivacy
from services.reporting.data_sets.publication import LIVE
from services.reporting.facts import read_facts
from services.reporting.publication import kept
from services.reporting.publication.compiling import publication_of
from services.reporting.publication.files import to_files
from services.reporting.store import positions_of
from shared.bus.log import Positions
from shared.db.engine import transaction

_SHARE = 0.5
"""Of its time at most that it makes figures: others need the processor too."""


class Living:
    """Makes the live figures; one at a time, by whoever holds the turn.

    From one making to the next at least `interval` seconds pass, and twice as long as it took.
    """

    def __init__(
        self,
        engine: Engine,
        names: Callable[[], Names],
        today: Callable[[], date],
        privacy: PayPrivacy = EXACT,
        interval: float = 0.0,
    ) -> None:
        self._engine, self._names, self._today = engine, names, today
        self._privacy, self._interval = privacy, interval
        self._rested_until = 0.0

    def work(self) -> bool:
        """Whether the figures were made anew."""
        if time.monotonic() < self._rested_until:
            return False
        today = self._today()
        if is_current(self._engine, today):
            return False
        self._make(today)
        return True

    def _make(self, today: date) -> None:
        started = time.monotonic()
        facts = read_facts(self._engine)
        with self._engine.connect() as connection:
            before = kept.remembered(connection, "release", LIVE)
        issued = datetime.now(UTC).isoformat(timespec="milliseconds")
        publication, memory = publication_of(
            facts, self._names(), today, before, version=LIVE, issued=issued, privacy=self._privacy
        )
        with transaction(self._engine) as connection:
            made_from = _made_from(today, facts.positions)
            kept.replace_live(connection, issued, made_from, to_files(publication), memory)
        took = time.monotonic() - started
        self._rested_until = started + max(self._interval, took / _SHARE)


def is_current(engine: Engine, today: date) -> bool:
    """Whether the live figures are of this day and of all facts there are."""
    with engine.connect() as connection:
        made_from = _made_from(today, positions_of(connection))
        return kept.live_made_from(connection) == made_from


def _made_from(today: date, positions: Positions) -> str:
    named = {f"{topic}/{part}": at for (topic, part), at in sorted(positions.items())}
    return msgspec.json.encode({"day": today.isoformat(), "positions": named}).decode()
