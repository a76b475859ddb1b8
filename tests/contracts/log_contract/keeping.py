"""What a log keeps: replay and compaction."""

from collections import Counter

from shared.bus.log import Log
from tests.contracts.log_contract.ground import (
    Ground,
    after,
    message,
    texts,
    texts_by_key,
)


class Keeping(Ground):
    """Replay and compaction."""

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
