"""Which vacancies belong together, by what each says that it repeats."""

from collections.abc import Sequence

from tests.support.facts import vacancies_of


def together(*rows: tuple[str, str | None]) -> Sequence[set[str]]:
    """Sets of more than one key, in order of the keys."""
    facts = vacancies_of([{"key": key, "duplicate_of": named} for key, named in rows])
    keys = sorted(key for key, _ in rows)
    sets: dict[int, set[str]] = {}
    for key, cluster in zip(keys, facts.cluster.tolist(), strict=True):
        sets.setdefault(cluster, set()).add(key)
    return [found for found in sets.values() if len(found) > 1]


def test_who_repeats_nothing_stands_alone() -> None:
    assert together(("b", None), ("a", None)) == []
    assert together() == []


def test_those_that_repeat_one_are_together_with_it() -> None:
    assert together(("c", "a"), ("b", None), ("a", None), ("d", "a")) == [{"a", "c", "d"}]


def test_those_that_repeat_one_that_is_not_here_are_together() -> None:
    assert together(("c", "gone"), ("a", "gone"), ("b", "elsewhere")) == [{"a", "c"}]


def test_a_chain_is_one_cluster_while_it_is_told_anew() -> None:
    assert together(("a", None), ("b", "a"), ("c", "b")) == [{"a", "b", "c"}]
