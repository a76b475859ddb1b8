"""Emptying the read model and replaying the log into it, in one transaction.

Readers see the old figures until it commits. A consumer that works meanwhile waits at the inbox,
which also keeps it right: whatever it wrote before is on the log before the end that is replayed
to, and of what it brings later only newer versions are taken.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Engine, delete

from services.reporting.consumers import SUBSCRIPTIONS, TOPICS
from services.reporting.store import FACTS, hold_back_writers, inbox
from shared.bus.applying import apply_events
from shared.bus.log import Log, Record
from shared.contracts import Envelope, UndecodableEvent, from_message
from shared.db.engine import transaction

_BATCH = 1_000


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
    with transaction(engine) as connection:
        hold_back_writers(connection)
        for table in (*FACTS, inbox):
            connection.execute(delete(table))
        for records in _batches(log.replay(TOPICS)):
            apply_events(connection, inbox, SUBSCRIPTIONS, _events(records, summary))
            advance(len(records))
    return summary


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
