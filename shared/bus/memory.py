"""The log in memory: the contract's shortest form, for tests and for trying things out."""

import time
import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Condition

from shared.bus.compaction import delete_retention_ms
from shared.bus.log import Consumer, LogUnavailable, Positions, Record, TopicSettings
from shared.bus.member import Claim, Member
from shared.bus.partitions import Partition, handover, partition_of, shares
from shared.contracts.message import Message


@dataclass
class _Group:
    committed: dict[Partition, int] = field(default_factory=dict)
    members: dict[str, Sequence[str]] = field(default_factory=dict)
    expires: dict[str, float] = field(default_factory=dict)
    held: dict[Partition, str] = field(default_factory=dict)

    def remove(self, member: str) -> None:
        self.members.pop(member, None)
        self.expires.pop(member, None)
        self.held = {p: holder for p, holder in self.held.items() if holder != member}


@dataclass
class _Store:
    """What the log and its members share; `changed` guards all of it."""

    changed: Condition = field(default_factory=Condition)
    topics: dict[str, TopicSettings] = field(default_factory=dict)
    records: dict[Partition, list[Record]] = field(default_factory=dict)
    ends: dict[Partition, int] = field(default_factory=dict)
    groups: dict[str, _Group] = field(default_factory=lambda: defaultdict(_Group))

    def partitions(self, topics: Iterable[str]) -> list[Partition]:
        for topic in topics:
            if topic not in self.topics:
                raise LogUnavailable(f"topic {topic!r} has not been made")
        return [(t, n) for t in topics for n in range(self.topics[t].partitions)]


class MemoryLog:
    """Gone with the process; threads share one instance."""

    def __init__(
        self, *, session_seconds: float = 30.0, clock: Callable[[], float] = time.time
    ) -> None:
        self._session_seconds = session_seconds
        self._clock = clock
        self._store = _Store()

    def create_topics(self, topics: Sequence[TopicSettings]) -> None:
        store = self._store
        with store.changed:
            for topic in topics:
                size = store.topics.get(topic.name, topic).partitions
                store.topics[topic.name] = TopicSettings(topic.name, size, topic.settings)
                for partition in store.partitions([topic.name]):
                    store.records.setdefault(partition, [])
                    store.ends.setdefault(partition, 0)
            store.changed.notify_all()

    def append(self, messages: Sequence[Message]) -> None:
        now = int(self._clock() * 1000)
        store = self._store
        with store.changed:
            store.partitions({m.topic for m in messages})
            for m in messages:
                number = partition_of(m.key, store.topics[m.topic].partitions)
                place = (m.topic, number)
                store.records[place].append(
                    Record(m.topic, m.key, m.value, dict(m.headers), number, store.ends[place], now)
                )
                store.ends[place] += 1
            store.changed.notify_all()

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        return Member(_Seat(self._store, group, topics, self._session_seconds, self._clock))

    def replay(self, topics: Sequence[str]) -> Iterator[Record]:
        with self._store.changed:
            partitions = self._store.partitions(topics)
            return iter([r for p in partitions for r in self._store.records[p]])

    def lag(self, group: str, topics: Sequence[str]) -> int:
        store = self._store
        with store.changed:
            committed = store.groups[group].committed
            return sum(store.ends[p] - committed.get(p, 0) for p in store.partitions(topics))

    def compact(self, now_ms: int) -> None:
        """Keep the latest record of each key, and a tombstone only for its retention."""
        store = self._store
        with store.changed:
            for (topic, number), records in store.records.items():
                latest = {r.key: r.offset for r in records}
                expiry = now_ms - delete_retention_ms(store.topics[topic].settings)
                store.records[topic, number] = [
                    r
                    for r in records
                    if r.offset == latest[r.key] and (r.value is not None or r.timestamp >= expiry)
                ]

    compact_where_due = compact

    def close(self) -> None:
        """Nothing to release."""


class _Seat:
    """A member's place in its group."""

    def __init__(
        self,
        store: _Store,
        group: str,
        topics: Sequence[str],
        session_seconds: float,
        clock: Callable[[], float],
    ) -> None:
        self._store = store
        self._group = store.groups[group]
        self._topics = tuple(topics)
        self._session_seconds = session_seconds
        self._clock = clock
        self._name = uuid.uuid4().hex

    def claim(self) -> Claim:
        group, now = self._group, self._clock()
        with self._store.changed:
            group.expires[self._name] = now + self._session_seconds
            for silent in [m for m, expires in group.expires.items() if expires < now]:
                group.remove(silent)
            group.members[self._name] = self._topics
            sizes = {name: topic.partitions for name, topic in self._store.topics.items()}
            give_up, take = handover(self._name, shares(group.members, sizes), group.held)
            for partition in give_up:
                del group.held[partition]
            group.held.update(dict.fromkeys(take, self._name))
            if give_up:
                self._store.changed.notify_all()
            held = {p for p, holder in group.held.items() if holder == self._name}
            return Claim(held, gained=take)

    def committed(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        with self._store.changed:
            return {p: self._group.committed.get(p, 0) for p in partitions}

    def read(self, partition: Partition, position: int, limit: int) -> Sequence[Record]:
        with self._store.changed:
            records = self._store.records[partition]
            first = bisect_left(records, position, key=lambda r: r.offset)
            return records[first : first + limit]

    def commit(self, positions: Positions) -> None:
        with self._store.changed:
            mine = {p: n for p, n in positions.items() if self._group.held.get(p) == self._name}
            self._group.committed.update(mine)

    def wait(self, timeout: float) -> None:
        with self._store.changed:
            self._store.changed.wait(min(timeout, self._session_seconds / 3, 0.05))

    def leave(self) -> None:
        with self._store.changed:
            self._group.remove(self._name)
            self._store.changed.notify_all()
