"""The consumer loop: once in effect, and the exception's type decides what happens."""

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import OperationalError

from shared.bus.dead_letters import list_dead_letters
from shared.bus.errors import RecordRefused, TooManyDeadLetters
from shared.bus.log import Positions, TopicSettings
from shared.bus.memory import MemoryLog
from shared.contracts import Envelope, Message
from shared.correlation import correlation_id
from tests.unit.bus.parts import (
    RECORDED,
    UntilCaughtUp,
    a_loop,
    all_kept,
    consume,
    database_error,
    failing_first,
    keep,
    kept,
    told,
    told_erased,
    unreadable,
)

Handler = Callable[[Connection, Sequence[Envelope]], None]


def reasons(log: MemoryLog) -> dict[str, str]:
    return {letter.key: letter.reason for letter in list_dead_letters(log)}


def refusing(*records: str) -> Handler:
    """A handler that keeps all events but those of `records`."""

    def handler(connection: Connection, events: Sequence[Envelope]) -> None:
        keep(connection, events)
        for event in events:
            if event.record_key.removeprefix("uni/") in records:
                raise RecordRefused(f"{event.record_key} is bad")

    return handler


# ---- once in effect


def test_an_event_is_handled_and_its_offset_committed(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1"), told("g2")])
    loop = a_loop(engine, log)
    consume(loop)
    assert sorted(all_kept(engine)) == [("g1", 1), ("g2", 1)]
    assert loop.metrics.handled.collect()[0].samples[0].value == 2


def test_an_event_told_again_is_handled_once(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1")])
    consume(a_loop(engine, log))
    log.append([told("g1"), told("g1")])
    consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 1)]


def test_an_older_version_that_comes_late_is_passed_over(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1", version=2)])
    consume(a_loop(engine, log))
    log.append([told("g1", version=1), told("g1", version=3)])
    consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 2), ("g1", 3)]


def test_of_one_batch_only_the_newest_state_is_handled(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1", 1), told("g1", 3), told("g1", 2), told("g2", 1), told_erased("g2", 2)])
    consume(a_loop(engine, log))
    assert sorted(all_kept(engine)) == [("g1", 3), ("g2", 2)]


def test_a_record_told_again_after_its_erasure_stays_erased(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1", 1), told_erased("g1", 2)])
    consume(a_loop(engine, log))
    log.append([told("g1", 1)])
    consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 2)]


def test_each_type_has_its_handler_called_once_a_batch(log: MemoryLog, engine: Engine) -> None:
    calls: list[tuple[str, int]] = []

    def note(_: Connection, events: Sequence[Envelope]) -> None:
        calls.append((events[0].type, len(events)))

    log.append([told("g1"), told_erased("g2", 1), told("g3"), told("g4")])
    consume(a_loop(engine, log, note))
    assert calls == [(RECORDED, 3), ("lmis.graduate.erased.v1", 1)]


# ---- how far the results go


def test_positions_are_kept_with_the_results_of_what_lies_before_them(
    log: MemoryLog, engine: Engine
) -> None:
    noted: list[tuple[Positions, int]] = []

    def keep_positions(connection: Connection, reached: Positions) -> None:
        done = connection.scalar(select(func.count()).select_from(kept))
        noted.append((reached, done or 0))

    log.append([told("g1"), told("g2"), unreadable("g3")])
    consume(a_loop(engine, log, keep_positions=keep_positions))
    reached: dict[tuple[str, int], int] = {}
    for positions, _ in noted:
        reached.update(positions)
    assert sum(reached.values()) == 3
    assert noted[-1][1] == 2


def test_positions_pass_a_refused_event_when_all_before_it_is_settled(
    log: MemoryLog, engine: Engine
) -> None:
    noted: list[Positions] = []
    log.append([told("g1"), told("bad"), told("g2")])
    loop = a_loop(
        engine, log, refusing("bad"), keep_positions=lambda _, reached: noted.append(reached)
    )
    consume(loop)
    assert reasons(log) == {"graduates.v1/uni/bad": "uni/bad is bad"}
    reached: dict[tuple[str, int], int] = {}
    for positions in noted:
        assert all(positions[place] >= reached.get(place, 0) for place in positions)
        reached.update(positions)
    assert sum(reached.values()) == 3


# ---- bad records


def test_what_cannot_be_read_becomes_a_dead_letter_and_the_rest_goes_on(
    log: MemoryLog, engine: Engine
) -> None:
    unknown = told("g2").headers | {"ce_type": "lmis.graduate.promoted.v1"}
    log.append([unreadable(), told("g1"), Message("graduates.v1", "uni/g2", b"{}", unknown)])
    loop = a_loop(engine, log)
    consume(loop)
    assert all_kept(engine) == [("g1", 1)]
    assert reasons(log).keys() == {"graduates.v1/uni/x", "graduates.v1/uni/g2"}
    assert loop.metrics.refused.collect()[0].samples[0].value == 2


def test_an_event_of_another_topic_becomes_a_dead_letter(log: MemoryLog, engine: Engine) -> None:
    stray = told("g1").headers | {"ce_type": "lmis.vacancy.erased.v1"}
    log.append([Message("graduates.v1", "uni/g1", None, stray)])
    consume(a_loop(engine, log))
    assert "does not belong on graduates.v1" in reasons(log)["graduates.v1/uni/g1"]


def test_only_the_refused_event_of_a_batch_becomes_a_dead_letter(
    log: MemoryLog, engine: Engine
) -> None:
    log.append([told(f"g{n}") for n in range(5)])
    consume(a_loop(engine, log, refusing("g1", "g3")))
    assert sorted(all_kept(engine)) == [("g0", 1), ("g2", 1), ("g4", 1)]
    assert reasons(log) == {
        "graduates.v1/uni/g1": "uni/g1 is bad",
        "graduates.v1/uni/g3": "uni/g3 is bad",
    }


def test_a_refused_event_may_be_taken_later(log: MemoryLog, engine: Engine) -> None:
    log.append([told("g1")])
    consume(a_loop(engine, log, refusing("g1")))
    log.append([told("g1")])
    consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 1)]


@pytest.mark.parametrize("handler", [keep, refusing(*(f"g{n}" for n in range(9)))])
def test_too_many_refusals_in_a_row_stop_the_consumer(
    log: MemoryLog, engine: Engine, handler: Handler
) -> None:
    bad = unreadable if handler is keep else told
    log.create_topics([TopicSettings("graduates.v1", 1, {})])
    log.append([bad(f"g{n}") for n in range(9)])
    with pytest.raises(TooManyDeadLetters):
        a_loop(engine, log, handler, most_dead_letters=9).run(UntilCaughtUp(log))
    assert len(reasons(log)) == 9
    assert log.lag("g", ["graduates.v1"]) == 9


def test_refusals_with_a_success_between_them_do_not_stop_the_consumer(engine: Engine) -> None:
    log = MemoryLog()
    log.create_topics([TopicSettings(t, 1, {}) for t in ("graduates.v1", "dead-letters.v1")])
    log.append([unreadable(f"x{n}") for n in range(8)] + [told("g1")])
    log.append([unreadable(f"y{n}") for n in range(8)])
    consume(a_loop(engine, log, most_dead_letters=9))
    assert len(reasons(log)) == 16
    assert all_kept(engine) == [("g1", 1)]


# ---- what may not


@pytest.mark.parametrize(
    ("error", "expected"),
    [(ZeroDivisionError("a bug"), ZeroDivisionError), (database_error(1), OperationalError)],
)
def test_any_other_error_leaves_the_loop_with_nothing_done(
    error: Exception, expected: type[Exception], log: MemoryLog, engine: Engine
) -> None:
    log.append([told("g1")])
    with pytest.raises(expected):
        a_loop(engine, log, failing_first(1, error)).run(UntilCaughtUp(log))
    assert all_kept(engine) == []
    assert list_dead_letters(log) == []
    assert log.lag("g", ["graduates.v1"]) == 1
    consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 1)]


def test_a_statement_that_is_wrong_is_no_passing_error(log: MemoryLog, engine: Engine) -> None:
    def wrong(connection: Connection, _: Sequence[Envelope]) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    log.append([told("g1")])
    with pytest.raises(OperationalError):
        a_loop(engine, log, wrong).run(UntilCaughtUp(log))


# ---- correlation


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[list[tuple[str, str]]]:
    """(message, correlation id) of every line logged by the bus."""
    lines: list[tuple[str, str]] = []

    def note(record: logging.LogRecord) -> bool:
        lines.append((record.getMessage(), correlation_id.get()))
        return True

    caplog.set_level(logging.DEBUG, "shared.bus")
    caplog.handler.addFilter(note)
    yield lines
    caplog.handler.removeFilter(note)


def test_what_is_logged_about_an_event_carries_its_correlation_id(
    log: MemoryLog, engine: Engine, logged: list[Any]
) -> None:
    log.append([told("g1", correlationid="c-1"), told("g2", correlationid="c-2"), unreadable()])
    consume(a_loop(engine, log))
    assert sorted(logged) == [
        ("event refused", "c-unreadable"),
        ("events taken", "c-1"),
        ("events taken", "c-2"),
    ]


def test_a_handler_works_under_the_correlation_id_that_its_events_share(
    log: MemoryLog, engine: Engine
) -> None:
    seen: list[str] = []

    def note(_: Connection, events: Sequence[Envelope]) -> None:
        seen.append(correlation_id.get())

    loop = a_loop(engine, log, note)
    log.append([told("g1", correlationid="c-1"), told("g2", correlationid="c-1")])
    consume(loop)
    log.append([told("g3", correlationid="c-2"), told("g4", correlationid="c-3")])
    consume(loop)
    assert seen == ["c-1", ""]
    assert correlation_id.get() == ""
