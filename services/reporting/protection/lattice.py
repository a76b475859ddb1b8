"""Every count of a cube and how the counts add up, as one system of equations."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csc_array, csr_array
from scipy.sparse.csgraph import connected_components

Mask = NDArray[np.bool_]
Integers = NDArray[np.int64]
LEAST_OF_ALL = -(2**62)  # of units none of whose variables is asked for


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
        shape = (before, len(self.counts))
        if not rows:
            return csr_array(shape, dtype=np.int8)
        where = [np.concatenate(part).astype(np.int32) for part in (rows, columns)]
        return coo_array((np.concatenate(signs), tuple(where)), shape=shape).tocsr()


@dataclass(frozen=True)
class System:
    """Equations with equal variables taken as one, each equation once.

    A parent with one child is equal to it, so what is said of either is said of both. `unit` is
    the number of each variable's unit.
    """

    equations: csr_array
    by_unit: csc_array
    unit: NDArray[np.int32]

    @classmethod
    def of(cls, equations: csr_array) -> "System":
        pairs = np.flatnonzero(np.diff(equations.indptr) == 2)
        starts = equations.indptr[pairs]
        opposite = equations.data[starts] == -equations.data[starts + 1]
        pairs, starts = pairs[opposite], starts[opposite]
        same = (equations.indices[starts], equations.indices[starts + 1])
        count = equations.shape[1]
        links = coo_array((np.ones(len(starts), np.int8), same), shape=(count, count))
        units, unit = connected_components(links, directed=False)
        others = np.setdiff1d(np.arange(equations.shape[0]), pairs, assume_unique=True)
        rest = _once(equations[others], unit, units)
        return cls(rest, rest.tocsc(), unit)

    def rows_of(self, units: Integers) -> Integers:
        """The equations that any of the units is in."""
        at, _, _ = ragged(self.by_unit, units)
        found = np.zeros(self.equations.shape[0], np.bool_)
        found[self.by_unit.indices[at]] = True
        return np.flatnonzero(found)

    def most(self, values: NDArray[np.int64]) -> Integers:
        """The largest value among each unit's variables; of the first so many, if fewer."""
        found = np.full(self.by_unit.shape[1], LEAST_OF_ALL)
        np.maximum.at(found, self.unit[: len(values)], values)
        return found

    def least(self, values: NDArray[np.int64]) -> Integers:
        """The smallest value among each unit's variables."""
        return -self.most(-values)


def ragged(matrix: csr_array | csc_array, lines: Integers) -> tuple[Integers, Integers, Integers]:
    """Positions of the entries of some lines, where each line starts among them, and its size."""
    pointers = matrix.indptr.astype(np.int64)
    sizes = pointers[lines + 1] - pointers[lines]
    starts = np.cumsum(sizes) - sizes
    return np.arange(sizes.sum()) + np.repeat(pointers[lines] - starts, sizes), starts, sizes


def _once(equations: csr_array, unit: NDArray[np.int32], units: int) -> csr_array:
    """The equations over units, each of those that say the same once.

    What an equation has on both sides cancels; one that has a unit twice is left out.
    """
    columns = unit[equations.indices]
    renamed = csr_array(
        (equations.data, columns, equations.indptr), shape=(equations.shape[0], units)
    )
    renamed.sum_duplicates()
    renamed.eliminate_zeros()
    twice = np.repeat(np.arange(renamed.shape[0]), np.diff(renamed.indptr))[abs(renamed.data) > 1]
    left = np.diff(renamed.indptr) > 1
    left[twice] = False
    renamed = renamed[np.flatnonzero(left)]
    if not renamed.shape[0]:
        return renamed
    signature = np.random.default_rng(0).integers(2**62, size=units, dtype=np.uint64)
    terms = signature[renamed.indices] * np.where(renamed.data > 0, 1, 3).astype(np.uint64)
    _, first = np.unique(np.add.reduceat(terms, renamed.indptr[:-1]), return_index=True)
    return renamed[np.sort(first)]
