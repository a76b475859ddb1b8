"""What the bus's tests share: notes as records, a service that keeps them, a stop that waits."""

import threading
from collections.abc import Callable, Sequence
from typing import Any

from prometheus_client import CollectorRegistry
from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    select,
    update,
)
from sqlalchemy.exc import OperationalError

from shared.bus.backoff import Backoff
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Log, Record, TopicSettings
from shared.bus.outbox import Unpublished, mark_told
from shared.contracts import Envelope, Graduate, erased, recorded, to_message
from shared.contracts.catalogue import TOPICS
from shared.contracts.message import Message
from shared.db.engine import transaction
from shared.db.inbox import inbox_table
from tests.builders import a_graduate

RECORDED, ERASED = "lmis.graduate.recorded.v1", "lmis.graduate.erased.v1"

metadata = MetaData()
inbox = inbox_table(metadata)
kept = Table(
    "kept",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text),
    Column("version", Integer),
)
notes = Table(
    "notes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("published_version", Integer, nullable=False),
)


def create_topics(log: Log) -> None:
    """The catalogue's topics."""
    log.create_topics([TopicSettings(t.name, t.partitions, t.settings()) for t in TOPICS.values()])


def told(record: str, version: int = 1, correlationid: str = "c") -> Message:
    """A graduate's event."""
    graduate = a_graduate(record, version=version)
    return to_message(recorded(graduate, source="test", correlationid=correlationid))


def told_erased(record: str, version: int) -> Message:
    """A graduate's tombstone."""
    return to_message(erased(Graduate, f"uni/{record}", version, source="test", correlationid="c"))


def unreadable(record: str = "x") -> Message:
    """A message on the graduates' topic that is no event."""
    return Message("graduates.v1", f"uni/{record}", b"{", {"ce_correlationid": "c-unreadable"})


def keep(connection: Connection, events: Sequence[Envelope]) -> None:
    """The simplest handler: one row for each event that it is given."""
    rows = [{"key": e.record_key, "version": e.recordversion} for e in events]
    connection.execute(insert(kept), rows)


def all_kept(engine: Engine) -> list[tuple[str, int]]:
    """(record, version) in the order of handling, the provider left out."""
    with engine.connect() as connection:
        rows = connection.execute(select(kept.c.key, kept.c.version).order_by(kept.c.id))
        return [(key.removeprefix("uni/"), version) for key, version in rows]


class UntilCaughtUp(threading.Event):
    """Set once the group has committed everything; waiting takes no time and is written down."""

    def __init__(self, log: Log, group: str = "g", turns: int = 1000) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self._log = log
        self._group = group
        self._turns = turns

    def is_set(self) -> bool:
        self._turns -= 1
        assert self._turns, "the consumer does not catch up"
        return self._log.lag(self._group, ["graduates.v1"]) == 0

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0)
        return False


def a_loop(
    engine: Engine, log: Log, handler: Callable[..., None] = keep, **settings: Any
) -> ConsumerLoop:
    """A consumer of graduates' events whose pauses double without jitter."""
    return ConsumerLoop(
        "g",
        engine,
        inbox,
        log,
        {RECORDED: handler, ERASED: handler},
        ConsumerMetrics(CollectorRegistry()),
        backoff=Backoff(jitter=lambda _, longest: longest),
        **settings,
    )


def consume(loop: ConsumerLoop) -> UntilCaughtUp:
    """Run the loop until it has caught up; the stop event tells how it waited."""
    stop = UntilCaughtUp(loop.log)
    loop.run(stop)
    return stop


class NoteOutbox:
    """Notes that are their own outbox, told as text on the topic `notes`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def unpublished(self, limit: int) -> list[Unpublished]:
        behind = notes.c.published_version < notes.c.version
        with self._engine.connect() as connection:
            rows = connection.execute(select(notes).where(behind).limit(limit)).all()
        return [
            Unpublished(
                row.key,
                row.version,
                row.published_version,
                [Message("notes", row.key, str(row.version).encode())],
            )
            for row in rows
        ]

    def mark_published(self, published: Sequence[Unpublished]) -> None:
        with transaction(self._engine) as connection:
            mark_told(connection, notes, published)


def write_note(engine: Engine, key: str) -> None:
    """Keep a note, or its next version."""
    with transaction(engine) as connection:
        raised = connection.execute(
            update(notes).where(notes.c.key == key).values(version=notes.c.version + 1)
        )
        if not raised.rowcount:
            connection.execute(insert(notes).values(key=key, version=1, published_version=0))


def versions_told(records: Sequence[Record]) -> dict[str, list[int]]:
    """Note -> the versions on the log, in its order."""
    found: dict[str, list[int]] = {}
    for record in records:
        assert record.value is not None
        found.setdefault(record.key, []).append(int(record.value))
    return found


def failing_first(times: int, error: Exception) -> Callable[[Connection, Sequence[Envelope]], None]:
    """A handler that keeps, and raises `error` the first few times."""
    left = iter(range(times))

    def handler(connection: Connection, events: Sequence[Envelope]) -> None:
        keep(connection, events)
        if next(left, None) is not None:
            raise error

    return handler


def database_error(sqlite_code: int) -> OperationalError:
    cause = Exception("from the driver")
    cause.sqlite_errorcode = sqlite_code  # type: ignore[attr-defined]
    return OperationalError("INSERT …", {}, cause)
