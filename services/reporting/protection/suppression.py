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
from services.reporting.protection.successive import Earlier, Joint

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
    earlier: Earlier | None = None,
    kept: Mask | None = None,
    enough: int = WIDTH,
    least: int = LEAST,
) -> Mask:
    """Which variables to hide: `primary`, and others until none that can be protected is exposed.

    `least` is the smallest count that is ever published, `kept` are counts that are published
    whatever they tell of others, unless they are `primary`. As far as bounds are carried, every
    hidden count can then lie anywhere in a range of at least `enough`: also those that `earlier`
    hid, and also to a reader who has both releases and knows which counts did not change.
    """
    view = View.of(lattice, earlier or Earlier.none(lattice), least)
    lost = view.shown.width < enough
    settled = lost | view.past
    if kept is not None:
        settled |= _any(view.system, kept & ~primary)
    hidden = _any(view.system, primary) | (view.was_hidden & ~settled)
    reasoning = Reasoning(view.system, view.sees(hidden))
    while True:
        secret = (hidden | view.was_hidden) & ~lost
        exposed = _closest(secret, reasoning.concluded.width, enough)
        if not len(exposed):
            return view.of_lattice(hidden)
        told = Told(reasoning.seen, reasoning.concluded)
        more = covering(view.system, view.place, told, hidden | settled, exposed)
        if len(more):
            hidden[more] = True
            reasoning.see(view.sees(hidden))
        else:
            lost[exposed] = True


@dataclass(frozen=True)
class View:
    """A release beside the earlier one, as a reader of both sees it: all masks are of units."""

    reader: Reader
    system: System
    place: Integers  # of each unit, in the order in which they are hidden for others' sake
    shown: Bounds  # by the earlier release
    was_hidden: Mask
    past: Mask  # what only the earlier release has

    @classmethod
    def of(cls, lattice: Lattice, earlier: Earlier, least: int) -> "View":
        before = Reader(Lattice(earlier.counts, lattice.families), least)
        joint = Joint.of(lattice, earlier, before.sees(earlier.hidden))
        system = System.of(joint.equations)
        return cls(
            Reader(lattice, least),
            system,
            places(system.least(joint.counts)),
            Bounds(system.most(joint.shown.low), system.least(joint.shown.high)),
            _any(system, joint.hidden),
            ~_any(system, np.ones(len(lattice.counts), np.bool_)),
        )

    def sees(self, hidden: Mask) -> Bounds:
        """What the reader sees of each unit, by any of its variables in either release."""
        seen = self.reader.sees(self.of_lattice(hidden))
        low, high = self.system.most(seen.low), self.system.least(seen.high)
        return Bounds(np.maximum(low, self.shown.low), np.minimum(high, self.shown.high))

    def of_lattice(self, hidden: Mask) -> Mask:
        """Of each of the release's variables."""
        return hidden[self.system.unit[: len(self.reader.lattice.counts)]]


def _any(system: System, variables: Mask) -> Mask:
    return np.asarray(system.most(variables.astype(np.int64)) > 0)


def _closest(secret: Mask, width: Integers, enough: int) -> Integers:
    """Of the exposed a part, the closest told first: what covers them often covers the others."""
    exposed = np.flatnonzero(secret & (width < enough))
    count = max(AT_ONCE, len(exposed) // 6)
    return np.sort(exposed[np.argsort(width[exposed], kind="stable")[:count]])
