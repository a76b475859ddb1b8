"""The log on Apache Kafka. When to use: several machines; one machine needs no broker."""

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from kafka import KafkaAdminClient, KafkaProducer, OffsetSpec, TopicPartition
from kafka.admin import ConfigResource, ConfigResourceType
from kafka.errors import (
    KafkaError,
    MessageSizeTooLargeError,
    NoError,
    TopicAlreadyExistsError,
    for_code,
)

from shared.bus import kafka_member
from shared.bus.kafka_client import connection, milliseconds, open_client
from shared.bus.log import Consumer, LogUnavailable, Record, TopicSettings
from shared.contracts.message import Message

Answer = TypeVar("Answer")

# send() has no bound of its own: at most this much waits for acknowledgement.
CHUNK_MESSAGES = 1000
CHUNK_BYTES = 8 * 1024 * 1024
# A partition's share of a chunk goes in one request, as one must be answered before the next.
BATCH_BYTES = 128 * 1024


class KafkaLog:
    """A log on the cluster that `bootstrap_servers` ("host:port,host:port") lead to.

    Times are seconds. `delivery_timeout` should outlast any outage to ride out in silence. A
    member keeps its partitions until it is not heard of for `session_timeout`, or does not poll
    for `poll_interval`. With an `instance_id`, unique within each group, a restarted process
    takes its own partitions again at once.

    Every Kafka exception leaves as LogUnavailable.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        *,
        replication_factor: int = 1,
        delivery_timeout: float = 30.0,
        session_timeout: float = 10.0,
        poll_interval: float = 120.0,
        instance_id: str | None = None,
    ) -> None:
        self._replication_factor = replication_factor
        self._delivery_timeout = delivery_timeout
        self._request_timeout = min(10.0, delivery_timeout / 2)
        self._connection = connection(bootstrap_servers, self._request_timeout)
        self._membership = kafka_member.Membership(session_timeout, poll_interval, instance_id)
        self._producer: Any = None
        self._appending = threading.Lock()
        self._admin: Any = None
        self._asking = threading.Lock()

    def create_topics(self, topics: Sequence[TopicSettings]) -> None:
        existing = set(self._ask(lambda admin: admin.list_topics()))
        missing = [topic for topic in topics if topic.name not in existing]
        present = [topic for topic in topics if topic.name in existing]
        if missing:
            self._ask(lambda admin: _create(admin, missing, self._replication_factor))
        if present:
            self._ask(lambda admin: _configure(admin, present))

    def append(self, messages: Sequence[Message]) -> None:
        """As the protocol says; ValueError for a message larger than the log takes (1 MB)."""
        with self._appending:
            for chunk in _chunks(messages):
                self._append(chunk)

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        self._partitions(topics)
        return kafka_member.join(self._connection, self._membership, group, topics)

    def replay(self, topics: Sequence[str]) -> Iterator[Record]:
        partitions = self._partitions(topics)
        ends = self._offsets(partitions, OffsetSpec.LATEST)
        starts = self._offsets(partitions, OffsetSpec.EARLIEST)
        unread = {p: end for p, end in ends.items() if end > starts[p]}
        return kafka_member.read_to(self._connection, unread)

    def lag(self, group: str, topics: Sequence[str]) -> int:
        partitions = self._partitions(topics)
        ends = self._offsets(partitions, OffsetSpec.LATEST)
        offsets = self._ask(lambda admin: admin.list_group_offsets({group: partitions}))[group]
        committed = {p: at.offset for p, at in offsets.items() if at.offset >= 0}
        fresh = [p for p in partitions if p not in committed]
        reached = committed | self._offsets(fresh, OffsetSpec.EARLIEST)
        return sum(max(0, ends[p] - reached[p]) for p in partitions)

    def close(self) -> None:
        with self._appending:
            self._discard_producer()
        with self._asking:
            self._discard_admin()

    def _append(self, messages: Sequence[Message]) -> None:
        deadline = time.monotonic() + self._delivery_timeout + self._request_timeout
        self._producer = self._producer or self._open_producer()
        try:
            for future in [_send(self._producer, message) for message in messages]:
                future.get(timeout=max(0.0, deadline - time.monotonic()))
        except MessageSizeTooLargeError as error:
            raise ValueError(f"a message is too large for the log: {error}") from error
        except KafkaError as error:
            # After a delivery timeout the idempotent producer of kafka-python 3.0.12 is stuck.
            self._discard_producer()
            raise LogUnavailable(f"append: {error}") from error

    def _open_producer(self) -> Any:
        return open_client(
            KafkaProducer,
            **self._connection,
            acks="all",
            enable_idempotence=True,
            delivery_timeout_ms=milliseconds(self._delivery_timeout),
            max_block_ms=milliseconds(self._request_timeout),
            batch_size=BATCH_BYTES,
            allow_auto_create_topics=False,
        )

    def _discard_producer(self) -> None:
        """Close the producer; what it has not delivered yet fails now."""
        producer, self._producer = self._producer, None
        if producer is not None:
            # Without this close() gives up on unfinished batches and leaves its thread running.
            producer._sender.force_close()  # noqa: SLF001
            with suppress(KafkaError):
                producer.close(timeout=2 * self._request_timeout)

    def _partitions(self, topics: Sequence[str]) -> list[TopicPartition]:
        described = self._ask(lambda admin: admin.describe_topics(list(topics)))
        for topic in described:
            if topic["error_code"]:
                fault = for_code(topic["error_code"]).__name__
                raise LogUnavailable(f"topic {topic['name']}: {fault}")
        return [
            TopicPartition(topic["name"], partition["partition_index"])
            for topic in described
            for partition in topic["partitions"]
        ]

    def _offsets(
        self, partitions: Collection[TopicPartition], which: OffsetSpec
    ) -> dict[TopicPartition, int]:
        if not partitions:
            return {}
        wanted = dict.fromkeys(partitions, which)
        found = self._ask(lambda admin: admin.list_partition_offsets(wanted))
        return {p: at.offset for p, at in found.items()}

    def _ask(self, question: Callable[[Any], Answer]) -> Answer:
        """One question to the cluster, through the kept connection or else a new one."""
        with self._asking:
            if self._admin is not None:
                try:
                    return question(self._admin)
                except KafkaError:  # it may stem from before the broker's restart
                    self._discard_admin()
            self._admin = open_client(KafkaAdminClient, **self._connection)
            try:
                return question(self._admin)
            except KafkaError as error:
                self._discard_admin()
                raise LogUnavailable(str(error)) from error

    def _discard_admin(self) -> None:
        admin, self._admin = self._admin, None
        if admin is not None:
            admin.close()


def _create(admin: Any, topics: Sequence[TopicSettings], replication_factor: int) -> None:
    wanted = {
        topic.name: {
            "num_partitions": topic.partitions,
            "replication_factor": replication_factor,
            "configs": dict(topic.settings),
        }
        for topic in topics
    }
    for result in admin.create_topics(wanted, raise_errors=False)["topics"]:
        fault = for_code(result["error_code"])
        if fault not in (NoError, TopicAlreadyExistsError):
            raise fault(f"{result['name']}: {result.get('error_message')}")
    admin.wait_for_topics(list(wanted))


def _configure(admin: Any, topics: Sequence[TopicSettings]) -> None:
    changes = [
        ConfigResource(ConfigResourceType.TOPIC, topic.name, dict(topic.settings))
        for topic in topics
    ]
    for name, result in admin.alter_configs(changes, raise_on_unknown=False)["topic"].items():
        if result != "OK":
            raise KafkaError(f"{name}: {result}")


def _chunks(messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
    chunk: list[Message] = []
    size = 0
    for message in messages:
        chunk.append(message)
        size += len(message.value or b"")
        if len(chunk) == CHUNK_MESSAGES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _send(producer: Any, message: Message) -> Any:
    return producer.send(
        message.topic,
        key=message.key.encode(),
        value=message.value,
        headers=[(name, text.encode()) for name, text in message.headers.items()],
    )
