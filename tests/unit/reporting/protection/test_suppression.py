"""Complementary suppression: what is hidden with the small counts, and what is left alone."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.reporting.protection.inference import Bounds, Reasoning
from services.reporting.protection.lattice import Lattice, Mask, System
from services.reporting.protection.successive import Earlier
from services.reporting.protection.suppression import LEAST, WIDTH, Reader, View, protect
from tests.support.lattices import Shape, lattice_of


def one_table(*children: int) -> Lattice:
    """A total (variable 0) and its parts."""
    counts = np.array([sum(children), *children], np.int64)
    parts = np.arange(1, len(counts))
    return Lattice(counts, [(parts, np.zeros(len(parts), np.int64))])


def protected(lattice: Lattice, earlier: Earlier | None = None) -> Mask:
    return protect(lattice, lattice.counts < 10, earlier)


def bounds_of(lattice: Lattice, hidden: Mask, least: int = 10) -> tuple[System, Bounds]:
    system = System.of(lattice.equations)
    seen = _seen_by_unit(system, Reader(lattice, least), hidden)
    return system, Reasoning(system, seen).concluded


def _seen_by_unit(system: System, reader: Reader, hidden: Mask) -> Bounds:
    seen = reader.sees(hidden)
    return Bounds(system.most(seen.low), system.least(seen.high))


def test_a_small_count_alone_is_hidden_with_the_smallest_that_covers_it() -> None:
    hidden = protected(one_table(5, 35, 100))
    assert hidden.tolist() == [False, True, False, False] or hidden[2]
    assert not hidden[0]
    assert not hidden[3]


def test_an_only_part_is_hidden_with_its_total() -> None:
    assert protected(one_table(4)).all()


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    assert not protected(one_table(10, 20, 30)).any()


def test_no_equations_leave_the_rules_alone() -> None:
    lattice = Lattice(np.array([3, 30], np.int64), [])
    assert protected(lattice).tolist() == [True, False]


def test_a_zero_beneath_a_hidden_count_is_not_told() -> None:
    lattice = one_table(2, 3)
    assert Reader(lattice).sees(lattice.counts < 10).low.tolist() == [1, 0, 0]


def test_a_dominated_count_is_covered_whatever_its_size() -> None:
    lattice = one_table(40, 60, 80)
    hidden = protect(lattice, np.array([False, True, False, False]), least=1)
    system, bounds = bounds_of(lattice, hidden, least=1)
    assert bounds.width[system.unit[1]] >= WIDTH


@given(st.integers(0, 10_000))
def test_what_was_hidden_and_has_not_changed_stays_hidden(seed: int) -> None:
    lattice, _ = lattice_of(Shape(120, (3, 4, 2)).axes(seed))
    rng = np.random.default_rng(seed)
    before = Earlier(
        lattice.counts + (rng.random(len(lattice.counts)) < 0.2),
        rng.random(len(lattice.counts)) < 0.1,
    )
    secret = ~_told_by(lattice, before)
    again = before.hidden & (before.counts == lattice.counts) & secret
    assert (protected(lattice, before) >= again).all()


def _told_by(lattice: Lattice, before: Earlier) -> Mask:
    """Counts hidden so badly in the earlier release that it told them: nothing is lost any more."""
    view = View.of(lattice, before, LEAST)
    return view.of_lattice(view.shown.width < WIDTH)


def test_the_changes_of_parts_tell_nothing_of_a_hidden_one() -> None:
    """One part grew: its equation alone says by how much, to within what is rounded."""
    now, before = one_table(4, 40, 100), one_table(3, 40, 100)
    hidden = protected(now, Earlier(before.counts, protected(before)))
    assert hidden[1]
    assert not hidden.all()


@given(st.integers(0, 10_000))
def test_the_last_result_is_a_result(seed: int) -> None:
    lattice, _ = lattice_of(Shape(150, (3, 4, 2)).axes(seed))
    first = protected(lattice)
    assert np.array_equal(protected(lattice, Earlier(lattice.counts, first)), first)


def test_equal_input_hides_the_same() -> None:
    lattice, _ = lattice_of(Shape(600, (5, 6, 4)).axes(3))
    again = Lattice(lattice.counts.copy(), [(c.copy(), p.copy()) for c, p in lattice.families])
    assert np.array_equal(protected(lattice), protected(again))


@given(st.integers(0, 10_000))
def test_the_true_counts_are_within_what_is_concluded(seed: int) -> None:
    lattice, _ = lattice_of(Shape(150, (3, 4, 2)).axes(seed))
    system, bounds = bounds_of(lattice, protected(lattice))
    true = system.least(lattice.counts)
    assert ((bounds.low <= true) & (true <= bounds.high)).all()


@given(st.integers(0, 10_000))
def test_conclusions_kept_up_are_those_drawn_anew(seed: int) -> None:
    lattice, _ = lattice_of(Shape(300, (3, 4, 3)).axes(seed))
    system, reader = System.of(lattice.equations), Reader(lattice, least=1)
    turn = np.random.default_rng(seed).integers(1, 4, system.by_unit.shape[1])[system.unit]
    few, some, many = (_seen_by_unit(system, reader, turn <= last) for last in (1, 2, 3))
    kept_up = Reasoning(system, few)
    for seen in (some, many):
        kept_up.see(seen)
        anew = Reasoning(system, seen).concluded
        assert np.array_equal(kept_up.concluded.low, anew.low)
        assert np.array_equal(kept_up.concluded.high, anew.high)


def test_carried_bounds_meet_across_equations() -> None:
    lattice = Lattice(
        np.array([100, 60, 40, 5, 55], np.int64),
        [
            (np.array([1, 2]), np.array([0, 0])),
            (np.array([3, 4]), np.array([1, 1])),
        ],
    )
    known = Bounds(np.array([100, 0, 38, 1, 55]), np.array([100, 90, 42, 90, 55]))
    bounds = Reasoning(System.of(lattice.equations), known).concluded
    assert (bounds.low[3], bounds.high[3]) == (3, 7)
