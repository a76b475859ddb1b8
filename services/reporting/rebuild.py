"""Emptying the read model and replaying the log into it, in one transaction.

Readers see the old figures until it commits. A consumer that works meanwhile waits at the inbox,
which also keeps it right: whatever it wrote before is on the log before the end that is replayed
to, and of what it brings later only newer versions are taken.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, Engine, delete

from services.reporting.consumers import ROWS, SUBSCRIPTIONS, TOPICS
from services.reporting.projections import version_set
from services.reporting.store import (
    FACTS,
    Row,
    VersionSet,
    append_rows,
    hold_back_writers,
    inbox,
    keep_positions,
    keep_version_sets,
)
from shared.bus.applying import apply_events
from shared.bus.log import Log, Record, positions_after
from shared.bus.partitions import Partition
from shared.contracts import Envelope, UndecodableEvent, from_message, topic_of
from shared.db.engine import transaction

_BATCH = 2_000


@dataclass
class Summary:
    """How many events were replayed, and how many nobody could read (they are dead letters)."""

    replayed: int = 0
    undecodable: int = 0

    def __str__(self) -> str:
        return f"replayed {self.replayed} events, left out {self.undecodable} that cannot be read"


def rebuild(engine: Engine, log: Log, advance: Callable[[int], None]) -> Summary:
    """Make the read model anew from the log; `advance` is told how many events were read."""
    reached: dict[Partition, int] = {}
    with transaction(engine) as connection:
        hold_back_writers(connection)
        for table in (*FACTS, inbox):
            connection.execute(delete(table))
        emptied = _Emptied(connection)
        for records in _batches(log.replay(TOPICS)):
            emptied.take(records)
            reached.update(positions_after(records))
            advance(len(records))
        keep_positions(connection, reached)
    return emptied.summary


@dataclass
class _Emptied:
    """A read model that holds only what this transaction put there.

    The first event of a record needs no look at what is kept: its row is made while the database
    takes those before it. Further ones go the way of every event. Records are remembered by
    hashes: two that share one only send the second that way too.
    """

    connection: Connection
    summary: Summary = field(default_factory=Summary)
    seen: set[int] = field(default_factory=set)

    def take(self, records: Iterable[Record]) -> None:
        first: defaultdict[str, list[Record]] = defaultdict(list)
        further: list[Record] = []
        for record in records:
            mark = hash((record.topic, record.key))
            again = mark in self.seen
            (further if again else first[record.headers.get("ce_type", "")]).append(record)
            self.seen.add(mark)
        for event_type, chosen in first.items():
            self._add(event_type, self._events(chosen))
        apply_events(self.connection, inbox, SUBSCRIPTIONS, list(self._events(further)))

    def _add(self, event_type: str, events: Iterable[Envelope]) -> None:
        taken: list[Row] = []
        if event_type in ROWS:
            versions: set[VersionSet] = set()
            table, row_of = ROWS[event_type]
            append_rows(self.connection, table, _rows(events, row_of, taken, versions))
            keep_version_sets(self.connection, versions)
        else:
            taken += map(_taken, events)
        append_rows(self.connection, inbox, taken)

    def _events(self, records: Iterable[Record]) -> Iterator[Envelope]:
        for record in records:
            try:
                event = from_message(record)
            except UndecodableEvent:
                self.summary.undecodable += 1
            else:
                self.summary.replayed += 1
                yield event


def _rows(
    events: Iterable[Envelope],
    row_of: Callable[[Envelope], Row],
    taken: list[Row],
    versions: set[VersionSet],
) -> Iterator[Row]:
    """The events' rows; notes on the way what the inbox has to know and which versions occur."""
    for event in events:
        taken.append(_taken(event))
        versions.add(version_set(event))
        yield row_of(event)


def _taken(event: Envelope) -> Row:
    return topic_of(event.type).name, event.subject, event.recordversion


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, _BATCH)):
        yield batch
