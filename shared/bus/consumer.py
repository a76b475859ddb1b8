"""The consumer loop: events in, one transaction for their results and the inbox, then offsets.

At least once on the log, exactly once in effect: the inbox takes each record's version once, in
the transaction that writes its result; offsets are committed after it.

The exception's type decides. `LogUnavailable` and passing database errors: back off and read the
batch again. An undecodable event or `RecordRefused`: a dead letter, and on. Anything else leaves
the loop: crash, restart, resume.
"""

import logging
import random
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from prometheus_client import CollectorRegistry, Counter
from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import SQLAlchemyError

from shared.bus.dead_letters import refuse
from shared.bus.errors import RecordRefused, TooManyDeadLetters
from shared.bus.log import Consumer, Log, LogUnavailable, Record
from shared.contracts.catalogue import topic_of
from shared.contracts.envelope import Envelope, UndecodableEvent, from_message
from shared.correlation import correlation_id
from shared.db.engine import transaction
from shared.db.errors import is_transient
from shared.db.inbox import accept

log = logging.getLogger(__name__)

Handler = Callable[[Connection, Sequence[Envelope]], None]
Subscriptions = Mapping[str, Handler]
"""Event type -> what is done with a batch of such events, newest version of each record only."""

BATCH = 500
POLL_SECONDS = 0.5
LONGEST_PAUSE = 10.0
MOST_DEAD_LETTERS_IN_A_ROW = 100


class ConsumerMetrics:
    """What a consumer counts."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.handled = Counter("lmis_events_handled", "Events handled", registry=registry)
        self.refused = Counter("lmis_events_refused", "Events made dead letters", registry=registry)
        self.retries = Counter("lmis_event_retries", "Batches read again", registry=registry)


@dataclass
class ConsumerLoop:
    """One member of the group `group`, reading the topics of its subscriptions."""

    group: str
    engine: Engine
    inbox: Table
    log: Log
    subscriptions: Subscriptions
    metrics: ConsumerMetrics
    most_dead_letters: int = MOST_DEAD_LETTERS_IN_A_ROW
    _refused_in_a_row: int = field(default=0, init=False)

    def run(self, stop: threading.Event) -> None:
        """Consume until `stop`.

        Raises:
            TooManyDeadLetters: `most_dead_letters` events in a row were refused.
        """
        failures = 0
        while not stop.is_set():
            try:
                with self.log.subscribe(self.group, self.topics()) as consumer:
                    failures = 0
                    self._consume(consumer, stop)
            except LogUnavailable as error:
                failures += 1
                self._wait(stop, failures, error)

    def _consume(self, consumer: Consumer, stop: threading.Event) -> None:
        failures = 0
        while not stop.is_set():
            try:
                self._take(consumer)
                failures = 0
            except SQLAlchemyError as error:
                if not is_transient(error):
                    raise
                failures += 1
                self._wait(stop, failures, error)
                consumer.rewind()

    def _wait(self, stop: threading.Event, failures: int, error: Exception) -> None:
        self.metrics.retries.inc()
        log.warning("consumer waits", extra={"group": self.group, "reason": str(error)})
        stop.wait(_pause(failures))

    def topics(self) -> list[str]:
        """The topics that carry the subscribed event types."""
        return sorted({topic_of(event_type).name for event_type in self.subscriptions})

    def _take(self, consumer: Consumer) -> None:
        records = consumer.poll(POLL_SECONDS, BATCH)
        if not records:
            return
        self.handle(records)
        ends = {(r.topic, r.partition): r.offset + 1 for r in records}
        consumer.commit(ends)

    def handle(self, records: Sequence[Record]) -> None:
        """Decode, refuse what cannot be read, and apply the rest."""
        events = []
        for record in records:
            try:
                events.append((record, self._decoded(record)))
            except UndecodableEvent as error:
                self._refuse(record, str(error))
        if not events:
            return
        try:
            self._apply([event for _, event in events])
            self._refused_in_a_row = 0
        except RecordRefused:
            self._apply_one_by_one(events)

    def _decoded(self, record: Record) -> Envelope:
        event = from_message(record)
        if event.type not in self.subscriptions:
            raise UndecodableEvent(f"{event.type} does not belong on {record.topic}")
        return event

    def _apply(self, events: Sequence[Envelope]) -> None:
        with transaction(self.engine) as connection:
            apply_events(connection, self.inbox, self.subscriptions, events)
        self.metrics.handled.inc(len(events))

    def _apply_one_by_one(self, events: Sequence[tuple[Record, Envelope]]) -> None:
        for record, event in events:
            try:
                self._apply([event])
                self._refused_in_a_row = 0
            except RecordRefused as error:
                self._refuse(record, str(error))

    def _refuse(self, record: Record, reason: str) -> None:
        refuse(self.log, record, reason)
        self.metrics.refused.inc()
        log.error(
            "event refused",
            extra={
                "topic": record.topic,
                "partition": record.partition,
                "offset": record.offset,
                "reason": reason,
            },
        )
        self._refused_in_a_row += 1
        if self._refused_in_a_row >= self.most_dead_letters:
            raise TooManyDeadLetters(f"{self._refused_in_a_row} in a row; last: {reason}")


def apply_events(
    connection: Connection, inbox: Table, subscriptions: Subscriptions, events: Sequence[Envelope]
) -> None:
    """Hand each record's newest event to its handler, unless the inbox has it or a newer one."""
    newest = _newest(events)
    taken: list[Envelope] = []
    for topic in sorted({topic for topic, _ in newest}):
        of_topic = {key: event for (name, key), event in newest.items() if name == topic}
        versions = {key: event.recordversion for key, event in of_topic.items()}
        keys = accept(connection, inbox, topic, versions)
        taken += [event for key, event in of_topic.items() if key in keys]
    for event_type, handler in subscriptions.items():
        chosen = [event for event in taken if event.type == event_type]
        if chosen:
            correlation_id.set(chosen[-1].correlationid)
            handler(connection, chosen)


def _newest(events: Sequence[Envelope]) -> dict[tuple[str, str], Envelope]:
    """(topic, key) -> the event with the highest version; events state all there is to know."""
    newest: dict[tuple[str, str], Envelope] = {}
    for event in events:
        place = topic_of(event.type).name, event.subject
        if place not in newest or newest[place].recordversion < event.recordversion:
            newest[place] = event
    return newest


def _pause(failures: int) -> float:
    """Seconds before the next try: doubling, bounded, with jitter so that many do not beat."""
    longest = min(0.1 * 2.0 ** min(failures, 10), LONGEST_PAUSE)
    return float(longest * random.uniform(0.5, 1.0))  # noqa: S311  not a secret
