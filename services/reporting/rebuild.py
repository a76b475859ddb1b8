"""Emptying the read model and replaying the log into it, in one transaction.

Readers see the old figures until it commits. A consumer that works meanwhile waits at the inbox,
which also keeps it right: whatever it wrote before is on the log before the end that is replayed
to, and of what it brings later only newer versions are taken.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import Connection, Engine, delete

from services.reporting.consumers import NEW_RECORDS, SUBSCRIPTIONS, TOPICS
from services.reporting.store import (
    FACTS,
    append_rows,
    hold_back_writers,
    inbox,
    keep_positions,
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
    summary = Summary()
    reached: dict[Partition, int] = {}
    with transaction(engine) as connection:
        hold_back_writers(connection)
        for table in (*FACTS, inbox):
            connection.execute(delete(table))
        emptied = _Emptied(connection)
        for records in _batches(log.replay(TOPICS)):
            emptied.take(_events(records, summary))
            reached.update(positions_after(records))
            advance(len(records))
        keep_positions(connection, reached)
    return summary


@dataclass
class _Emptied:
    """A read model that holds only what this transaction put there.

    The first event of a record needs no look at what is kept and is written in bulk; further
    ones go the way of every event. Records are remembered by hashes: two that share one only
    send the second that way too.
    """

    connection: Connection
    seen: set[int] = field(default_factory=set)

    def take(self, events: Iterable[Envelope]) -> None:
        first: list[Envelope] = []
        further: list[Envelope] = []
        for event in events:
            mark = hash(event.subject)
            (further if mark in self.seen else first).append(event)
            self.seen.add(mark)
        self._write(first)
        apply_events(self.connection, inbox, SUBSCRIPTIONS, further)

    def _write(self, events: Sequence[Envelope]) -> None:
        append_rows(self.connection, inbox, [_taken(event) for event in events])
        for event_type, project in NEW_RECORDS.items():
            chosen = [event for event in events if event.type == event_type]
            if chosen:
                project(self.connection, chosen)


def _taken(event: Envelope) -> dict[str, str | int]:
    topic = topic_of(event.type).name
    return {"topic": topic, "key": event.subject, "version": event.recordversion}


def _events(records: Iterable[Record], summary: Summary) -> list[Envelope]:
    events = []
    for record in records:
        try:
            events.append(from_message(record))
        except UndecodableEvent:
            summary.undecodable += 1
    summary.replayed += len(events)
    return events


def _batches(records: Iterator[Record]) -> Iterator[list[Record]]:
    while batch := list(islice(records, _BATCH)):
        yield batch
