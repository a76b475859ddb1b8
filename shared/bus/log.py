"""The protocol of the log: keyed messages in partitions, consumer groups, compaction.

Delivery is at least once, in order per key. A partition has one holder per group; it passes on
when its holder polls again, leaves, or is not heard of for the session's length. Adapters:
`kafka.py`, `sqlite_log.py`, `memory.py`; one contract suite (`tests/contracts/log_contract.py`)
says what all of them do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from shared.contracts.message import Message


class LogUnavailable(Exception):
    """The log did not take or give messages now; trying again later may work."""


@dataclass(frozen=True)
class Record(Message):
    """A message with its place on the log; `timestamp` is milliseconds since the epoch."""

    partition: int = 0
    offset: int = 0
    timestamp: int = 0


@dataclass(frozen=True)
class TopicSettings:
    """What an adapter needs to make a topic; `settings` in Apache Kafka's names."""

    name: str
    partitions: int
    settings: Mapping[str, str]


Positions = Mapping[tuple[str, int], int]
"""(topic, partition) -> offset of the next record to read."""


def positions_after(records: Iterable[Record]) -> Positions:
    """Where reading goes on once these records, in order, have been dealt with."""
    return {(record.topic, record.partition): record.offset + 1 for record in records}


class Consumer(Protocol):
    """One member of a consumer group; used by one thread only."""

    def poll(self, timeout: float, max_records: int) -> Sequence[Record]:
        """Up to `max_records` after those polled before; empty after `timeout` seconds.

        Raises LogUnavailable.
        """

    def commit(self, positions: Positions) -> None:
        """Make `positions` the group's starting point; raises LogUnavailable.

        A member that lost a partition in a rebalance commits nothing for it.
        """

    def rewind(self) -> None:
        """Go back to the committed positions, so that what was not committed comes again."""

    def close(self) -> None:
        """Leave the group without committing."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


class Log(Protocol):
    """A durable, partitioned, compacted log."""

    def create_topics(self, topics: Sequence[TopicSettings]) -> None:
        """Make the topics that are missing and bring the settings of the others up to date.

        A topic keeps the number of partitions it was made with: more would part a key's records.
        """

    def append(self, messages: Sequence[Message]) -> None:
        """Write all messages, in order per key; durable on return.

        Raises LogUnavailable, also for a topic not made yet: some messages may have been
        written, so consumers tolerate duplicates.
        """

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        """Join `group`; a group without committed positions starts at the beginning."""

    def replay(self, topics: Sequence[str]) -> Iterator[Record]:
        """Every record from the beginning to the end as it is now, outside any group.

        Raises LogUnavailable, also for a topic not made yet.
        """

    def lag(self, group: str, topics: Sequence[str]) -> int:
        """Offsets between the group's committed positions and the end.

        Raises LogUnavailable, also for a topic not made yet.
        """

    def close(self) -> None:
        """Release connections and files."""
