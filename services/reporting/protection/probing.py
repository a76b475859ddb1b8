"""Tries whether a count can be what carried bounds still allow: stronger than the bounds alone.

Each probe supposes one variable to have one value and carries what follows to every equation it
reaches; a contradiction rules the value out. Probes are carried side by side. Source: Savelsbergh,
M. (1994), Preprocessing and Probing Techniques for Mixed Integer Programming Problems, ORSA
Journal on Computing 6(4).
"""

from dataclasses import dataclass

import numpy as np

from services.reporting.protection.inference import KNOWN, Bounds, Members, ragged
from services.reporting.protection.lattice import Integers, Mask, System

ROUNDS = 12
BATCH = 4096  # probes carried side by side, so that memory stays small
NARROW = 30  # what is learned of a count with more room than that leads nowhere
SHIFT = 20  # an equation with more room to spare is not filled by what few small counts move


@dataclass(frozen=True)
class Sparse:
    """Two numbers for some (probe, variable) or (probe, equation), by ascending key."""

    key: Integers
    first: Integers
    second: Integers

    @classmethod
    def none(cls) -> "Sparse":
        nothing = np.zeros(0, np.int64)
        return cls(nothing, nothing, nothing)

    def at(self, key: Integers, first: Integers, second: Integers) -> tuple[Integers, Integers]:
        """The numbers of the keys; where there are none, those given."""
        if not len(self.key):
            return first, second
        place = np.minimum(np.searchsorted(self.key, key), len(self.key) - 1)
        known = self.key[place] == key
        return (
            np.where(known, self.first[place], first),
            np.where(known, self.second[place], second),
        )

    def plus(self, key: Integers, first: Integers, second: Integers) -> "Sparse":
        """With further numbers added to those of their keys."""
        keys, order, starts = _grouped(np.concatenate([self.key, key]))
        firsts = np.concatenate([self.first, first])[order]
        seconds = np.concatenate([self.second, second])[order]
        return Sparse(keys, np.add.reduceat(firsts, starts), np.add.reduceat(seconds, starts))

    def within(self, key: Integers, low: Integers, high: Integers) -> "Sparse":
        """With further bounds, the narrowest of each key kept."""
        keys, order, starts = _grouped(np.concatenate([self.key, key]))
        lows = np.concatenate([self.first, low])[order]
        highs = np.concatenate([self.second, high])[order]
        return Sparse(keys, np.maximum.reduceat(lows, starts), np.minimum.reduceat(highs, starts))


class Probe:
    """What is known of a lattice, ready to be asked whether counts can have certain values."""

    def __init__(self, system: System, bounds: Bounds) -> None:
        self._equations, self._by_variable = system.equations, system.by_unit
        self._bounds = bounds
        members = Members.of(system.equations, np.arange(system.equations.shape[0]))
        self._floor, self._ceiling, _ = members.sums(bounds)
        narrow = np.where(bounds.width <= NARROW, bounds.width, 0)[members.variable]
        self._widest = np.maximum.reduceat(narrow, members.starts)
        room = np.minimum(-self._floor, self._ceiling)
        self._moved = room - self._widest < SHIFT

    def refuted(self, variables: Integers, values: Integers) -> Mask:
        """Whether each variable cannot be the value beside it."""
        runs = range(0, len(variables), BATCH)
        found = [self._carry(variables[i : i + BATCH], values[i : i + BATCH]) for i in runs]
        return np.concatenate([np.zeros(0, np.bool_), *found])

    def _carry(self, variables: Integers, values: Integers) -> Mask:
        refuted = np.zeros(len(variables), np.bool_)
        supposed, shifts = Sparse.none(), Sparse.none()
        key = np.arange(len(variables)) * len(self._bounds.low) + variables
        low = high = values
        for _ in range(ROUNDS):
            after = supposed.within(key, low, high)
            touched, shifts = self._shifted(shifts, _grouped(key)[0], supposed, after)
            supposed = after
            key, low, high = self._learned(touched, shifts, supposed, refuted)
            if not len(key):
                break
        return refuted

    def _shifted(
        self, shifts: Sparse, key: Integers, before: Sparse, after: Sparse
    ) -> tuple[Integers, Sparse]:
        """The (probe, equation) that changed bounds touch, and how far all sums have moved."""
        probe, variable = np.divmod(key, len(self._bounds.low))
        old_low, old_high = self._now(before, key)
        new_low, new_high = self._now(after, key)
        at, _, sizes = ragged(self._by_variable, variable)
        owner = np.repeat(np.arange(len(key)), sizes)
        moved = self._moved[self._by_variable.indices[at]]
        at, owner = at[moved], owner[moved]
        child = self._by_variable.data[at] > 0
        raised, lowered = (new_low - old_low)[owner], (old_high - new_high)[owner]
        rows = probe[owner] * len(self._floor) + self._by_variable.indices[at]
        floor, ceiling = np.where(child, raised, lowered), -np.where(child, lowered, raised)
        return _grouped(rows)[0], shifts.plus(rows, floor, ceiling)

    def _learned(
        self, touched: Integers, shifts: Sparse, supposed: Sparse, refuted: Mask
    ) -> tuple[Integers, Integers, Integers]:
        """New bounds of (probe, variable) from the touched equations; marks contradictions."""
        zero = np.zeros(len(touched), np.int64)
        floor, ceiling = shifts.at(touched, zero, zero)
        probe, row = np.divmod(touched, len(self._floor))
        floor, ceiling = floor + self._floor[row], ceiling + self._ceiling[row]
        refuted[probe[(floor > 0) | (ceiling < 0)]] = True
        telling = (self._widest[row] > np.minimum(-floor, ceiling)) & ~refuted[probe]
        at, _, sizes = ragged(self._equations, row[telling])
        child = self._equations.data[at] > 0
        key = np.repeat(probe[telling], sizes) * len(self._bounds.low)
        key += self._equations.indices[at]
        low, high = self._now(supposed, key)
        top = np.where(child, low, -high) - np.repeat(floor[telling], sizes)
        bottom = np.where(child, high, -low) - np.repeat(ceiling[telling], sizes)
        least, most = np.where(child, bottom, -top), np.where(child, top, -bottom)
        news = ((least > low) | (most < high)) & (high - low <= NARROW)
        least, most = np.maximum(least, low), np.minimum(most, high)
        refuted[key[least > most] // len(self._bounds.low)] = True
        news &= ~refuted[key // len(self._bounds.low)]
        return key[news], least[news], most[news]

    def _now(self, supposed: Sparse, key: Integers) -> tuple[Integers, Integers]:
        variable = key % len(self._bounds.low)
        return supposed.at(key, self._bounds.low[variable], self._bounds.high[variable])


def shaved(probe: Probe, bounds: Bounds, targets: Integers, enough: int) -> Integers:
    """Those of the targets whose interval is narrower than `enough` once its ends are tried."""
    low, high = bounds.low[targets].copy(), bounds.high[targets].copy()
    open_ = np.flatnonzero(high < KNOWN)
    while len(open_):
        bottom = probe.refuted(targets[open_], low[open_])
        top = probe.refuted(targets[open_], high[open_])
        low[open_] += bottom
        high[open_] -= top
        open_ = open_[(bottom | top) & (high - low >= enough)[open_]]
    return targets[high - low < enough]


def _grouped(keys: Integers) -> tuple[Integers, Integers, Integers]:
    """The distinct keys ascending, an order that sorts all, and where each distinct one starts."""
    order = np.argsort(keys)
    ascending = keys[order]
    starts = np.flatnonzero(np.diff(ascending, prepend=-1))
    return ascending[starts], order, starts
