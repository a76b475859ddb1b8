"""What the contract's parts stand on: messages, patience, and reading with either."""

import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import pytest

from shared.bus.log import Consumer, Log, Positions, Record, TopicSettings
from shared.contracts import Message

OpenLog = Callable[[], Log]

COMPACTED = {"cleanup.policy": "compact", "delete.retention.ms": "60000"}


def message(topic: str, key: str, text: str | None, **headers: str) -> Message:
    return Message(topic, key, None if text is None else text.encode(), headers)


def texts(records: Iterable[Record]) -> list[str]:
    return [r.value.decode() for r in records if r.value is not None]


def texts_by_key(records: Iterable[Record]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record in records:
        found[record.key] += texts([record])
    return dict(found)


def after(records: Iterable[Record]) -> Positions:
    """The positions that say all of `records` are done."""
    positions: dict[tuple[str, int], int] = {}
    for r in records:
        place = (r.topic, r.partition)
        positions[place] = max(positions.get(place, 0), r.offset + 1)
    return positions


class Ground:
    """What each part derives from; the attributes say what time an adapter needs."""

    patience = 5.0
    """Seconds in which what must come has come, a rebalance included."""

    session = 0.3
    """Seconds after which a member that no longer polls loses its partitions."""

    quiet = 0.3
    """Seconds of silence taken to mean that nothing more comes."""

    compaction_settings = COMPACTED

    @pytest.fixture
    def new_log(self) -> OpenLog:
        """Another handle on the same log at each call, closed by the fixture at the end.

        Its members' session must be `self.session` long.
        """
        raise NotImplementedError

    def compact(self, log: Log, topic: str, later_ms: int) -> None:
        """Have `topic` compacted as if it were `later_ms` milliseconds from now."""
        raise NotImplementedError

    @pytest.fixture
    def log(self, new_log: OpenLog) -> Log:
        return new_log()

    @pytest.fixture
    def topic(self, log: Log) -> str:
        return self.make_topic(log, partitions=3)

    @pytest.fixture
    def group(self) -> str:
        return f"readers-{uuid.uuid4()}"

    def make_topic(self, log: Log, partitions: int) -> str:
        name = f"contract-{uuid.uuid4()}"
        log.create_topics([TopicSettings(name, partitions, self.compaction_settings)])
        return name

    def read(self, consumer: Consumer, count: int) -> list[Record]:
        """At least `count` records, polled while patience lasts."""
        return self.read_together([consumer], count)[0]

    def read_together(self, consumers: Sequence[Consumer], count: int) -> list[list[Record]]:
        """What each of `consumers` polls in turn until together they have `count` records."""
        found: list[list[Record]] = [[] for _ in consumers]
        deadline = time.monotonic() + self.patience
        while sum(map(len, found)) < count and time.monotonic() < deadline:
            for consumer, records in zip(consumers, found, strict=True):
                records += consumer.poll(0.05, 100)
        assert sum(map(len, found)) >= count, f"{found} are not {count} records"
        return found

    def read_out(self, consumer: Consumer) -> list[Record]:
        """Everything until the log has been quiet, after patience for the group to settle."""
        found: list[Record] = []
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            if records := consumer.poll(self.quiet, 100):
                found += records
            elif found:
                break
        return found

    def share(self, one: Consumer, other: Consumer, log: Log, topic: str) -> list[Record]:
        """Keep both members polling until each has been given something; all they got."""
        got: list[list[Record]] = [[], []]
        deadline = time.monotonic() + self.patience
        while not all(got) and time.monotonic() < deadline:
            log.append([message(topic, f"key-{n}", "shared") for n in range(30)])
            for records, member in zip(got, (one, other), strict=True):
                polled = member.poll(0.1, 1000)
                member.commit(after(polled))
                records += polled
        assert all(got), "one member of the group was never given a partition"
        return got[0] + got[1]
