"""Lattices for tests: all margins of a table of records, hierarchies and breakdowns included."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from services.reporting.protection.lattice import Integers, Lattice

Axis = Sequence[Integers]  # the code of each record on every level, from the total (0) down


@dataclass(frozen=True)
class Shape:
    """How many records fall on how many members of each axis, and how unevenly."""

    records: int
    members: tuple[int, ...]
    skew: float = 1.0
    grouped: tuple[int, int] | None = None  # this axis has groups of so many members

    def axes(self, seed: int) -> list[Axis]:
        rng = np.random.default_rng(seed)
        return [self._axis(rng, i, size) for i, size in enumerate(self.members)]

    def _axis(self, rng: np.random.Generator, number: int, size: int) -> Axis:
        weights = np.arange(1.0, size + 1) ** -self.skew
        code = rng.choice(size, self.records, p=weights / weights.sum())
        total = np.zeros(self.records, np.int64)
        if self.grouped and self.grouped[0] == number:
            return [total, code // self.grouped[1], code]
        return [total, code]


def lattice_of(axes: Sequence[Axis]) -> tuple[Lattice, NDArray[np.int64]]:
    """The lattice of the records' axes, and a key of each variable that other records share."""
    cells = {levels: _cells(axes, levels) for levels in product(*(range(len(a)) for a in axes))}
    starts, keys, counts, size = {}, [], [], 0
    for number, (levels, (key, _, count)) in enumerate(cells.items()):
        starts[levels] = size
        size += len(count)
        keys.append(key + number * 10**12)
        counts.append(count)
    families = [_family(cells, starts, axis) for axis in range(len(axes))]
    return Lattice(np.concatenate(counts), families), np.concatenate(keys)


Cells = tuple[Integers, Integers, Integers]  # key of each cell, cell of each record, its count


def _cells(axes: Sequence[Axis], levels: tuple[int, ...]) -> Cells:
    key = np.zeros(len(axes[0][0]), np.int64)
    for axis, level in zip(axes, levels, strict=True):
        key = key * 1000 + axis[level]
    keys, cell, counts = np.unique(key, return_inverse=True, return_counts=True)
    return keys, cell, counts.astype(np.int64)


def _family(
    cells: dict[tuple[int, ...], Cells], starts: dict[tuple[int, ...], int], axis: int
) -> tuple[Integers, Integers]:
    """Each cell beneath the one that is a level higher on the axis."""
    children, parents = [], []
    for levels in cells:
        if levels[axis]:
            above = (*levels[:axis], levels[axis] - 1, *levels[axis + 1 :])
            _, first = np.unique(cells[levels][1], return_index=True)
            children.append(starts[levels] + cells[levels][1][first])
            parents.append(starts[above] + cells[above][1][first])
    return np.concatenate(children), np.concatenate(parents)
