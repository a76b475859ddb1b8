"""Two releases as one system: a count that did not change is one variable of both.

In the difference of an equation between two releases all that did not change cancels, rounded or
not. So the changes add up by equations of their own, which tell more than either release.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, vstack

from services.reporting.protection.inference import UNBOUNDED, Bounds
from services.reporting.protection.lattice import Integers, Lattice, Mask
from services.reporting.protection.rounding import SLACK


@dataclass(frozen=True)
class Earlier:
    """The release before, told of a lattice's variables: exact counts, 0 where none; what it hid.

    Counts that are in no cell any more are not told of one by one: what an equation of the
    earlier release lacks is taken as one count, known to within its rounding.
    """

    counts: Integers
    hidden: Mask

    @classmethod
    def none(cls, lattice: Lattice) -> "Earlier":
        """Before the first release: no count was told."""
        return cls(np.zeros_like(lattice.counts), np.zeros(len(lattice.counts), np.bool_))


@dataclass(frozen=True)
class Joint:
    """The variables of a release, then those only the earlier one has; the equations of all.

    `shown` are the bounds that the earlier release shows, and `hidden` is what it hid. `settled`
    cannot be hidden any more: the earlier release published them, or only it has them.
    """

    equations: csr_array
    counts: Integers
    shown: Bounds
    hidden: Mask
    settled: Mask

    @classmethod
    def of(cls, lattice: Lattice, earlier: Earlier, told: Bounds) -> "Joint":
        """`told` are the bounds that the earlier release shows of the lattice's variables."""
        changes = _Changes(lattice, earlier)
        place, there = changes.place, np.flatnonzero(earlier.counts)
        low, high = np.zeros(changes.size, np.int64), np.full(changes.size, UNBOUNDED)
        hidden, settled = (np.zeros(changes.size, np.bool_) for _ in range(2))
        low[place[there]], high[place[there]] = told.low[there], told.high[there]
        hidden[place[there]] = earlier.hidden[there]
        settled[place[there]] = ~earlier.hidden[there]
        settled[len(lattice.counts) :] = True
        low[changes.change] = -UNBOUNDED
        gone = changes.gone
        low[changes.lost], high[changes.lost] = np.maximum(gone - SLACK, 1), gone + SLACK
        counts = np.concatenate([lattice.counts, *changes.counts])
        return cls(changes.equations(), counts, Bounds(low, high), hidden, settled)


class _Changes:
    """Which variables a joint system has besides the lattice's own, and what they add up to.

    Of each changed count: its value before, and its change. Of each equation of which a part is
    gone: that part.
    """

    def __init__(self, lattice: Lattice, earlier: Earlier) -> None:
        now, before = lattice.counts, earlier.counts
        self._own = lattice.equations
        self._known = np.flatnonzero(before)
        self._new = np.flatnonzero(before == 0)
        self._changed = np.flatnonzero((before > 0) & (before != now))
        self._rows, gone = _carried_on(self._own, now, before)
        self._partly = np.flatnonzero(gone)
        self.gone = gone[self._partly]
        ends = np.cumsum([len(now), *[len(self._changed)] * 2, len(self.gone)])
        self.before, self.change, self.lost = map(np.arange, ends[:-1], ends[1:])
        self.size = int(ends[-1])
        self.place = np.arange(len(now))
        self.place[self._changed] = self.before
        was = before[self._changed]
        self.counts = was, now[self._changed] - was, self.gone

    def equations(self) -> csr_array:
        """Of the release, of the earlier one, of the changes, and what a change is."""
        own = csr_array(
            (self._own.data, self._own.indices, self._own.indptr),
            shape=(self._own.shape[0], self.size),
        )
        rows = self._own[self._rows]
        lost = self._placed(self._partly, self.lost, len(self._rows))
        earlier = rows @ self._renamed(self._known, self.place[self._known]) + lost
        changed = np.concatenate([self._changed, self._new])
        changes = rows @ self._renamed(changed, np.concatenate([self.change, self._new])) - lost
        count = np.arange(len(self._changed))
        defined = self._placed(count, self._changed, len(count))
        for part in (self.before, self.change):
            defined = defined - self._placed(count, part, len(count))
        found = vstack([own, earlier, changes, defined], format="csr")
        found.eliminate_zeros()
        return found[np.flatnonzero(np.diff(found.indptr) > 1)]

    def _renamed(self, variables: Integers, places: Integers) -> csr_array:
        return self._placed(variables, places, self._own.shape[1])

    def _placed(self, rows: Integers, places: Integers, count: int) -> csr_array:
        ones = np.ones(len(rows), np.int8)
        return coo_array((ones, (rows, places)), shape=(count, self.size)).tocsr()


def _carried_on(
    equations: csr_array, now: NDArray[np.int64], before: NDArray[np.int64]
) -> tuple[Integers, Integers]:
    """The equations that held in both releases and are not the same, and what is gone from each.

    Where the parts were more than the whole, they were parts of another release.
    """
    parent = equations.indices[equations.data < 0]
    gone = -(equations @ before)
    held = (before[parent] > 0) & (gone >= 0) & (gone < before[parent])
    touched = abs(equations) @ (now != before).astype(np.int64) > 0
    rows = np.flatnonzero(held & (touched | (gone > 0)))
    return rows, np.asarray(gone[rows], np.int64)
