"""The log on Apache Kafka keeps the contract; on the stand-in broker as far as that goes."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from kafka.structs import MemberState

from shared.bus.kafka import KafkaLog
from shared.bus.kafka_member import KafkaMember
from shared.bus.log import Consumer, Log, Record, TopicSettings
from tests.contracts.log_contract import LogContract, OpenLog, after, message, texts, texts_by_key
from tests.support.brokers import Broker

pytestmark = pytest.mark.kafka

# Kafka compacts on its own clock, and never the segment being written: these roll and clean it.
EAGER_COMPACTION = {
    "cleanup.policy": "compact",
    "segment.ms": "100",
    "min.cleanable.dirty.ratio": "0.001",
    "delete.retention.ms": "1500",
}
FILLER = "filler-"
NEEDS = {
    "test_a_topic_nobody_made_is_unavailable": "missing topics",
    "test_lag_counts_what_a_group_has_not_committed": "end offsets",
    "test_replay_gives_everything_and_moves_no_group": "end offsets",
    "test_replay_ends_where_the_log_ended_when_it_began": "end offsets",
    "test_a_key_keeps_its_partition": "end offsets",
    "test_the_others_take_over_from_a_member_that_fell_silent": "dead members",
    "test_a_member_commits_nothing_for_a_partition_it_lost": "dead members",
    "test_a_member_that_was_put_out_may_come_back": "dead members",
    "test_compaction_keeps_the_latest_of_each_key": "compaction",
    "test_compaction_keeps_a_tombstone_until_its_retention_has_passed": "compaction",
    "test_a_group_reads_on_across_what_compaction_removed": "compaction",
}


def have_settled(*members: Consumer) -> bool:
    """Whether all are members of one generation of their group, and each has partitions."""
    clients = [member._client for member in members if isinstance(member, KafkaMember)]
    groups = [client.group_metadata() for client in clients]
    return (
        len({group.generation_id for group in groups}) == 1
        and all(group.state == MemberState.STABLE for group in groups)
        and all(client.assignment() for client in clients)
        and not set.intersection(*(client.assignment() for client in clients))
    )


class TestKafkaLog(LogContract):
    patience = 30.0
    session = 2.0
    quiet = 1.0

    @pytest.fixture(autouse=True)
    def _broker_is_able(self, request: pytest.FixtureRequest, kafka_broker: Broker) -> None:
        kafka_broker.require(NEEDS.get(request.node.originalname, ""))

    @pytest.fixture
    def new_log(self, kafka_broker: Broker) -> Iterator[OpenLog]:
        logs: list[KafkaLog] = []

        def open_another() -> KafkaLog:
            logs.append(
                KafkaLog(
                    kafka_broker.bootstrap_servers,
                    delivery_timeout=10.0,
                    session_timeout=self.session,
                    poll_interval=self.session,
                )
            )
            return logs[-1]

        yield open_another
        for log in logs:
            log.close()

    def share(self, one: Consumer, other: Consumer, log: Log, topic: str) -> list[Record]:
        """Both poll at the same time, as members do: polled in turn, their rebalance never ends."""
        deadline = time.monotonic() + self.patience

        def read(member: Consumer) -> list[Record]:
            found: list[Record] = []
            while not have_settled(one, other) and time.monotonic() < deadline:
                polled = member.poll(0.2, 1000)
                member.commit(after(polled))
                found += polled
            return found

        with ThreadPoolExecutor(max_workers=2) as pool:
            found = [record for part in pool.map(read, (one, other)) for record in part]
        assert have_settled(one, other), "one member of the group was never given a partition"
        return found

    def eagerly_compacted_topic(self, log: Log) -> str:
        name = self.make_topic(log, partitions=3)
        log.create_topics([TopicSettings(name, 3, EAGER_COMPACTION)])
        return name

    def wait_for_compaction(
        self, log: Log, topic: str, done: Callable[[Sequence[Record]], bool]
    ) -> None:
        """Roll the segments until what is left of the test's own records is `done`."""
        deadline = time.monotonic() + self.patience
        while True:
            time.sleep(0.2)
            log.append([message(topic, f"{FILLER}{n}", None) for n in range(20)])
            left = [r for r in log.replay([topic]) if not r.key.startswith(FILLER)]
            if done(left):
                return
            assert time.monotonic() < deadline, f"compaction left {left}"

    def test_compaction_keeps_the_latest_of_each_key(self, log: Log, topic: str) -> None:
        topic = self.eagerly_compacted_topic(log)
        for n in range(4):
            log.append([message(topic, f"key-{k}", f"{k}:{n}") for k in range(10)])
        latest = {f"key-{k}": [f"{k}:3"] for k in range(10)}
        self.wait_for_compaction(log, topic, lambda left: texts_by_key(left) == latest)

    def test_compaction_keeps_a_tombstone_until_its_retention_has_passed(
        self, log: Log, topic: str
    ) -> None:
        topic = self.eagerly_compacted_topic(log)
        log.append([message(topic, "k", "erased"), message(topic, "other", "stays")])
        log.append([message(topic, "k", None)])
        for expected in ({("k", None), ("other", b"stays")}, {("other", b"stays")}):
            self.wait_for_compaction(
                log, topic, lambda left, e=expected: {(r.key, r.value) for r in left} == e
            )

    def test_a_group_reads_on_across_what_compaction_removed(
        self, log: Log, topic: str, group: str
    ) -> None:
        topic = self.eagerly_compacted_topic(log)
        for n in range(6):
            log.append([message(topic, "k", str(n))])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 6)[:2]))
        self.wait_for_compaction(log, topic, lambda left: texts(left) == ["5"])
        log.append([message(topic, "k", "new")])
        with log.subscribe(group, [topic]) as consumer:
            assert texts(self.read_out(consumer)) == ["5", "new"]
            assert log.lag(group, [topic]) > 0
