"""What a reader can conclude about every count from all equations: bounds carried to a fixpoint.

An equation says that its children less its parent are 0. From the bounds of all but one member
follow bounds of that one; what it says is told on to the equations it is in, until nobody learns
anything. Source: Davis, E. (1987), Constraint Propagation with Interval Labels, Artificial
Intelligence 32(3).
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

from services.reporting.protection.lattice import Integers, Mask

UNBOUNDED = 2**40
KNOWN = UNBOUNDED // 2  # a bound above it came from an unbounded member and says nothing
ROUNDS = 60
BLOCK = 2**20  # members looked at together, so that memory stays small


@dataclass(frozen=True)
class Bounds:
    """The least and the most that every variable can be."""

    low: Integers
    high: Integers

    @property
    def width(self) -> Integers:
        return self.high - self.low


@dataclass(frozen=True)
class Members:
    """Members of some equations, one after the other: which variable, its sign, its equation."""

    variable: NDArray[np.int32]
    child: Mask
    starts: Integers  # where each equation's members start
    sizes: Integers

    @classmethod
    def of(cls, equations: csr_array, rows: Integers) -> "Members":
        """The members of the equations in `rows`."""
        at, starts, sizes = ragged(equations, rows)
        return cls(equations.indices[at], equations.data[at] > 0, starts, sizes)

    def picked(self, chosen: Mask) -> "Members":
        """Of the equations only those that are chosen."""
        kept = np.repeat(chosen, self.sizes)
        sizes = self.sizes[chosen]
        return Members(self.variable[kept], self.child[kept], np.cumsum(sizes) - sizes, sizes)

    def implied(self, bounds: Bounds) -> Bounds:
        """What each member's equation alone says of it."""
        floor, ceiling = self._signed(bounds)
        top = floor - self.spread(np.add.reduceat(floor, self.starts))
        bottom = ceiling - self.spread(np.add.reduceat(ceiling, self.starts))
        return Bounds(np.where(self.child, bottom, -top), np.where(self.child, top, -bottom))

    def telling(self, bounds: Bounds) -> Mask:
        """Which equations say more of a member than is known: others leave it less room."""
        floor, ceiling, widest = self.sums(bounds)
        return np.asarray(widest > np.minimum(-floor, ceiling))

    def sums(self, bounds: Bounds) -> tuple[Integers, Integers, Integers]:
        """Of each equation the least and the most of its sum, and its widest member."""
        floor, ceiling = self._signed(bounds)
        return (
            np.add.reduceat(floor, self.starts),
            np.add.reduceat(ceiling, self.starts),
            np.maximum.reduceat(ceiling - floor, self.starts),
        )

    def spread(self, values: NDArray[np.int64]) -> Integers:
        """A value of each equation, repeated for its members."""
        return np.repeat(values, self.sizes)

    def _signed(self, bounds: Bounds) -> tuple[Integers, Integers]:
        """The least and the most of sign × variable."""
        low, high = bounds.low[self.variable], bounds.high[self.variable]
        return np.where(self.child, low, -high), np.where(self.child, high, -low)


def ragged(matrix: csr_array | csc_array, lines: Integers) -> tuple[Integers, Integers, Integers]:
    """Positions of the entries of some lines, where each line starts among them, and its size."""
    pointers = matrix.indptr.astype(np.int64)
    sizes = pointers[lines + 1] - pointers[lines]
    starts = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(pointers[lines] - starts, sizes), starts, sizes


def concluded(equations: csr_array, by_variable: csc_array, known: Bounds) -> Bounds:
    """What follows for every variable from `known` and all the equations."""
    bounds = Bounds(known.low.copy(), known.high.copy())
    rows = np.arange(equations.shape[0])
    for _ in range(ROUNDS):
        learned = np.zeros(len(bounds.low), np.bool_)
        for block in _blocks(equations, rows):
            _learn(Members.of(equations, block), bounds, learned)
        at, _, _ = ragged(by_variable, np.flatnonzero(learned))
        rows = np.unique(by_variable.indices[at]).astype(np.int64)
        if not len(rows):
            break
    return bounds


def _learn(members: Members, bounds: Bounds, learned: Mask) -> None:
    telling = members.picked(members.telling(bounds))
    if not len(telling.sizes):
        return
    says = telling.implied(bounds)
    above = says.low > bounds.low[telling.variable]
    below = (says.high < bounds.high[telling.variable]) & (says.high < KNOWN)
    np.maximum.at(bounds.low, telling.variable[above], says.low[above])
    np.minimum.at(bounds.high, telling.variable[below], says.high[below])
    learned[telling.variable[above | below]] = True


def _blocks(equations: csr_array, rows: Integers) -> Iterator[Integers]:
    """The rows in runs of about `BLOCK` members."""
    if not len(rows):
        return
    sizes = np.diff(equations.indptr)[rows]
    run = np.cumsum(sizes, dtype=np.int64) // BLOCK
    yield from np.split(rows, np.flatnonzero(np.diff(run)) + 1)
