"""Members of a group share its partitions, come, go and die."""

import time
from collections import defaultdict
from contextlib import ExitStack

from shared.bus.log import Consumer, LogUnavailable, Positions
from tests.contracts.log_contract.ground import (
    Ground,
    OpenLog,
    after,
    message,
    texts,
)


class Members(Ground):
    """Members of one group."""

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
