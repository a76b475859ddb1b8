"""A group reads on where it committed, and disturbs no other."""

from shared.bus.log import Log
from tests.contracts.log_contract.ground import (
    Ground,
    OpenLog,
    after,
    message,
    texts,
)


class Groups(Ground):
    """Groups and their positions."""

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
