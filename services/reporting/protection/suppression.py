"""Hides counts until no hidden one can be told to within ±3 from all that is published.

A hidden small count could be worked out from totals, so others are hidden with it (complementary
suppression), over every equation of the lattice together. Published counts are rounded; a reader
is taken to know the rules and which hidden counts are small. Source: Hundepool, A. et al. (2012),
Statistical Disclosure Control, chapter 4.

When to use: once, on the whole lattice of a release. When not to: on a part picked from it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.protection.inference import (
    UNBOUNDED,
    Bounds,
    Members,
    concluded,
    ragged,
)
from services.reporting.protection.lattice import Integers, Lattice, Mask, System
from services.reporting.protection.probing import Probe, shaved
from services.reporting.protection.rounding import LEAST, published_bounds

WIDTH = 7  # ±3 holds seven whole numbers, an interval of 6


@dataclass(frozen=True)
class Reader:
    """What a reader knows before reasoning: the rules, and which hidden counts are small."""

    lattice: Lattice
    primary: Mask
    known_below: NDArray[np.float64]
    least: int = LEAST

    def sees(self, hidden: Mask) -> Bounds:
        """The bounds that the published counts and the statuses tell by themselves.

        A combination beneath a hidden count is shown as hidden though nobody be in it, so a small
        count beneath one may be 0.
        """
        low, high = published_bounds(self.lattice.counts, self.least)
        small = hidden & self.primary
        low[hidden], high[hidden] = self.least, UNBOUNDED
        low[small] = 1
        low[small & self.beneath(hidden)] = 0
        high[small] = np.minimum(self.known_below[small], UNBOUNDED)
        return Bounds(low, high)

    def beneath(self, hidden: Mask) -> Mask:
        """Variables that a hidden one is a sum of."""
        found = np.zeros(len(hidden), np.bool_)
        for child, parent in self.lattice.families:
            found[child[hidden[parent]]] = True
        return found


def protect(
    lattice: Lattice,
    primary: Mask,
    known_below: NDArray[np.float64],
    hidden_before: Mask | None = None,
    enough: int = WIDTH,
    least: int = LEAST,
) -> Mask:
    """Which variables to hide: `primary`, `hidden_before`, and others until none is exposed.

    `known_below` is the most a primary variable can be by its rule (inf: its rule says nothing
    about its size), `least` the smallest count that is published or hidden for another's sake.
    Every hidden count can then lie anywhere in a range of at least `enough`.
    """
    reader = Reader(lattice, primary, known_below, least)
    system = System.of(lattice)
    rank = _rank(system.least(lattice.counts))
    first = primary if hidden_before is None else primary | hidden_before
    hidden = system.most(first.astype(np.int64)) > 0
    safe = np.zeros(len(hidden), np.bool_)
    while True:
        seen = reader.sees(hidden[system.unit])
        known = Bounds(system.most(seen.low), system.least(seen.high))
        bounds = concluded(system.equations, system.by_unit, known)
        exposed = np.flatnonzero(hidden & (bounds.width < enough))
        if not len(exposed):
            doubtful = np.flatnonzero(hidden & ~safe)
            exposed = shaved(Probe(system, bounds), bounds, doubtful, enough)
            safe[doubtful] = True
            safe[exposed] = False
        more = _cover(system, rank, bounds, hidden, exposed)
        if not len(more):
            return hidden[system.unit]
        hidden[more] = True


def _rank(counts: Integers) -> Integers:
    """Each variable's place by count, then by index: who is hidden first for others' sake."""
    rank = np.empty(len(counts), np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    return rank


def _cover(
    system: System, rank: Integers, bounds: Bounds, hidden: Mask, exposed: Integers
) -> Integers:
    """What to hide for the exposed: in the equation that says most of each, its smallest member.

    When every member is hidden already, the reader knows too much of the other members: they are
    covered in turn.
    """
    while len(exposed):
        at, _, sizes = ragged(system.by_unit, exposed)
        owner, row = np.repeat(exposed, sizes), system.by_unit.indices[at].astype(np.int64)
        rows, place = np.unique(row, return_inverse=True)
        members = Members.of(system.equations, rows)
        candidate = _smallest_published(members, rank, hidden)[place]
        width = _told(members, bounds, rows, row, owner)
        free = candidate < 2 * len(rank)
        if free.any():
            order = np.lexsort((candidate, width, owner))
            order = order[free[order]]
            first = np.unique(owner[order], return_index=True)[1]
            return np.argsort(rank)[np.unique(candidate[order][first] % len(rank))]
        wider = np.unique(members.variable).astype(np.int64)
        if len(wider) <= len(exposed):
            break
        exposed = wider
    return np.zeros(0, np.int64)


def _smallest_published(members: Members, rank: Integers, hidden: Mask) -> Integers:
    """For each equation the rank of its smallest published child; its parent's only without."""
    key = rank[members.variable] + np.where(members.child, 0, len(rank))
    key[hidden[members.variable]] = 2 * len(rank)
    return np.minimum.reduceat(key, members.starts)


def _told(
    members: Members, bounds: Bounds, rows: Integers, row: Integers, owner: Integers
) -> Integers:
    """How narrow each owner's interval is by the one equation in `row` alone."""
    says = members.implied(bounds)
    key = members.spread(rows) * len(bounds.low) + members.variable
    order = np.argsort(key)
    found = order[np.searchsorted(key, row * len(bounds.low) + owner, sorter=order)]
    return says.width[found]
