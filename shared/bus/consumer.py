"""The consumer loop: events in, one transaction for their results and the inbox, then offsets.

At least once on the log, exactly once in effect: the inbox takes each record's version once, in
the transaction that writes its result; offsets are committed after it.

The exception's type decides. `LogUnavailable` and passing database errors: back off and read the
batch again. An undecodable event or `RecordRefused`: a dead letter, and on. Anything else leaves
the loop: crash, restart, resume.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic

from prometheus_client import CollectorRegistry, Counter, Gauge
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import SQLAlchemyError

from shared.bus.applying import Subscriptions, about, apply_events
from shared.bus.backoff import Backoff
from shared.bus.dead_letters import refuse
from shared.bus.errors import RecordRefused, TooManyDeadLetters
from shared.bus.log import Consumer, Log, LogUnavailable, Positions, Record, positions_after
from shared.contracts.catalogue import topic_of
from shared.contracts.envelope import Envelope, UndecodableEvent, from_message
from shared.db.engine import transaction
from shared.db.errors import is_transient

log = logging.getLogger(__name__)

BATCH = 500
POLL_SECONDS = 0.5
LAG_SECONDS = 15.0
MOST_DEAD_LETTERS_IN_A_ROW = 100


class ConsumerMetrics:
    """What a consumer counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.handled = Counter("lmis_events_handled", "Events handled", registry=registry)
        self.refused = Counter("lmis_events_refused", "Events made dead letters", registry=registry)
        self.retries = Counter("lmis_event_retries", "Batches read again", registry=registry)
        self.behind = Gauge("lmis_events_behind", "Events not yet handled", registry=registry)


KeepPositions = Callable[[Connection, Positions], None]


@dataclass
class ConsumerLoop:
    """One member of the group `group`, reading the topics of its subscriptions.

    `keep_positions` is for a subscriber that says how far its results go: in the transaction
    with the results of some records it is told where reading goes on after them.
    """

    group: str
    engine: Engine
    inbox: Table
    log: Log
    subscriptions: Subscriptions
    metrics: ConsumerMetrics
    keep_positions: KeepPositions | None = None
    most_dead_letters: int = MOST_DEAD_LETTERS_IN_A_ROW
    backoff: Backoff = field(default_factory=Backoff)
    _refused_in_a_row: int = field(default=0, init=False)
    _lag_measured_at: float = field(default=float("-inf"), init=False)

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop`.

        Raises:
            TooManyDeadLetters: `most_dead_letters` events in a row were refused.
        """
        while not stop.is_set():
            try:
                with self.log.subscribe(self.group, self.topics()) as consumer:
                    self._consume(consumer, stop)
            except LogUnavailable as error:
                self._wait(stop, error)

    def _consume(self, consumer: Consumer, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._take(consumer)
            except SQLAlchemyError as error:
                if not is_transient(error):
                    raise
                self._wait(stop, error)
                consumer.rewind()
            else:
                self.backoff.worked()

    def _wait(self, stop: threading.Event, error: Exception) -> None:
        self._refused_in_a_row = 0  # the same events come again
        self.metrics.retries.inc()
        log.warning("consumer waits", extra={"group": self.group, "reason": str(error)})
        stop.wait(self.backoff.failed())

    def topics(self) -> list[str]:
        """The topics that carry the subscribed event types."""
        return sorted({topic_of(event_type).name for event_type in self.subscriptions})

    def _take(self, consumer: Consumer) -> None:
        records = consumer.poll(POLL_SECONDS, BATCH)
        if records:
            self.handle(records)
            consumer.commit(positions_after(records))
        if monotonic() - self._lag_measured_at >= LAG_SECONDS:
            self.metrics.behind.set(self.log.lag(self.group, self.topics()))
            self._lag_measured_at = monotonic()

    def handle(self, records: Sequence[Record]) -> None:
        """Apply what can be read, and make dead letters of the rest."""
        events: list[tuple[Record, Envelope]] = []
        refused: list[Record] = []
        for record in records:
            try:
                events.append((record, self._decoded(record)))
            except UndecodableEvent as error:
                self._refuse(record, error)
                refused.append(record)
        try:
            self._apply([event for _, event in events], records)
        except RecordRefused:
            refused += self._apply_one_by_one(events)
            self._apply([], records)
        self._count_in_a_row(records, refused)

    def _decoded(self, record: Record) -> Envelope:
        event = from_message(record)
        if event.type not in self.subscriptions:
            raise UndecodableEvent(f"{event.type} does not belong on {record.topic}")
        return event

    def _apply(self, events: Sequence[Envelope], settled: Sequence[Record]) -> None:
        """The events' results, and that all of `settled` is taken or refused."""
        if not events and self.keep_positions is None:
            return
        with transaction(self.engine) as connection:
            apply_events(connection, self.inbox, self.subscriptions, events)
            if self.keep_positions is not None:
                self.keep_positions(connection, positions_after(settled))
        self.metrics.handled.inc(len(events))

    def _apply_one_by_one(self, events: Sequence[tuple[Record, Envelope]]) -> list[Record]:
        """Each event in a transaction of its own; the records that were refused."""
        refused = []
        for record, event in events:
            try:
                self._apply([event], [record])
            except RecordRefused as error:
                self._refuse(record, error)
                refused.append(record)
        return refused

    def _refuse(self, record: Record, error: Exception) -> None:
        refuse(self.log, record, str(error))
        self.metrics.refused.inc()
        place = {"topic": record.topic, "partition": record.partition, "offset": record.offset}
        with about(record.headers.get("ce_correlationid", "")):
            log.error("event refused", extra={**place, "reason": str(error)})

    def _count_in_a_row(self, records: Sequence[Record], refused: Sequence[Record]) -> None:
        """Stop when nothing succeeds any more: then the fault is more likely ours."""
        places = {(r.topic, r.partition, r.offset) for r in refused}
        for r in records:
            in_a_row = self._refused_in_a_row + 1
            self._refused_in_a_row = in_a_row if (r.topic, r.partition, r.offset) in places else 0
            if self._refused_in_a_row >= self.most_dead_letters:
                raise TooManyDeadLetters(f"{self._refused_in_a_row} in a row, see the dead letters")
