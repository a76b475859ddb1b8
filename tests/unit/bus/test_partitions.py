"""Keys keep their partition; partitions are dealt out whole, evenly, and never held twice."""

from hypothesis import given
from hypothesis import strategies as st

from shared.bus.partitions import Partition, handover, partition_of, shares

TOPICS = ("assessments", "graduates", "vacancies")
sizes = st.dictionaries(st.sampled_from(TOPICS), st.integers(1, 12), min_size=1)
members = st.dictionaries(
    st.uuids().map(str), st.sets(st.sampled_from(TOPICS), min_size=1).map(sorted), max_size=6
)


def test_a_key_lies_where_earlier_releases_put_it() -> None:
    assert [partition_of(key, 12) for key in ("", "uni-a/1", "มหิดล/ก-๑")] == [0, 11, 5]


@given(st.text(), st.integers(1, 100))
def test_every_key_has_a_partition(key: str, partitions: int) -> None:
    assert 0 <= partition_of(key, partitions) < partitions


@given(members, sizes)
def test_every_partition_somebody_subscribes_to_has_one_reader(
    members: dict[str, list[str]], sizes: dict[str, int]
) -> None:
    wanted = shares(members, sizes)
    subscribed = {topic for topics in members.values() for topic in topics}
    assert wanted.keys() == {(t, n) for t in subscribed & sizes.keys() for n in range(sizes[t])}
    assert all(topic in members[reader] for (topic, _), reader in wanted.items())


@given(members, sizes)
def test_a_topic_is_shared_evenly(members: dict[str, list[str]], sizes: dict[str, int]) -> None:
    wanted = shares(members, sizes)
    for topic in sizes:
        readers = [m for m, topics in members.items() if topic in topics]
        counts = [sum(p[0] == topic and r == m for p, r in wanted.items()) for m in readers]
        assert not counts or max(counts) - min(counts) <= 1


@given(members, members, sizes)
def test_after_a_round_of_handovers_everyone_holds_what_they_should(
    before: dict[str, list[str]], joined: dict[str, list[str]], sizes: dict[str, int]
) -> None:
    held: dict[Partition, str] = shares(before, sizes)
    everyone = before | joined
    wanted = shares(everyone, sizes)
    for _ in range(2):
        for member in everyone:
            give_up, take = handover(member, wanted, held)
            assert all(held[partition] == member for partition in give_up)
            held = {p: holder for p, holder in held.items() if p not in give_up}
            assert not take & held.keys(), "a partition had two holders"
            held |= dict.fromkeys(take, member)
    assert held == wanted
