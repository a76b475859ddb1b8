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

from services.reporting.protection.covering import Told, covering, places
from services.reporting.protection.inference import (
    UNBOUNDED,
    Bounds,
    concluded,
)
from services.reporting.protection.lattice import Lattice, Mask, System
from services.reporting.protection.probing import Probe, shaved
from services.reporting.protection.rounding import LEAST, published_bounds

WIDTH = 7  # ±3 holds seven whole numbers, an interval of 6

TRIES = 12  # who is still exposed after so many covers is bound by the rules themselves


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
        """Variables that a hidden one is a sum of, in every release that they are in."""
        releases = [f for f in (self.lattice.families, self.lattice.earlier) if f]
        found = np.zeros(len(hidden), np.bool_)
        told = np.zeros(len(hidden), np.bool_)
        for families in releases:
            covered, present = np.zeros((2, len(hidden)), np.bool_)
            for child, parent in families:
                present[child] = present[parent] = True
                covered[child[hidden[parent]]] = True
            found |= covered
            told |= present & ~covered
        return found & ~told


def protect(
    lattice: Lattice,
    primary: Mask,
    known_below: NDArray[np.float64],
    hidden_before: Mask | None = None,
    enough: int = WIDTH,
    least: int = LEAST,
    settled: Mask | None = None,
) -> Mask:
    """Which variables to hide: `primary`, `hidden_before`, and others until none is exposed.

    `known_below` is the most a primary variable can be by its rule (inf: its rule says nothing
    about its size), `least` the smallest count that is published or hidden for another's sake.
    What is `settled` has been published before: hiding it now would hide nothing.
    Every hidden count can then lie anywhere in a range of at least `enough`.
    """
    reader = Reader(lattice, primary, known_below, least)
    system = System.of(lattice)
    place = places(system.least(lattice.counts))
    first = primary if hidden_before is None else primary | hidden_before
    hidden = system.most(first.astype(np.int64)) > 0
    closed = np.zeros(len(hidden), np.bool_)
    if settled is not None:
        closed = system.most(settled.astype(np.int64)) > 0
    safe, tries = np.zeros(len(hidden), np.bool_), np.zeros(len(hidden), np.int64)
    while True:
        seen = reader.sees(hidden[system.unit])
        known = Bounds(system.most(seen.low), system.least(seen.high))
        bounds = concluded(system.equations, system.by_unit, known)
        told = Told(known, bounds)
        exposed = np.flatnonzero(hidden & (bounds.width < enough))
        more = covering(system, place, told, hidden | closed, exposed)
        if not len(more):
            doubtful = np.flatnonzero(hidden & ~safe & (bounds.width >= enough))
            exposed = shaved(Probe(system, bounds), bounds, doubtful, enough)
            tries[exposed] += 1
            pressed = exposed[tries[exposed] <= TRIES]
            more = covering(
                system, place, Told(known, bounds, anywhere=True), hidden | closed, pressed
            )
            safe[doubtful] = True
            safe[exposed] = False
        if not len(more):
            return hidden[system.unit]
        hidden[more] = True
