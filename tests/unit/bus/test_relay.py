"""The relay tells what is kept, tells it again when in doubt, and alone."""

import threading
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from shared.bus.backoff import Backoff
from shared.bus.log import LogUnavailable, TopicSettings
from shared.bus.memory import MemoryLog
from shared.bus.outbox import Unpublished
from shared.bus.relay import Relay
from shared.contracts import Message
from shared.db.lock import single_runner
from tests.unit.bus.parts import NoteOutbox, versions_told, write_note

BUSY, WRONG_STATEMENT = 5, 1
"""SQLite's codes."""


@pytest.fixture
def outbox(engine: Engine) -> NoteOutbox:
    return NoteOutbox(engine)


@pytest.fixture
def relay(engine: Engine, log: MemoryLog, outbox: NoteOutbox) -> Relay:
    return Relay("test", engine, log, [outbox])


def told(log: MemoryLog) -> dict[str, list[int]]:
    return versions_told(list(log.replay(["notes"])))


class StopAfter(threading.Event):
    """Set after so many waits, which take no time."""

    def __init__(self, waits: int) -> None:
        super().__init__()
        self.pauses: list[float] = []
        self._waits = waits

    def wait(self, timeout: float | None = None) -> bool:
        self.pauses.append(timeout or 0)
        if len(self.pauses) == self._waits:
            self.set()
        return self.is_set()


def test_what_is_kept_is_told_once(relay: Relay, engine: Engine, log: MemoryLog) -> None:
    write_note(engine, "a")
    write_note(engine, "b")
    assert relay.publish_once() == 2
    assert relay.publish_once() == 0
    assert told(log) == {"a": [1], "b": [1]}


def test_only_the_newest_state_is_told(relay: Relay, engine: Engine, log: MemoryLog) -> None:
    for _ in range(3):
        write_note(engine, "a")
    relay.publish_once()
    assert told(log) == {"a": [3]}


def test_a_row_that_changes_while_it_is_told_is_told_again(
    relay: Relay, outbox: NoteOutbox, engine: Engine, log: MemoryLog
) -> None:
    write_note(engine, "a")
    rows = outbox.unpublished(10)
    write_note(engine, "a")
    outbox.mark_published(rows)
    relay.publish_once()
    assert told(log) == {"a": [2]}
    assert outbox.unpublished(10) == []


def test_a_row_that_was_told_and_not_marked_is_told_again(
    outbox: NoteOutbox, relay: Relay, engine: Engine, log: MemoryLog
) -> None:
    write_note(engine, "a")
    log.append([m for row in outbox.unpublished(10) for m in row.messages])  # and then a crash
    relay.publish_once()
    assert told(log) == {"a": [1, 1]}


@pytest.mark.parametrize("older_marks_first", [True, False])
def test_when_two_relays_overlap_the_newest_state_comes_last(
    older_marks_first: bool, relay: Relay, outbox: NoteOutbox, engine: Engine, log: MemoryLog
) -> None:
    write_note(engine, "a")
    older = outbox.unpublished(10)
    write_note(engine, "a")
    newer = outbox.unpublished(10)
    for rows in (newer, older):  # the relay that lost its lock is the last to tell
        log.append([m for row in rows for m in row.messages])
    for rows in (older, newer) if older_marks_first else (newer, older):
        outbox.mark_published(rows)
    while relay.publish_once():
        pass
    assert told(log)["a"][-1] == 2


class LogAwayAtFirst(MemoryLog):
    def __init__(self, appends_lost: int) -> None:
        super().__init__()
        self._lost = appends_lost

    def append(self, messages: Sequence[Message]) -> None:
        if self._lost:
            self._lost -= 1
            raise LogUnavailable("away")
        super().append(messages)


class OutboxAwayAtFirst(NoteOutbox):
    """A database that is away at first; its errors come from the driver with `code`."""

    def __init__(self, engine: Engine, times: int, code: int) -> None:
        super().__init__(engine)
        self._times = times
        self._cause = Exception("from the driver")
        self._cause.sqlite_errorcode = code  # type: ignore[attr-defined]

    def unpublished(self, limit: int) -> list[Unpublished]:
        if self._times:
            self._times -= 1
            raise OperationalError("SELECT …", {}, self._cause)
        return super().unpublished(limit)


def without_jitter() -> Backoff:
    return Backoff(jitter=lambda _, longest: longest)


def test_while_the_log_is_away_rows_wait_and_are_told_later(
    engine: Engine, outbox: NoteOutbox
) -> None:
    log = LogAwayAtFirst(3)
    log.create_topics([TopicSettings("notes", 3, {})])
    write_note(engine, "a")
    stop = StopAfter(4)
    Relay("test", engine, log, [outbox], without_jitter()).run(stop)
    assert told(log) == {"a": [1]}
    assert stop.pauses[:3] == [0.1, 0.2, 0.4]


def test_while_the_database_is_away_rows_wait_and_are_told_later(
    engine: Engine, log: MemoryLog
) -> None:
    write_note(engine, "a")
    stop = StopAfter(4)
    outbox = OutboxAwayAtFirst(engine, times=3, code=BUSY)
    Relay("test", engine, log, [outbox], without_jitter()).run(stop)
    assert told(log) == {"a": [1]}
    assert stop.pauses[:3] == [0.1, 0.2, 0.4]


def test_pauses_are_short_again_after_a_success(engine: Engine, log: MemoryLog) -> None:
    backoff = without_jitter()
    for _ in range(5):
        backoff.failed()
    Relay("test", engine, log, [NoteOutbox(engine)], backoff).run(StopAfter(1))
    assert backoff.failed() == 0.1


def test_any_other_error_leaves_the_relay(engine: Engine, log: MemoryLog) -> None:
    outbox = OutboxAwayAtFirst(engine, times=1, code=WRONG_STATEMENT)
    with pytest.raises(OperationalError):
        Relay("test", engine, log, [outbox]).run(threading.Event())


def test_a_relay_waits_while_another_runs(relay: Relay, engine: Engine, log: MemoryLog) -> None:
    write_note(engine, "a")
    with single_runner(engine, "test-relay") as other:
        assert other.is_held()
        relay.run(StopAfter(2))
        assert told(log) == {}
    relay.run(StopAfter(1))
    assert told(log) == {"a": [1]}
