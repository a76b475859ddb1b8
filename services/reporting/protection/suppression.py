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
from scipy.sparse import csc_array, csr_array

from services.reporting.protection.inference import (
    UNBOUNDED,
    Bounds,
    Members,
    concluded,
    ragged,
)
from services.reporting.protection.lattice import Integers, Lattice, Mask
from services.reporting.protection.rounding import LEAST, published_bounds

WIDTH = 7  # ±3 holds seven whole numbers, an interval of 6


@dataclass(frozen=True)
class Reader:
    """What a reader knows before reasoning: the lattice, the rules, and what is small."""

    counts: Integers
    equations: csr_array
    by_variable: csc_array
    primary: Mask
    known_below: Integers
    least: int

    def sees(self, hidden: Mask) -> Bounds:
        """The bounds that the published counts and the statuses tell by themselves.

        A combination beneath a hidden count is shown as hidden though nobody be in it, so a small
        count beneath one may be 0.
        """
        low, high = published_bounds(self.counts, self.least)
        low[hidden] = np.where(self.primary[hidden], 1, self.least)
        high[hidden] = np.where(self.primary[hidden], self.known_below[hidden], UNBOUNDED)
        low[self.beneath(hidden) & hidden & self.primary] = 0
        return Bounds(low, high)

    def beneath(self, hidden: Mask) -> Mask:
        """Variables that a hidden one is a sum of."""
        rows = np.repeat(np.arange(self.equations.shape[0]), np.diff(self.equations.indptr))
        is_parent = self.equations.data < 0
        covered = np.zeros(self.equations.shape[0], np.bool_)
        covered[rows[is_parent]] = hidden[self.equations.indices[is_parent]]
        found = np.zeros(len(hidden), np.bool_)
        found[self.equations.indices[covered[rows] & ~is_parent]] = True
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
    reader = reader_of(lattice, primary, known_below, least)
    hidden = primary.copy() if hidden_before is None else primary | hidden_before
    rank = _rank(lattice.counts)
    while True:
        bounds = concluded(reader.equations, reader.by_variable, reader.sees(hidden))
        exposed = np.flatnonzero(hidden & (bounds.width < enough))
        more = _cover(reader, rank, bounds, hidden, exposed)
        if not len(more):
            return hidden
        hidden[more] = True


def reader_of(
    lattice: Lattice, primary: Mask, known_below: NDArray[np.float64], least: int
) -> Reader:
    most = np.minimum(known_below, UNBOUNDED).astype(np.int64)
    equations = lattice.equations
    return Reader(lattice.counts, equations, equations.tocsc(), primary, most, least)


def _rank(counts: Integers) -> Integers:
    """Each variable's place by count, then by index: who is hidden first for others' sake."""
    rank = np.empty(len(counts), np.int64)
    rank[np.argsort(counts, kind="stable")] = np.arange(len(counts))
    return rank


def _cover(
    reader: Reader, rank: Integers, bounds: Bounds, hidden: Mask, exposed: Integers
) -> Integers:
    """What to hide for the exposed: in the equation that says most of each, its smallest member.

    When every member is hidden already, the reader knows too much of the other members: they are
    covered in turn.
    """
    while len(exposed):
        at, _, sizes = ragged(reader.by_variable, exposed)
        owner, row = np.repeat(exposed, sizes), reader.by_variable.indices[at].astype(np.int64)
        rows, place = np.unique(row, return_inverse=True)
        members = Members.of(reader.equations, rows)
        candidate = _smallest_published(members, rank, hidden)[place]
        width = _told(members, bounds, len(rank), rows, row, owner)
        open_ = candidate < 2 * len(rank)
        if open_.any():
            owner, candidate, width = owner[open_], candidate[open_], width[open_]
            order = np.lexsort((candidate, width, owner))
            first = np.unique(owner[order], return_index=True)[1]
            inverse = np.empty(len(rank), np.int64)
            inverse[rank] = np.arange(len(rank))
            return np.unique(inverse[candidate[order][first] % len(rank)])
        wider = np.unique(members.variable).astype(np.int64)
        if len(wider) == len(exposed):
            break
        exposed = wider
    return np.zeros(0, np.int64)


def _smallest_published(members: Members, rank: Integers, hidden: Mask) -> Integers:
    """For each equation the rank of its smallest published child; its parent's only without."""
    key = rank[members.variable] + np.where(members.child, 0, len(rank))
    key[hidden[members.variable]] = 2 * len(rank)
    return np.minimum.reduceat(key, members.starts)


def _told(
    members: Members, bounds: Bounds, count: int, rows: Integers, row: Integers, owner: Integers
) -> Integers:
    """How narrow each owner's interval is by the one equation in `row` alone."""
    says = members.implied(bounds)
    key = members.spread(rows) * count + members.variable
    order = np.argsort(key)
    found = order[np.searchsorted(key, row * count + owner, sorter=order)]
    return np.asarray(says.high[found] - says.low[found])
