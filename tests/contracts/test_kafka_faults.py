"""The log on Apache Kafka through a broker that freezes, dies and comes back."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator

import pytest

from deploy.kafka.local import LocalKafka
from shared.bus.kafka import KafkaLog
from shared.bus.log import LogUnavailable, Record, TopicSettings
from shared.contracts import Message
from tests.contracts.log_contract import after, message, texts, texts_by_key

pytestmark = pytest.mark.kafka

PATIENCE = 60.0
COMPACTED = {"cleanup.policy": "compact"}


@pytest.fixture
def broker(own_kafka: LocalKafka) -> Iterator[LocalKafka]:
    """A running broker, also after the test that stopped it."""
    yield own_kafka
    if own_kafka.is_running():
        own_kafka.resume()
    else:
        own_kafka.start()


@pytest.fixture
def new_log(broker: LocalKafka, request: pytest.FixtureRequest) -> Callable[..., KafkaLog]:
    def open_another(**settings: float | str) -> KafkaLog:
        log = KafkaLog(broker.bootstrap_servers, **{"delivery_timeout": 4.0, **settings})
        request.addfinalizer(log.close)
        return log

    return open_another


@pytest.fixture
def log(new_log: Callable[..., KafkaLog]) -> KafkaLog:
    return new_log()


@pytest.fixture
def topic(log: KafkaLog) -> str:
    name = f"faults-{uuid.uuid4()}"
    log.create_topics([TopicSettings(name, 3, COMPACTED)])
    return name


def append_in_the_end(log: KafkaLog, messages: list[Message]) -> None:
    """Append as the relay does: again until the log takes it."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            log.append(messages)
        except LogUnavailable:
            assert time.monotonic() < deadline
        else:
            return


def read_in_the_end(log: KafkaLog, group: str, topic: str, last: str) -> list[Record]:
    """Read as the consumer loop does, joining again after LogUnavailable, until `last` came."""
    found: list[Record] = []
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            with log.subscribe(group, [topic]) as consumer:
                while last not in texts(found) and time.monotonic() < deadline:
                    records = consumer.poll(0.5, 500)
                    found += records
                    consumer.commit(after(records))
                return found
        except LogUnavailable:
            time.sleep(0.2)
    return found


def test_a_frozen_broker_fails_an_append_in_bounded_time_and_a_new_producer_goes_on(
    broker: LocalKafka, log: KafkaLog, topic: str
) -> None:
    log.append([message(topic, "k", "before")])
    broker.pause()
    started = time.monotonic()
    with pytest.raises(LogUnavailable):
        log.append([message(topic, "k", "during")])
    assert time.monotonic() - started < 20  # delivery timeout 4 s, then closing
    broker.resume()
    append_in_the_end(log, [message(topic, "k", "after")])
    found = texts(log.replay([topic]))
    assert found[0] == "before"
    assert found[-1] == "after"
    assert set(found) <= {"before", "during", "after"}


def test_a_first_append_to_a_frozen_broker_fails_in_bounded_time(
    broker: LocalKafka, log: KafkaLog, new_log: Callable[..., KafkaLog], topic: str
) -> None:
    fresh = new_log()
    broker.pause()
    started = time.monotonic()
    with pytest.raises(LogUnavailable):
        fresh.append([message(topic, "k", "during")])
    assert time.monotonic() - started < 20
    broker.resume()
    append_in_the_end(fresh, [message(topic, "k", "after")])


def test_a_failing_producer_leaves_no_threads_behind(
    broker: LocalKafka, log: KafkaLog, topic: str
) -> None:
    log.append([message(topic, "k", "before")])
    before = threading.active_count()
    broker.pause()
    for _ in range(3):
        with pytest.raises(LogUnavailable):
            log.append([message(topic, "k", "during")])
    broker.resume()
    append_in_the_end(log, [message(topic, "k", "after")])
    assert threading.active_count() <= before


def test_questions_to_a_frozen_broker_fail_in_bounded_time(
    broker: LocalKafka, log: KafkaLog, topic: str
) -> None:
    with log.subscribe("frozen", [topic]) as consumer:
        consumer.poll(2.0, 10)
        broker.pause()
        started = time.monotonic()
        with pytest.raises(LogUnavailable):
            log.lag("frozen", [topic])
        with pytest.raises(LogUnavailable):
            list(log.replay([topic]))
        with pytest.raises(LogUnavailable):
            consumer.commit({(topic, 0): 0, (topic, 1): 0, (topic, 2): 0})
        assert list(consumer.poll(0.5, 10)) == []
        assert time.monotonic() - started < 30
    assert time.monotonic() - started < 45


def test_what_was_acknowledged_outlives_a_killed_broker(
    broker: LocalKafka, log: KafkaLog, topic: str
) -> None:
    """Also with a writer that never stops, whose repeats keep each key's order."""
    acknowledged: list[int] = []
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            try:
                log.append([message(topic, f"key-{k}", str(n)) for k in range(5)])
            except LogUnavailable:
                continue
            acknowledged.append(n)
            n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(2):
            wait_for_more(acknowledged)
            broker.kill()
            broker.start()
        wait_for_more(acknowledged)
    finally:
        stop.set()
        writer.join()

    found = texts_by_key(log.replay([topic]))
    for values in found.values():
        firsts = list(dict.fromkeys(map(int, values)))
        assert firsts[: len(acknowledged)] == acknowledged


def wait_for_more(acknowledged: list[int]) -> None:
    enough = len(acknowledged) + 20
    wait_until(lambda: len(acknowledged) >= enough)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_member_reads_on_when_the_broker_comes_back(
    broker: LocalKafka, log: KafkaLog, new_log: Callable[..., KafkaLog], topic: str
) -> None:
    reader = new_log(session_timeout=2.0)
    found: list[Record] = []
    thread = threading.Thread(
        target=lambda: found.extend(read_in_the_end(reader, "survivors", topic, "last"))
    )
    thread.start()
    append_in_the_end(log, [message(topic, "k", "first")])
    time.sleep(2)
    broker.kill()
    time.sleep(1)
    broker.start()
    append_in_the_end(log, [message(topic, "k", "last")])
    thread.join()
    assert {"first", "last"} <= set(texts(found))
    assert log.lag("survivors", [topic]) == 0


def test_a_restarted_process_with_an_instance_id_reads_on_at_once(
    log: KafkaLog, new_log: Callable[..., KafkaLog], topic: str
) -> None:
    """It need not wait for the session of its former self, which lasts longer than the test."""
    log.append([message(topic, "k", "1")])
    for expected in ("1", "2"):
        process = new_log(instance_id="worker-1", session_timeout=45.0)
        with process.subscribe("static", [topic]) as consumer:
            found: list[Record] = []
            deadline = time.monotonic() + 30
            while expected not in texts(found) and time.monotonic() < deadline:
                found += consumer.poll(0.5, 10)
            consumer.commit(after(found))
        assert texts(found) == [expected]
        log.append([message(topic, "k", "2")])


def test_a_message_too_large_for_the_log_is_an_error_of_the_caller(
    log: KafkaLog, topic: str
) -> None:
    with pytest.raises(ValueError, match="too large"):
        log.append([Message(topic, "k", b"x" * 2_000_000, {})])
    log.append([message(topic, "k", "small")])
    assert texts(log.replay([topic])) == ["small"]


def test_the_bytes_of_an_erased_record_leave_the_brokers_files(
    broker: LocalKafka, log: KafkaLog, topic: str
) -> None:
    secret = f"secret-{uuid.uuid4()}"
    eager = COMPACTED | {
        "segment.ms": "100",
        "min.cleanable.dirty.ratio": "0.001",
        "file.delete.delay.ms": "100",
    }
    log.create_topics([TopicSettings(topic, 3, eager)])
    log.append([message(topic, "k", secret)])
    assert is_on_disk(broker, secret)
    log.append([message(topic, "k", None)])

    def is_gone() -> bool:
        time.sleep(0.2)
        log.append([message(topic, f"filler-{n}", "x") for n in range(20)])
        return not is_on_disk(broker, secret)

    wait_until(is_gone)
    assert secret not in texts(log.replay([topic]))


def is_on_disk(broker: LocalKafka, text: str) -> bool:
    segments = broker.state_dir.glob("data/**/*.log*")
    return any(text.encode() in segment.read_bytes() for segment in segments if segment.exists())
