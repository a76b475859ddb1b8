"""Tries whether a count can be what carried bounds still allow: stronger than the bounds alone.

Each probe supposes one variable to have one value and carries what follows to every equation it
reaches; a contradiction rules the value out. Probes are carried side by side. Source: Savelsbergh,
M. (1994), Preprocessing and Probing Techniques for Mixed Integer Programming Problems, ORSA
Journal on Computing 6(4).
"""

from dataclasses import dataclass

import numpy as np

from services.reporting.protection.inference import KNOWN, UNBOUNDED, Bounds, Members, ragged
from services.reporting.protection.lattice import Integers, Mask, System

ROUNDS = 12
BATCH = 4096  # probes carried side by side, so that memory stays small
LONGEST = 64  # a longer equation leaves its members so much room that it refutes nothing


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
        keys, place = np.unique(np.concatenate([self.key, key]), return_inverse=True)
        firsts, seconds = np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        np.add.at(firsts, place, np.concatenate([self.first, first]))
        np.add.at(seconds, place, np.concatenate([self.second, second]))
        return Sparse(keys, firsts, seconds)

    def within(self, key: Integers, low: Integers, high: Integers) -> "Sparse":
        """With further bounds, the narrowest of each key kept."""
        keys, place = np.unique(np.concatenate([self.key, key]), return_inverse=True)
        lows, highs = np.zeros(len(keys), np.int64), np.full(len(keys), UNBOUNDED)
        np.maximum.at(lows, place, np.concatenate([self.first, low]))
        np.minimum.at(highs, place, np.concatenate([self.second, high]))
        return Sparse(keys, lows, highs)


class Probe:
    """What is known of a lattice, ready to be asked whether counts can have certain values."""

    def __init__(self, system: System, bounds: Bounds) -> None:
        self._equations, self._by_variable = system.equations, system.by_unit
        self._bounds = bounds
        members = Members.of(system.equations, np.arange(system.equations.shape[0]))
        self._floor, self._ceiling, self._widest = members.sums(bounds)
        self._widest[members.sizes > LONGEST] = 0

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
            touched, shifts = self._shifted(shifts, np.unique(key), supposed, after)
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
        child = self._by_variable.data[at] > 0
        raised, lowered = (
            np.repeat(new_low - old_low, sizes),
            np.repeat(old_high - new_high, sizes),
        )
        rows = np.repeat(probe, sizes) * len(self._floor) + self._by_variable.indices[at]
        floor, ceiling = np.where(child, raised, lowered), -np.where(child, lowered, raised)
        return np.unique(rows), shifts.plus(rows, floor, ceiling)

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
        news = (least > low) | ((most < high) & (most < KNOWN))
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
