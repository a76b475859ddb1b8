"""Keeps a later release from telling what an earlier one hid, and the other way round.

A reader holds both releases against each other. A count hidden in the first and published
unchanged in the second tells the first's neighbours; so what was hidden stays hidden until its
count changes.

When to use: on every release and every rebuild of the live figures after the first release.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.protection.lattice import Integers, Lattice, Mask
from services.reporting.protection.suppression import protect


@dataclass(frozen=True)
class Protected:
    """A lattice with the key of each variable, and which of them are hidden by which rule."""

    lattice: Lattice
    keys: Integers
    hidden: Mask
    primary: Mask
    known_below: NDArray[np.float64]


def protect_after(before: Protected, now: Protected) -> Mask:
    """Which variables of `now` to hide so that both releases together expose none of either.

    Counts that did not change are one variable of both: hidden before they stay hidden, published
    before they cannot be hidden any more. `now.hidden` is what is hidden in any case.
    """
    lattice, place = _joined(before, now)
    size, count = len(now.keys), len(lattice.counts)
    primary, hidden, settled = (np.zeros(count, np.bool_) for _ in range(3))
    known_below = np.full(count, np.inf)
    primary[place], hidden[place], settled[place] = before.primary, before.hidden, ~before.hidden
    known_below[place] = before.known_below
    primary[:size] |= now.primary
    known_below[:size] = np.minimum(known_below[:size], now.known_below)
    hidden[:size] |= now.hidden
    return protect(lattice, primary, known_below, hidden, settled=settled)[:size]


def _joined(before: Protected, now: Protected) -> tuple[Lattice, Integers]:
    """Both lattices as one, and the place in it of each variable of the earlier."""
    _, old, new = np.intersect1d(before.keys, now.keys, assume_unique=True, return_indices=True)
    equal = before.lattice.counts[old] == now.lattice.counts[new]
    place = np.full(len(before.keys), -1)
    place[old[equal]] = new[equal]
    changed = np.flatnonzero(place < 0)
    place[changed] = len(now.keys) + np.arange(len(changed))
    counts = np.concatenate([now.lattice.counts, before.lattice.counts[changed]])
    earlier = [(place[child], place[parent]) for child, parent in before.lattice.families]
    return Lattice(counts, now.lattice.families, earlier), place


def still_hidden(
    keys_before: Integers, counts_before: Integers, keys: Integers, counts: Integers
) -> Mask:
    """Which of `keys` were hidden in the last release with the very count they have now.

    `keys_before` are the hidden variables of the last release and `counts_before` their exact
    counts; both lists of keys ascend.
    """
    if not len(keys_before):
        return np.zeros(len(keys), np.bool_)
    at = np.minimum(np.searchsorted(keys_before, keys), len(keys_before) - 1)
    return np.asarray((keys_before[at] == keys) & (counts_before[at] == counts))
