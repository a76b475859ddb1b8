"""The attacker bounds no hidden count within ±3; without complementary suppression it does."""

import numpy as np
import pytest
from numpy.typing import NDArray

from services.reporting.protection.lattice import Lattice, Mask
from services.reporting.protection.suppression import WIDTH, protect
from services.reporting.protection.two_releases import Protected, protect_after
from tests.support.attacker import (
    Findings,
    Published,
    attack,
    attack_both,
    attack_without_reasons,
)
from tests.support.lattices import Shape, lattice_of

SHAPES = {
    "three axes, uneven": Shape(500, (6, 7, 4)),
    "three axes, even": Shape(400, (4, 5, 3), 0.3),
    "two axes, nearly all small": Shape(500, (12, 12), 0.2),
    "one axis with groups": Shape(1500, (3, 8, 9), 1.0, (1, 3)),
    "four axes, nearly none small": Shape(1200, (3, 3, 3, 2), 0.3),
}
WITHOUT_COVER = ("three axes, even", "four axes, nearly none small")


def small(lattice: Lattice) -> tuple[Mask, NDArray[np.float64]]:
    primary = lattice.counts < 10
    return primary, np.where(primary, 9.0, np.inf)


def shown(name: str, found: Findings, primary: int) -> None:
    print(
        f"{name}: {found.cells} variables, {primary} hidden as small, "
        f"{found.hidden - primary} hidden with them; narrowest interval {found.narrowest:.1f}, "
        f"{len(found.exposed)} told to within ±3"
    )


@pytest.mark.parametrize("name", SHAPES)
def test_no_hidden_count_is_told_to_within_three(name: str) -> None:
    lattice, _ = lattice_of(SHAPES[name].axes(0))
    primary, below = small(lattice)
    hidden = protect(lattice, primary, below)
    found = attack(lattice, hidden, primary, below)
    shown(name, found, int(primary.sum()))
    assert not len(found.exposed)
    assert found.narrowest >= WIDTH - 1e-6
    assert not hidden.all()


@pytest.mark.parametrize("name", WITHOUT_COVER)
def test_without_complementary_suppression_hidden_counts_are_told(name: str) -> None:
    lattice, _ = lattice_of(SHAPES[name].axes(0))
    primary, below = small(lattice)
    found = attack(lattice, primary, primary, below)
    shown(f"{name}, small counts hidden alone", found, int(primary.sum()))
    assert len(found.exposed) > 0


def test_where_the_rules_alone_tell_only_who_knows_the_reasons_is_told() -> None:
    lattice, _ = lattice_of(Shape(400, (2, 2, 2, 2, 2), 0.5).axes(8))
    primary, below = small(lattice)
    hidden = protect(lattice, primary, below)
    assert len(attack(lattice, np.ones_like(hidden), primary, below).exposed) > 0
    assert not len(attack_without_reasons(lattice, hidden).exposed)


def test_two_queries_tell_no_more_than_the_release_they_pick_from() -> None:
    """Answers are published cells: any sums and differences are taken of the same system."""
    lattice, _ = lattice_of(SHAPES["three axes, even"].axes(1))
    primary, below = small(lattice)
    hidden = protect(lattice, primary, below)
    seen = Published(lattice, hidden, primary, below).seen(10)
    rng = np.random.default_rng(0)
    published = np.flatnonzero(~hidden)
    for _ in range(200):
        one, other = (rng.choice(published, len(published) // 2) for _ in range(2))
        apart = np.setxor1d(one, other)
        assert not hidden[apart].any()
        assert (seen.low[apart] <= lattice.counts[apart]).all()
    assert not len(attack(lattice, hidden, primary, below).exposed)


@pytest.mark.parametrize("seed", [0])
def test_two_releases_protected_together_tell_less_to_who_knows_what_changed(seed: int) -> None:
    shape = Shape(500, (5, 6, 3), 0.7)
    axes = shape.axes(seed)
    early, early_keys = lattice_of([[level[:400] for level in axis] for axis in axes])
    late, late_keys = lattice_of(axes)
    before = Published(early, protect(early, *small(early)), *small(early))
    known = Protected(early, early_keys, before.hidden, before.primary, before.known_below)
    primary, below = small(late)
    hidden = protect_after(known, Protected(late, late_keys, primary, primary, below))
    _, old, new = np.intersect1d(early_keys, late_keys, return_indices=True)
    equal = early.counts[old] == late.counts[new]
    same = (old[equal], new[equal])
    together = attack_both(before, Published(late, hidden, primary, below), same)
    apart = Published(late, protect(late, primary, below), primary, below)
    naive = attack_both(before, apart, same)
    print(
        f"two releases: {together.cells} variables, {together.hidden} hidden, "
        f"{len(together.exposed)} told; {len(naive.exposed)} if protected one by one"
    )
    assert len(together.exposed) < len(naive.exposed)
