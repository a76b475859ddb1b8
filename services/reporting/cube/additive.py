"""How counts of cells add up: over the members of each axis, and over the parts of a measure."""

from collections.abc import Iterator

import numpy as np

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
    variables = int(grid.max(initial=_NONE)) + 1
    for i, axis in enumerate(counted.universe.axes):
        if not axis.is_partition:
            continue
        above = np.full(variables, _NONE, np.int64)
        for layer in counted.layers:
            if layer.depths[i]:
                child, parent = _pairs(counted, grid, layer, i)
                above[child] = parent
        child = np.flatnonzero(above != _NONE)
        yield child, above[child]


def _pairs(counted: Counted, grid: Ints, layer: Layer, i: int) -> Family:
    """Of one layer; a member that stands for itself one level up has no parent there."""
    axis, step = counted.universe.axes[i], int(radix(counted.universe.axes)[i])
    keys = counted.keys[layer.rows]
    members = (keys // step) % len(axis.members)
    above = axis.lifted(layer.depths[i] - 1)[members]
    moved = above != members
    rows = layer.rows[moved]
    parents = np.searchsorted(counted.keys, (keys + (above - members) * step)[moved])
    columns = [counted.universe.measures.position[name] for name in sorted(layer.measures)]
    child, parent = grid[rows][:, columns].ravel(), grid[parents][:, columns].ravel()
    told = child != _NONE
    return child[told], parent[told]


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
