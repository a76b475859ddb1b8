"""What goes into a log comes out of it, in order, from any number of writers."""

import threading
import time
import uuid
from collections import defaultdict

import pytest

from shared.bus.log import Log, LogUnavailable, TopicSettings
from tests.contracts.log_contract.ground import (
    Ground,
    OpenLog,
    message,
    texts,
    texts_by_key,
)


class Appending(Ground):
    """Appending and polling."""

    def test_what_is_appended_is_polled(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, "a", "1"), message(topic, "b", "2")])
        with log.subscribe(group, [topic]) as consumer:
            assert sorted(texts(self.read(consumer, 2))) == ["1", "2"]

    def test_appending_nothing_is_allowed(self, log: Log, topic: str) -> None:
        log.append([])
        assert list(log.replay([topic])) == []

    def test_order_is_kept_per_key(self, log: Log, topic: str, group: str) -> None:
        for n in range(5):
            log.append([message(topic, key, f"{n}{part}") for part in "xy" for key in "abcdefgh"])
        with log.subscribe(group, [topic]) as consumer:
            found = texts_by_key(self.read(consumer, 80))
        assert found == {k: [f"{n}{part}" for n in range(5) for part in "xy"] for k in "abcdefgh"}

    def test_a_key_keeps_its_partition(self, log: Log, topic: str) -> None:
        for _ in range(3):
            log.append([message(topic, f"key-{n}", "x") for n in range(20)])
        places = {(r.key, r.partition) for r in log.replay([topic])}
        assert len(places) == 20
        assert {partition for _, partition in places} == {0, 1, 2}

    def test_offsets_rise_within_a_partition(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, f"key-{n}", "x") for n in range(30)])
        with log.subscribe(group, [topic]) as consumer:
            seen: dict[int, list[int]] = defaultdict(list)
            for record in self.read(consumer, 30):
                seen[record.partition].append(record.offset)
        assert all(offsets == sorted(set(offsets)) for offsets in seen.values())

    def test_a_poll_gives_no_more_than_asked(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, f"key-{n}", str(n)) for n in range(20)])
        with log.subscribe(group, [topic]) as consumer:
            batches, deadline = [], time.monotonic() + self.patience
            while sum(map(len, batches)) < 20 and time.monotonic() < deadline:
                batches.append(consumer.poll(0.05, 7))
        assert all(len(batch) <= 7 for batch in batches)
        assert sorted(texts(r for b in batches for r in b), key=int) == list(map(str, range(20)))

    def test_a_tombstone_has_no_value_and_an_empty_value_is_none(
        self, log: Log, topic: str, group: str
    ) -> None:
        log.append([message(topic, "k", "1"), message(topic, "k", ""), message(topic, "k", None)])
        with log.subscribe(group, [topic]) as consumer:
            assert [r.value for r in self.read(consumer, 3)] == [b"1", b"", None]

    def test_keys_values_and_headers_may_be_thai(self, log: Log, topic: str) -> None:
        sent = message(topic, "มหิดล/ก-๑", "บัณฑิตสาขาวิศวกรรมโยธา", ce_type="t", note="ปวส. — é")
        log.append([sent])
        (record,) = log.replay([topic])
        assert (record.topic, record.key, record.value) == (topic, sent.key, sent.value)
        assert dict(record.headers) == {"ce_type": "t", "note": "ปวส. — é"}

    def test_a_record_says_when_it_was_appended(self, log: Log, topic: str) -> None:
        log.append([message(topic, "k", "1")])
        (record,) = log.replay([topic])
        assert abs(record.timestamp / 1000 - time.time()) < 60

    def test_a_waiting_poll_gives_what_arrives(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log, other = new_log(), new_log()
        with log.subscribe(group, [topic]) as consumer:
            timer = threading.Timer(0.1, other.append, [[message(topic, "k", "late")]])
            timer.start()
            try:
                records = consumer.poll(self.patience, 10) or consumer.poll(self.patience, 10)
            finally:
                timer.join()
        assert texts(records) == ["late"]

    def test_a_poll_of_nothing_is_empty(self, log: Log, topic: str, group: str) -> None:
        with log.subscribe(group, [topic]) as consumer:
            assert list(consumer.poll(self.quiet, 10)) == []

    def test_one_member_may_read_several_topics(self, log: Log, topic: str, group: str) -> None:
        other = self.make_topic(log, partitions=1)
        log.append([message(topic, "k", "1"), message(other, "k", "2")])
        with log.subscribe(group, [topic, other]) as consumer:
            found = {(r.topic, *texts([r])) for r in self.read(consumer, 2)}
        assert found == {(topic, "1"), (other, "2")}

    # ---- topics

    def test_topics_may_be_made_twice(self, log: Log, topic: str) -> None:
        log.append([message(topic, "k", "kept")])
        log.create_topics([TopicSettings(topic, 3, {"cleanup.policy": "compact"})])
        assert texts(log.replay([topic])) == ["kept"]

    def test_a_topic_nobody_made_is_unavailable(self, log: Log, group: str) -> None:
        missing = f"missing-{uuid.uuid4()}"
        with pytest.raises(LogUnavailable):
            log.append([message(missing, "k", "1")])
        with pytest.raises(LogUnavailable):
            log.lag(group, [missing])
        with pytest.raises(LogUnavailable):
            list(log.replay([missing]))

    # ---- many writers

    def test_concurrent_writers_lose_nothing_and_keep_order(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        logs = [new_log(), new_log()]

        def write(writer: int) -> None:
            for n in range(20):
                logs[writer % 2].append(
                    [message(topic, f"{writer}/{key}", str(n)) for key in range(5)]
                )

        threads = [threading.Thread(target=write, args=(w,)) for w in range(4)]
        with logs[0].subscribe(group, [topic]) as consumer:
            for thread in threads:
                thread.start()
            found = texts_by_key(self.read(consumer, 400))
            for thread in threads:
                thread.join()
        assert found == {f"{w}/{k}": list(map(str, range(20))) for w in range(4) for k in range(5)}
