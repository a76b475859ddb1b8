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
from scipy.sparse import csr_array

from services.reporting.protection.lattice import Integers, Mask, System, ragged

UNBOUNDED = 2**40
KNOWN = UNBOUNDED // 2  # a bound above it came from an unbounded member and says nothing
ROUNDS = 200  # in which everything a lattice of a country tells is concluded many times over
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

    def with_any(self, units: Mask) -> "Members":
        """Of the equations those that one of the units is in."""
        if not len(self.sizes):
            return self
        return self.picked(np.logical_or.reduceat(units[self.variable], self.starts))

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


class Reasoning:
    """A reader's conclusions from bounds that are seen, kept up as these become wider."""

    def __init__(self, system: System, seen: Bounds) -> None:
        self._system = system
        self.seen = seen
        self.concluded = Bounds(seen.low.copy(), seen.high.copy())
        self._conclude(np.arange(system.equations.shape[0]))

    def see(self, seen: Bounds) -> None:
        """Conclude anew what rested on bounds that are seen otherwise now."""
        moved = (seen.low != self.seen.low) | (seen.high != self.seen.high)
        stale = self._resting_on(np.flatnonzero(moved))
        self.seen = seen
        self.concluded.low[stale] = seen.low[stale]
        self.concluded.high[stale] = seen.high[stale]
        self._conclude(self._system.rows_of(stale))

    def _resting_on(self, units: Integers) -> Integers:
        """The units, and all of which something was concluded by way of them."""
        stale = np.zeros(len(self.seen.low), np.bool_)
        raised = self.concluded.low > self.seen.low
        lowered = self.concluded.high < self.seen.high
        concerned = raised | lowered
        while len(units):
            stale[units] = True
            found = np.zeros(len(stale), np.bool_)
            for block in _blocks(self._system.equations, self._system.rows_of(units)):
                members = Members.of(self._system.equations, block)
                self._mark(members.with_any(concerned & ~stale), raised, lowered, found)
            units = np.flatnonzero(found & ~stale)
        return np.flatnonzero(stale)

    def _mark(self, members: Members, raised: Mask, lowered: Mask, found: Mask) -> None:
        """Mark the members of which their equation says all that was concluded."""
        if not len(members.sizes):
            return
        says, which = members.implied(self.concluded), members.variable
        rests = (says.low >= self.concluded.low[which]) & raised[which]
        rests |= (says.high <= self.concluded.high[which]) & lowered[which]
        found[which[rests]] = True

    def _conclude(self, rows: Integers) -> None:
        """Carry bounds through these equations and whatever they tell of, to the fixpoint."""
        for _ in range(ROUNDS):
            learned = np.zeros(len(self.seen.low), np.bool_)
            for block in _blocks(self._system.equations, rows):
                _learn(Members.of(self._system.equations, block), self.concluded, learned)
            rows = self._system.rows_of(np.flatnonzero(learned))
            if not len(rows):
                break


def _learn(members: Members, bounds: Bounds, learned: Mask) -> None:
    telling = members.picked(members.telling(bounds))
    if not len(telling.sizes):
        return
    says = telling.implied(bounds)
    above = (says.low > bounds.low[telling.variable]) & (says.low > -KNOWN)
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
