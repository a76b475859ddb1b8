"""Hides counts until no hidden one can be told to within ±3 from all that is published.

A hidden small count could be worked out from totals, so others are hidden with it (complementary
suppression), over every equation of the lattice together. Published counts are rounded. A reader
is taken to know the rules and to see which counts are hidden, but not why: all look alike.
Source: Hundepool, A. et al. (2012), Statistical Disclosure Control, chapter 4.

When to use: once, on the whole lattice of a release. When not to: on a part picked from it.
"""

from dataclasses import dataclass

import numpy as np

from services.reporting.protection.covering import Told, covering, places
from services.reporting.protection.inference import UNBOUNDED, Bounds, Reasoning
from services.reporting.protection.lattice import Integers, Lattice, Mask, System
from services.reporting.protection.rounding import LEAST, published_bounds

WIDTH = 7  # ±3 holds seven whole numbers, an interval of 6
AT_ONCE = 200  # exposed counts covered together, or a sixth of them where they are more


@dataclass(frozen=True)
class Reader:
    """What a reader knows before reasoning: the rules, and what is hidden."""

    lattice: Lattice
    least: int = LEAST

    def sees(self, hidden: Mask) -> Bounds:
        """The bounds that the published counts and the statuses tell by themselves.

        A combination beneath a hidden count is shown as hidden though nobody be in it, so what
        is hidden beneath one may be 0.
        """
        low, high = published_bounds(self.lattice.counts, self.least)
        low[hidden], high[hidden] = 1, UNBOUNDED
        low[hidden & self._beneath(hidden)] = 0
        return Bounds(low, high)

    def _beneath(self, hidden: Mask) -> Mask:
        """Variables that a hidden one is a sum of."""
        found = np.zeros(len(hidden), np.bool_)
        for child, parent in self.lattice.families:
            found[child[hidden[parent]]] = True
        return found


def protect(
    lattice: Lattice,
    primary: Mask,
    hidden_before: Mask | None = None,
    enough: int = WIDTH,
    least: int = LEAST,
) -> Mask:
    """Which variables to hide: `primary`, `hidden_before`, and others until none is exposed.

    `least` is the smallest count that is ever published. Every hidden count can then lie anywhere
    in a range of at least `enough`.
    """
    system, reader = System.of(lattice), Reader(lattice, least)
    place = places(system.least(lattice.counts))
    first = primary if hidden_before is None else primary | hidden_before
    hidden = system.most(first.astype(np.int64)) > 0
    reasoning = Reasoning(system, _seen(system, reader, hidden))
    while True:
        exposed = _closest(hidden, reasoning.concluded.width, enough)
        told = Told(reasoning.seen, reasoning.concluded)
        more = covering(system, place, told, hidden, exposed)
        if not len(more):
            return hidden[system.unit]
        hidden[more] = True
        reasoning.see(_seen(system, reader, hidden))


def _closest(hidden: Mask, width: Integers, enough: int) -> Integers:
    """Of the exposed a part, the closest told first: what covers them often covers the others."""
    exposed = np.flatnonzero(hidden & (width < enough))
    count = max(AT_ONCE, len(exposed) // 6)
    return np.sort(exposed[np.argsort(width[exposed], kind="stable")[:count]])


def _seen(system: System, reader: Reader, hidden: Mask) -> Bounds:
    """What the reader sees of each unit, by any of its variables."""
    seen = reader.sees(hidden[system.unit])
    return Bounds(system.most(seen.low), system.least(seen.high))
