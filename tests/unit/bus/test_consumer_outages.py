"""The consumer loop while the log or the database is away: it waits, and nothing is lost."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from shared.bus.dead_letters import list_dead_letters
from shared.bus.log import Consumer, LogUnavailable, Positions, Record, TopicSettings
from shared.bus.memory import MemoryLog
from shared.contracts import Message
from tests.unit.bus.parts import (
    a_loop,
    all_kept,
    consume,
    database_error,
    failing_first,
    told,
    unreadable,
)


def test_while_the_database_is_away_the_batch_is_read_again_with_longer_pauses(
    log: MemoryLog, engine: Engine
) -> None:
    log.append([told("g1"), told("g2")])
    loop = a_loop(engine, log, failing_first(4, database_error(5)))
    stop = consume(loop)
    assert sorted(all_kept(engine)) == [("g1", 1), ("g2", 1)]
    assert stop.pauses == [0.1, 0.2, 0.4, 0.8]
    assert loop.metrics.retries.collect()[0].samples[0].value == 4
    assert list_dead_letters(log) == []


class ShakyLog(MemoryLog):
    """Fails where and as often as `faults` says."""

    def __init__(self, **faults: int) -> None:
        super().__init__()
        self.faults = dict(faults)

    def maybe_fail(self, what: str) -> None:
        if self.faults.get(what, 0):
            self.faults[what] -= 1
            raise LogUnavailable(what)

    def append(self, messages: Sequence[Message]) -> None:
        if any(m.topic == "dead-letters.v1" for m in messages):
            self.maybe_fail("refuse")
        super().append(messages)

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        self.maybe_fail("subscribe")
        return ShakyConsumer(self, super().subscribe(group, topics))


class ShakyConsumer:
    def __init__(self, log: ShakyLog, consumer: Consumer) -> None:
        self._log = log
        self._consumer = consumer

    def poll(self, timeout: float, max_records: int) -> Sequence[Record]:
        self._log.maybe_fail("poll")
        return self._consumer.poll(timeout, max_records)

    def commit(self, positions: Positions) -> None:
        self._log.maybe_fail("commit")
        self._consumer.commit(positions)

    def rewind(self) -> None:
        self._consumer.rewind()

    def close(self) -> None:
        self._consumer.close()

    def __enter__(self) -> "ShakyConsumer":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


@pytest.mark.parametrize("where", ["subscribe", "poll", "commit", "refuse"])
def test_while_the_log_is_away_the_consumer_tries_again_with_longer_pauses(
    where: str, engine: Engine
) -> None:
    log = ShakyLog(**{where: 4})
    log.create_topics([TopicSettings(t, 3, {}) for t in ("graduates.v1", "dead-letters.v1")])
    log.append([told("g1"), unreadable()])
    stop = consume(a_loop(engine, log))
    assert all_kept(engine) == [("g1", 1)]
    assert len(list_dead_letters(log)) == 1
    assert stop.pauses == [0.1, 0.2, 0.4, 0.8]
