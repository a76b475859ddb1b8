"""What every adapter of the log does; each adapter's test module runs all of it.

An adapter's module derives one class from `LogContract` and supplies `new_log`.
"""

import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack

import pytest

from shared.bus.log import Consumer, Log, LogUnavailable, Positions, Record, TopicSettings
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


class LogContract:
    """Derive, and supply `new_log`; the attributes say what time an adapter needs."""

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

    # ---- what goes in comes out

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

    # ---- groups and their positions

    def test_a_group_resumes_where_it_committed(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, f"key-{n}", f"before {n}") for n in range(10)])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 10)))
        log.append([message(topic, "key-1", "after")])
        with log.subscribe(group, [topic]) as consumer:
            assert texts(self.read_out(consumer)) == ["after"]

    def test_a_group_resumes_on_another_handle(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        log.append([message(topic, "k", "1"), message(topic, "k", "2")])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 2)[:1]))
        with new_log().subscribe(group, [topic]) as consumer:
            assert texts(self.read_out(consumer)) == ["2"]

    def test_what_was_not_committed_comes_again_after_closing(
        self, log: Log, topic: str, group: str
    ) -> None:
        log.append([message(topic, "k", "1"), message(topic, "k", "2")])
        with log.subscribe(group, [topic]) as consumer:
            assert texts(self.read(consumer, 2)) == ["1", "2"]
        with log.subscribe(group, [topic]) as consumer:
            assert texts(self.read(consumer, 2)) == ["1", "2"]

    def test_what_was_not_committed_comes_again_after_rewinding(
        self, log: Log, topic: str, group: str
    ) -> None:
        log.append([message(topic, f"key-{n}", str(n)) for n in range(9)])
        with log.subscribe(group, [topic]) as consumer:
            first = self.read(consumer, 9)
            consumer.rewind()
            assert sorted(texts(self.read(consumer, 9))) == sorted(texts(first))

    def test_rewinding_keeps_what_was_committed(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, "k", "1"), message(topic, "k", "2"), message(topic, "k", "3")])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 3)[:1]))
            consumer.rewind()
            assert texts(self.read(consumer, 2)) == ["2", "3"]

    def test_groups_do_not_disturb_each_other(self, log: Log, topic: str, group: str) -> None:
        log.append([message(topic, "k", "1"), message(topic, "k", "2")])
        with (
            log.subscribe(f"{group}-1", [topic]) as one,
            log.subscribe(f"{group}-2", [topic]) as two,
        ):
            one.commit(after(self.read(one, 2)))
            assert texts(self.read(two, 2)) == ["1", "2"]

    def test_lag_counts_what_a_group_has_not_committed(
        self, log: Log, topic: str, group: str
    ) -> None:
        assert log.lag(group, [topic]) == 0
        log.append([message(topic, "k", str(n)) for n in range(5)])
        assert log.lag(group, [topic]) == 5
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 5)[:2]))
            assert log.lag(group, [topic]) == 3

    # ---- members come, go and die

    def test_two_members_share_and_together_see_everything(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        with log.subscribe(group, [topic]) as one, new_log().subscribe(group, [topic]) as other:
            self.share(one, other, log, topic)
            log.append([message(topic, f"key-{n}", f"new {n}") for n in range(60)])
            seen: set[str] = set()
            holders: dict[str, set[Consumer]] = defaultdict(set)
            deadline = time.monotonic() + self.patience
            while len(seen) < 60 and time.monotonic() < deadline:
                for member in (one, other):
                    polled = member.poll(0.05, 100)
                    member.commit(after(polled))
                    for record in polled:
                        if record.value is not None and record.value.startswith(b"new"):
                            seen.add(record.value.decode())
                            holders[record.key].add(member)
        assert len(seen) == 60
        assert set().union(*holders.values()) == {one, other}
        assert all(len(members) == 1 for members in holders.values())

    def test_the_others_take_over_from_a_member_that_leaves(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        with new_log().subscribe(group, [topic]) as stays:
            with log.subscribe(group, [topic]) as leaves:
                self.share(stays, leaves, log, topic)
                log.append([message(topic, f"key-{n}", f"late {n}") for n in range(30)])
                leaves.poll(0.1, 1000)  # and commits nothing of it
            seen: set[str] = set()
            deadline = time.monotonic() + self.patience
            while len(seen) < 30 and time.monotonic() < deadline:
                seen |= {t for t in texts(stays.poll(0.1, 1000)) if t.startswith("late")}
        assert len(seen) == 30

    def test_the_others_take_over_from_a_member_that_fell_silent(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        log.append([message(topic, f"key-{n}", str(n)) for n in range(30)])
        with ExitStack() as stack:
            silent = stack.enter_context(log.subscribe(group, [topic]))
            self.read(silent, 30)
            heir = stack.enter_context(new_log().subscribe(group, [topic]))
            assert len(set(texts(self.read(heir, 30)))) == 30

    def test_a_member_commits_nothing_for_a_partition_it_lost(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        log.append([message(topic, f"key-{n}", str(n)) for n in range(30)])
        with log.subscribe(group, [topic]) as silent:
            polled = self.read(silent, 30)
            with new_log().subscribe(group, [topic]) as heir:
                self.read(heir, 30)
                self.commit_late(silent, after(polled))
                assert log.lag(group, [topic]) == 30
                heir.rewind()
                assert len(set(texts(self.read(heir, 30)))) == 30

    def commit_late(self, consumer: Consumer, positions: Positions) -> None:
        """Commit by a member that may have been put out; it may be told so, or not."""
        try:
            consumer.commit(positions)
        except LogUnavailable:
            return

    def test_a_member_that_was_put_out_may_come_back(
        self, new_log: OpenLog, topic: str, group: str
    ) -> None:
        log = new_log()
        log.append([message(topic, "k", "1")])
        with log.subscribe(group, [topic]) as silent:
            self.read(silent, 1)
            with new_log().subscribe(group, [topic]) as heir:
                heir.commit(after(self.read(heir, 1)))
            log.append([message(topic, "k", "2")])
            assert "2" in texts(self.read_out(silent))

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

    # ---- replay

    def test_replay_gives_everything_and_moves_no_group(
        self, log: Log, topic: str, group: str
    ) -> None:
        log.append([message(topic, f"key-{n}", str(n)) for n in range(50)])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 50)))
        assert sorted(texts(log.replay([topic])), key=int) == list(map(str, range(50)))
        assert Counter(r.key for r in log.replay([topic])).most_common(1)[0][1] == 1
        assert log.lag(group, [topic]) == 0

    def test_replay_ends_where_the_log_ended_when_it_began(self, log: Log, topic: str) -> None:
        log.append([message(topic, f"key-{n}", "old") for n in range(10)])
        records = log.replay([topic])
        seen = texts([next(records)])
        log.append([message(topic, f"key-{n}", "new") for n in range(10)])
        assert seen + texts(records) == ["old"] * 10

    # ---- compaction

    def test_compaction_keeps_the_latest_of_each_key(self, log: Log, topic: str) -> None:
        for n in range(4):
            log.append([message(topic, f"key-{k}", f"{k}:{n}") for k in range(10)])
        self.compact(log, topic, later_ms=0)
        assert texts_by_key(log.replay([topic])) == {f"key-{k}": [f"{k}:3"] for k in range(10)}

    def test_compaction_keeps_a_tombstone_until_its_retention_has_passed(
        self, log: Log, topic: str
    ) -> None:
        log.append([message(topic, "k", "erased"), message(topic, "other", "stays")])
        log.append([message(topic, "k", None)])
        self.compact(log, topic, later_ms=0)
        assert {(r.key, r.value) for r in log.replay([topic])} == {("k", None), ("other", b"stays")}
        self.compact(log, topic, later_ms=3_600_000)
        assert {(r.key, r.value) for r in log.replay([topic])} == {("other", b"stays")}

    def test_a_group_reads_on_across_what_compaction_removed(
        self, log: Log, topic: str, group: str
    ) -> None:
        for n in range(6):
            log.append([message(topic, "k", str(n))])
        with log.subscribe(group, [topic]) as consumer:
            consumer.commit(after(self.read(consumer, 6)[:2]))
        self.compact(log, topic, later_ms=0)
        log.append([message(topic, "k", "new")])
        with log.subscribe(group, [topic]) as consumer:
            assert texts(self.read_out(consumer)) == ["5", "new"]
            assert log.lag(group, [topic]) > 0
