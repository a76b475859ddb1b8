"""What event throughput is measured on: our logs, and kafka-python without us."""

import contextlib
from collections.abc import Generator, Sequence
from typing import Protocol

import kafka

from shared.bus.log import Log, TopicSettings
from shared.bus.relay import BATCH
from shared.contracts import Message

PARTITIONS = 12


class Subject(Protocol):
    """Something that takes messages durably and gives them back."""

    def make_topic(self, name: str) -> None: ...

    def append(self, messages: Sequence[Message]) -> None:
        """Durable on return."""

    def polls(self, group: str, topic: str) -> Generator[int]:
        """How many messages each poll gave; every batch is committed."""


class OurLog:
    """One of the log's adapters."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def make_topic(self, name: str) -> None:
        self._log.create_topics([TopicSettings(name, PARTITIONS, {"cleanup.policy": "compact"})])

    def append(self, messages: Sequence[Message]) -> None:
        self._log.append(messages)

    def polls(self, group: str, topic: str) -> Generator[int]:
        with self._log.subscribe(group, [topic]) as consumer:
            while True:
                records = consumer.poll(0.5, BATCH)
                if records:
                    consumer.commit({(r.topic, r.partition): r.offset + 1 for r in records})
                yield len(records)


class BareKafka:
    """kafka-python used plainly, with the acknowledgements and idempotence of our adapter."""

    def __init__(self, servers: str, topics: OurLog) -> None:
        self._servers = servers
        self.make_topic = topics.make_topic
        self._producer = kafka.KafkaProducer(
            bootstrap_servers=servers, acks="all", enable_idempotence=True
        )

    def append(self, messages: Sequence[Message]) -> None:
        for m in messages:
            headers = [(name, text.encode()) for name, text in m.headers.items()]
            self._producer.send(m.topic, value=m.value, key=m.key.encode(), headers=headers)
        self._producer.flush()

    def polls(self, group: str, topic: str) -> Generator[int]:
        consumer = kafka.KafkaConsumer(
            topic,
            bootstrap_servers=self._servers,
            group_id=group,
            auto_offset_reset="earliest",
            enable_auto_commit=False,
        )
        with contextlib.closing(consumer):
            while True:
                batches = consumer.poll(timeout_ms=500, max_records=BATCH)
                if batches:
                    consumer.commit()
                yield sum(map(len, batches.values()))

    def close(self) -> None:
        self._producer.close()
