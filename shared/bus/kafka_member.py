"""Reads Apache Kafka: one member of a consumer group, and the replay outside any group."""

import logging
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Self

from kafka import ConsumerRebalanceListener, KafkaConsumer, OffsetAndMetadata, TopicPartition
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.errors import (
    CommitFailedError,
    IllegalGenerationError,
    KafkaError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)
from kafka.structs import MemberState

from shared.bus.kafka_client import milliseconds, open_client
from shared.bus.log import LogUnavailable, Positions, Record

logger = logging.getLogger(__name__)

# kafka-python's defaults are the reverse.
_READING = {
    "auto_offset_reset": "earliest",
    "enable_auto_commit": False,
    "allow_auto_create_topics": False,
}
_MEMBERSHIP_CHANGED = (
    CommitFailedError,
    IllegalGenerationError,
    RebalanceInProgressError,
    UnknownMemberIdError,
)
_REPLAY_BATCH = 1000
# A group that does not settle for this many session timeouts has to be joined anew.
_PATIENCE_SESSIONS = 3


@dataclass(frozen=True)
class Membership:
    """How a process takes part in groups; times are seconds."""

    session_timeout: float
    poll_interval: float
    instance_id: str | None

    def configuration(self) -> dict[str, Any]:
        return {
            "group_instance_id": self.instance_id,
            "session_timeout_ms": milliseconds(self.session_timeout),
            "heartbeat_interval_ms": milliseconds(self.session_timeout / 4),
            "max_poll_interval_ms": milliseconds(self.poll_interval),
            # One round to settle, and partitions of the same number meet in the same member.
            "partition_assignment_strategy": [RangePartitionAssignor],
        }


def join(
    connection: Mapping[str, Any], membership: Membership, group: str, topics: Sequence[str]
) -> "KafkaMember":
    """A new member of `group`; it gets partitions as it polls. The topics must exist."""

    client = open_client(
        KafkaConsumer, **connection, **_READING, **membership.configuration(), group_id=group
    )
    patience = _PATIENCE_SESSIONS * membership.session_timeout
    return KafkaMember(client, topics, patience, connection["request_timeout_ms"])


def read_to(connection: Mapping[str, Any], ends: Mapping[TopicPartition, int]) -> Iterator[Record]:
    """Everything before `ends`, from the beginning, outside any group."""
    if not ends:
        return
    client = open_client(KafkaConsumer, **connection, **_READING)
    try:
        client.assign(list(ends))
        client.seek_to_beginning()
        yield from _read_to(client, dict(ends), connection["request_timeout_ms"] / 1000)
    except KafkaError as error:
        raise LogUnavailable(f"replay: {error}") from error
    finally:
        client.close(autocommit=False)


class _Losses(ConsumerRebalanceListener):  # type: ignore[misc]
    """Notes which partitions the group took away during a poll."""

    def __init__(self) -> None:
        self.partitions: set[TopicPartition] = set()

    def on_partitions_revoked(self, revoked: Collection[TopicPartition]) -> None:
        self.partitions.update(revoked)

    def on_partitions_lost(self, lost: Collection[TopicPartition]) -> None:
        self.partitions.update(lost)

    def on_partitions_assigned(self, assigned: Collection[TopicPartition]) -> None:
        """A gained partition starts where the group committed."""


class KafkaMember:
    """The `Consumer` of Kafka; used by one thread only, which should poll without pauses."""

    def __init__(
        self, client: KafkaConsumer, topics: Sequence[str], patience: float, timeout_ms: int
    ) -> None:
        self._client = client
        self._patience = patience
        self._timeout_ms = timeout_ms
        self._losses = _Losses()
        self._begin: dict[TopicPartition, int] = {}  # the first record that may have to come again
        self._pending: dict[TopicPartition, int] = {}  # handled, not yet taken by the broker
        self._unsettled_since: float | None = None
        client.subscribe(list(topics), listener=self._losses)
        self._learn_partitions(topics)

    def poll(self, timeout: float, max_records: int) -> Sequence[Record]:
        self._commit_pending()
        try:
            batches = self._client.poll(timeout_ms=milliseconds(timeout), max_records=max_records)
        except KafkaError as error:
            raise LogUnavailable(f"poll: {error}") from error
        finally:
            self._forget_losses()
        self._expect_to_settle()
        for partition, records in batches.items():
            self._begin.setdefault(partition, records[0].offset)
        return [_record(raw) for records in batches.values() for raw in records]

    def commit(self, positions: Positions) -> None:
        """As the protocol says; in the middle of a rebalance it is left to the next poll."""
        self._pending |= {TopicPartition(*place): at for place, at in positions.items()}
        self._commit_pending()

    def rewind(self) -> None:
        for partition, offset in self._begin.items():
            self._client.seek(partition, offset)

    def close(self) -> None:
        # A group that cannot be told now notices when the session ends.
        with suppress(KafkaError):
            self._client.close(autocommit=False, timeout_ms=self._timeout_ms)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _learn_partitions(self, topics: Sequence[str]) -> None:
        """Before joining: partitions that are learnt afterwards make the group settle twice."""
        try:
            for topic in topics:
                self._client.partitions_for_topic(topic)
        except KafkaError as error:
            self.close()
            raise LogUnavailable(f"subscribe: {error}") from error

    def _commit_pending(self) -> None:
        owned = self._client.assignment()
        positions = {p: at for p, at in self._pending.items() if p in owned}
        if not positions:
            return
        offsets = {p: OffsetAndMetadata(at) for p, at in positions.items()}
        try:
            self._client.commit(offsets, timeout_ms=self._timeout_ms)
        except _MEMBERSHIP_CHANGED as error:
            logger.info("the commit waits until the group has settled: %s", error)
            return
        except KafkaError as error:
            self._pending.clear()
            raise LogUnavailable(f"commit: {error}") from error
        self._begin |= positions
        self._pending.clear()

    def _forget_losses(self) -> None:
        for partition in self._losses.partitions:
            self._begin.pop(partition, None)
            self._pending.pop(partition, None)
        self._losses.partitions.clear()

    def _expect_to_settle(self) -> None:
        """LogUnavailable, after which one subscribes again, when the group does not settle.

        kafka-python 3.0.12 can overlook a rebalance that ends between two polls, and then waits
        for ever and sends no heartbeat.
        """
        if self._client.group_metadata().state == MemberState.STABLE:
            self._unsettled_since = None
            return
        now = time.monotonic()
        self._unsettled_since = self._unsettled_since or now
        if now - self._unsettled_since > self._patience:
            raise LogUnavailable(f"the group did not settle in {self._patience:g} s")


def _read_to(
    client: KafkaConsumer, ends: dict[TopicPartition, int], patience: float
) -> Iterator[Record]:
    """Goes by positions, not by the last record: compaction may have removed that one."""
    heard = time.monotonic()
    while ends:
        batches = client.poll(timeout_ms=500, max_records=_REPLAY_BATCH)
        for partition, records in batches.items():
            yield from (_record(raw) for raw in records if raw.offset < ends[partition])
        finished = [p for p, end in ends.items() if (client.position(p) or 0) >= end]
        client.pause(*finished)
        for partition in finished:
            del ends[partition]
        if batches or finished:
            heard = time.monotonic()
        elif time.monotonic() - heard > patience:
            raise LogUnavailable("replay: the broker sends nothing more")


def _record(raw: Any) -> Record:
    return Record(
        topic=raw.topic,
        key=_text(raw.key),
        value=raw.value,
        headers={name: _text(value) for name, value in raw.headers},
        partition=raw.partition,
        offset=raw.offset,
        timestamp=raw.timestamp,
    )


def _text(raw: bytes | None) -> str:
    """Bytes that are not UTF-8 are shown, not refused: the reader's dead letters take them."""
    return (raw or b"").decode(errors="replace")
