"""How counts of cells add up: over the members of each axis, and over the parts of a measure."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Counted, Ints, Layer, radix
from services.reporting.protection.lattice import Lattice

Family = tuple[Ints, Ints]
_NONE = -1


def lattice_of(counted: Counted) -> tuple[Lattice, Ints]:
    """The counts above 0 as variables that add up, and each one's place in the counted table.

    The place is `row * number of measures + measure`.
    """
    flat = counted.counts.ravel()
    places = np.flatnonzero(flat)
    variables = np.full(flat.size, _NONE, np.int64)
    variables[places] = np.arange(len(places))
    grid = variables.reshape(counted.counts.shape)
    families = [*_over_axes(counted, grid), *_over_parts(counted, grid)]
    return Lattice(flat[places], families), places


def _over_axes(counted: Counted, grid: Ints) -> Iterator[Family]:
    """Per axis: a cell of a group's part, and the group's cell with all else the same."""
    axes = counted.universe.axes
    for i, axis in enumerate(axes):
        if not axis.is_partition:
            continue
        pairs = [_pairs(counted, grid, layer, i) for layer in counted.layers if layer.depths[i]]
        if pairs:
            yield _distinct(*(np.concatenate(side) for side in zip(*pairs, strict=True)))


def _pairs(counted: Counted, grid: Ints, layer: Layer, i: int) -> Family:
    axis, step = counted.universe.axes[i], int(radix(counted.universe.axes)[i])
    keys = counted.keys[layer.rows]
    members = (keys // step) % len(axis.members)
    above = _at_depth(axis.parents, members, _depths(axis.parents), layer.depths[i] - 1)
    parents = np.searchsorted(counted.keys, keys + (above - members) * step)
    columns = [counted.universe.measures.position[name] for name in sorted(layer.measures)]
    child, parent = grid[layer.rows][:, columns].ravel(), grid[parents][:, columns].ravel()
    told = (child != _NONE) & (child != parent)
    return child[told], parent[told]


def _depths(parents: NDArray[np.int32]) -> Ints:
    depths = np.zeros(len(parents), np.int64)
    above = parents.astype(np.int64)
    while (above >= 0).any():
        depths += above >= 0
        above = np.where(above >= 0, parents[above], -1)
    return depths


def _at_depth(parents: NDArray[np.int32], members: Ints, depths: Ints, depth: int) -> Ints:
    """The members themselves, or their parents where they lie deeper than `depth`."""
    return np.where(depths[members] > depth, parents[members], members).astype(np.int64)


def _distinct(child: Ints, parent: Ints) -> Family:
    """A member that stands for itself at several depths gives the same pair more than once."""
    size = np.int64(max(child.max(initial=0), parent.max(initial=0)) + 1)
    pairs = np.unique(child * size + parent)
    return pairs // size, pairs % size


def _over_parts(counted: Counted, grid: Ints) -> Iterator[Family]:
    """Within a cell: all records, and a measure that is a sum, by their parts."""
    measures = counted.universe.measures
    position = measures.position
    for parent, parts in measures.decompositions():
        below = [grid[:, position[part]] for part in parts]
        whole = grid[:, position[parent]]
        counted_here = counted.counts[:, [position[part] for part in parts]].sum(axis=1) > 0
        child = np.concatenate(below)
        above = np.tile(np.where(counted_here, whole, _NONE), len(parts))
        told = (child != _NONE) & (above != _NONE) & (child != above)
        yield child[told], above[told]
