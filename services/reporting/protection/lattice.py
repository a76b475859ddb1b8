"""Every count of a cube and how the counts add up, as one system of equations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Lattice:
    """Variables (one for each published cell and measure) and how they add up.

    `counts` are exact and above 0: combinations nobody is in are not listed. Each family holds
    pairs (child, parent) of indices; within a family a parent is exactly the sum of its children.
    """

    counts: Integers
    families: Sequence[tuple[Integers, Integers]]

    @cached_property
    def equations(self) -> csr_array:
        """One row for each parent of each family: +1 its children, −1 itself; sums to zero."""
        rows, columns, signs, before = [], [], [], 0
        for child, parent in self.families:
            parents, row = np.unique(parent, return_inverse=True)
            rows += [row + before, np.arange(before, before + len(parents))]
            columns += [child, parents]
            signs += [np.ones(len(child), np.int8), np.full(len(parents), -1, np.int8)]
            before += len(parents)
        if not rows:
            return csr_array((0, len(self.counts)), dtype=np.int8)
        where = [np.concatenate(part).astype(np.int32) for part in (rows, columns)]
        shape = (before, len(self.counts))
        return coo_array((np.concatenate(signs), tuple(where)), shape=shape).tocsr()
