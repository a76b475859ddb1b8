"""The attacker bounds no hidden count within ±3; without complementary suppression it does."""

import numpy as np
import pytest

from services.reporting.protection.successive import Earlier
from services.reporting.protection.suppression import WIDTH, protect
from tests.support.attacker import Findings, Published, attack, attack_both
from tests.support.lattices import Shape, lattice_of

SHAPES = {
    "three axes, uneven": Shape(500, (6, 7, 4)),
    "three axes, even": Shape(400, (4, 5, 3), 0.3),
    "one axis with groups": Shape(800, (3, 5, 6), 0.8, (1, 3)),
    "five axes": Shape(400, (2, 2, 2, 2, 2), 0.5),
}
MANY = {
    "two axes": Shape(1200, (9, 8), 0.9),
    "three axes": Shape(300, (4, 3, 3), 0.4),
    "four axes": Shape(800, (3, 3, 2, 2), 0.5),
}
PAIRS = {
    "three axes": Shape(500, (5, 6, 3), 0.7),
    "four short axes": Shape(400, (3, 3, 2, 2), 0.5),
}
WITHOUT_COVER = ("three axes, even", "one axis with groups")


def shown(name: str, found: Findings, primary: int) -> None:
    print(
        f"{name}: {found.cells} variables, {primary} hidden as small, "
        f"{found.hidden - primary} hidden with them; narrowest interval {found.narrowest:.1f}, "
        f"{len(found.exposed)} told to within ±3"
    )


@pytest.mark.parametrize("name", SHAPES)
def test_no_hidden_count_is_told_to_within_three(name: str) -> None:
    lattice, _ = lattice_of(SHAPES[name].axes(0))
    small = lattice.counts < 10
    hidden = protect(lattice, small)
    found = attack(Published(lattice, hidden))
    shown(name, found, int(small.sum()))
    assert not len(found.exposed)
    assert found.narrowest >= WIDTH - 1e-6
    assert not hidden.all()


@pytest.mark.parametrize("name", MANY)
def test_no_hidden_count_of_many_tables_is_told(name: str) -> None:
    told = counts = 0
    for seed in range(20):
        lattice, _ = lattice_of(MANY[name].axes(seed))
        found = attack(Published(lattice, protect(lattice, lattice.counts < 10)))
        told, counts = told + len(found.exposed), counts + found.hidden
    print(f"{name}: {told} of {counts} hidden counts in 20 tables told to within ±3")
    assert not told


def test_who_knows_which_counts_are_small_is_told_more() -> None:
    """Nobody is told the reasons of hiding; what they would add is printed, not bounded."""
    lattice, _ = lattice_of(SHAPES["three axes, even"].axes(0))
    small = lattice.counts < 10
    found = attack(Published(lattice, protect(lattice, small), known_small=small))
    shown("three axes, even, to who knows which are small", found, int(small.sum()))
    assert len(found.exposed) > 0


@pytest.mark.parametrize("name", WITHOUT_COVER)
def test_without_complementary_suppression_hidden_counts_are_told(name: str) -> None:
    lattice, _ = lattice_of(SHAPES[name].axes(0))
    small = lattice.counts < 10
    found = attack(Published(lattice, small, known_small=small))
    shown(f"{name}, small counts hidden alone", found, int(small.sum()))
    assert len(found.exposed) > 0


def test_two_queries_tell_no_more_than_the_release_they_pick_from() -> None:
    """Answers are published cells: any sums and differences are taken of the same system."""
    lattice, _ = lattice_of(SHAPES["three axes, even"].axes(1))
    hidden = protect(lattice, lattice.counts < 10)
    published = Published(lattice, hidden)
    seen, rng = published.seen(), np.random.default_rng(0)
    told = np.flatnonzero(~hidden)
    for _ in range(200):
        one, other = (rng.choice(told, len(told) // 2) for _ in range(2))
        apart = np.setxor1d(one, other)
        assert not hidden[apart].any()
        assert (seen.low[apart] <= lattice.counts[apart]).all()
    assert not len(attack(published).exposed)


@pytest.mark.parametrize("name", PAIRS)
def test_two_releases_held_against_each_other_tell_next_to_nothing(name: str) -> None:
    """To a reader who knows exactly which counts did not change."""
    told, hidden = np.zeros(2, np.int64), 0
    for seed in range(2):
        axes = PAIRS[name].axes(seed)
        size = len(axes[0][0])
        early, early_keys = lattice_of([[level[: size - size // 20] for level in a] for a in axes])
        late, late_keys = lattice_of([[level[size // 50 :] for level in a] for a in axes])
        _, old, new = np.intersect1d(early_keys, late_keys, return_indices=True)
        equal = early.counts[old] == late.counts[new]
        first = protect(early, early.counts < 10)
        before = Earlier.none(late)
        before.counts[new], before.hidden[new] = early.counts[old], first[old]
        for i, earlier in enumerate((before, None)):
            second = protect(late, late.counts < 10, earlier)
            parts = Published(early, first), Published(late, second)
            found = attack_both(*parts, (old[equal], new[equal]))
            told[i] += len(found.exposed)
        hidden += int(first.sum() + second.sum())
    print(f"{name}: {told[0]} of {hidden} told, {told[1]} if nothing is remembered")
    assert told[0] <= hidden // 100
    assert told[0] < told[1]
