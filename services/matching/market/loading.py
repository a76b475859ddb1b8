"""The markets as the database has them: read once, then kept current at every question.

What changed is told by `record_changes`. On PostgreSQL a mark is a transaction's number, and
transactions do not commit in the order of their numbers: a reader asks again for all marks from
the oldest transaction that was still running when it last looked, and skips those it has taken.
On SQLite marks grow commit by commit. Either way a committed change is seen by every question that
comes after it.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Generic

import msgspec
from sqlalchemy import ColumnElement, Connection, Table, func, select, text, true

from services.matching.domain import GraduateFacts, VacancyFacts
from services.matching.fits import (
    Opening,
    Seeker,
    is_within_reach,
    opening_of,
    seeker_of,
)
from services.matching.market.columns import ALWAYS, Entry
from services.matching.market.market import Market, market_of_openings, market_of_seekers
from services.matching.market.question import Asker, Other
from services.matching.tables import graduates, record_changes, vacancies

_ROWS_AT_ONCE = 5_000
_OLDEST_RUNNING = text("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
# A database restored into another server holds marks of transactions that are still to come.
_NOT_YET_BEGUN = text("pg_snapshot_xmax(pg_current_snapshot())::text::bigint")

_GRADUATE = msgspec.json.Decoder(GraduateFacts)
_VACANCY = msgspec.json.Decoder(VacancyFacts)


class Kept(Generic[Asker, Other]):
    """The market of one table's records.

    `read` makes an entry of a key and an assessment; None for a record that is not to be found.
    """

    def __init__(
        self,
        table: Table,
        empty: Callable[[], Market[Asker, Other]],
        read: Callable[[str, str], Entry[Other] | None],
    ) -> None:
        self._table = table
        self._empty: Callable[[], Market[Asker, Other]] = empty
        self._market: Market[Asker, Other] = empty()
        self._read: Callable[[str, str], Entry[Other] | None] = read
        self._seen_to: int | None = None
        # By key, the mark of what was taken: while an old transaction runs, it is read again.
        self._taken: dict[str, int] = {}
        self._lock = threading.Lock()

    def current(self, connection: Connection) -> Market[Asker, Other]:
        """The market with everything that is committed."""
        with self._lock:
            seen_to, next_time = self._seen_to, _next_mark(connection)
            if seen_to is None:
                self._market = self._empty()
                self._market.put(self.entries(connection))
            elif next_time < seen_to:  # an older snapshot: it would bring back former states
                return self._market
            else:
                self._take_changes(connection, seen_to)
            self._seen_to = next_time
        return self._market

    def entries(self, connection: Connection) -> Iterator[Entry[Other]]:
        """Every record that may be found."""
        return self._entries(connection, true())

    def _entries(
        self, connection: Connection, which: ColumnElement[bool]
    ) -> Iterator[Entry[Other]]:
        table = self._table
        is_kept = table.c.assessment.is_not(None)
        statement = select(table.c.key, table.c.assessment).where(is_kept, which)
        for row in connection.execute(statement, execution_options={"yield_per": _ROWS_AT_ONCE}):
            entry = self._read(row.key, row.assessment)
            if entry:
                yield entry

    def _take_changes(self, connection: Connection, seen_to: int) -> None:
        marks = self._marks(connection, seen_to)
        new = [key for key, mark in marks.items() if self._taken.get(key) != mark]
        for first in range(0, len(new), _ROWS_AT_ONCE):
            keys = new[first : first + _ROWS_AT_ONCE]
            entries = list(self._entries(connection, self._table.c.key.in_(keys)))
            self._market.put(entries, gone=keys)
        self._taken = marks

    def _marks(self, connection: Connection, seen_to: int) -> dict[str, int]:
        """The changes from that mark on, by key."""
        changes = record_changes
        statement = select(changes.c.key, changes.c.mark).where(
            changes.c.noun == self._table.name, changes.c.mark >= seen_to
        )
        if connection.dialect.name == "postgresql":
            statement = statement.where(changes.c.mark < _NOT_YET_BEGUN)
        return {row.key: row.mark for row in connection.execute(statement)}


class Markets:
    """Both sides of the market, each read when it is first asked for."""

    def __init__(self) -> None:
        self.vacancies: Kept[Seeker, Opening] = Kept(vacancies, market_of_openings, _opening_entry)
        self.graduates: Kept[Opening, Seeker] = Kept(graduates, market_of_seekers, _seeker_entry)


def day_of(iso_date: str) -> int:
    """The ordinal that markets know a day by."""
    return date.fromisoformat(iso_date).toordinal()


def _opening_entry(key: str, assessment: str) -> Entry[Opening]:
    vacancy = _VACANCY.decode(assessment)
    record = vacancy.record
    last = [day_of(record.closes_on)] if record.closes_on else []
    last += [day_of(record.closed_on) - 1] if record.closed_on else []
    days = (day_of(record.posted_on), min(last, default=ALWAYS[1]))
    return Entry(key, opening_of(vacancy), days, record.synthetic)


def _seeker_entry(key: str, assessment: str) -> Entry[Seeker] | None:
    graduate = _GRADUATE.decode(assessment)
    if not is_within_reach(graduate):
        return None
    return Entry(key, seeker_of(graduate), synthetic=graduate.record.synthetic)


def _next_mark(connection: Connection) -> int:
    """No change that this connection cannot see yet will have a smaller mark."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(_OLDEST_RUNNING).scalar_one())
    last = connection.execute(select(func.max(record_changes.c.mark))).scalar()
    return int(last or 0) + 1
