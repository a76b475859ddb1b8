"""What of a universe's counts may be published, and what is remembered of those hidden."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.additive import lattice_of
from services.reporting.cube.axis import Axis
from services.reporting.cube.counting import Counted, Floats, Ints, places_of, radix
from services.reporting.cube.cuts import Depths
from services.reporting.cube.employers import Employers
from services.reporting.cube.memory import Memory, variable_keys
from services.reporting.protection.lattice import Lattice, Mask
from services.reporting.protection.primary import PERSONS, primary_employers, primary_persons
from services.reporting.protection.rounding import rounded
from services.reporting.protection.suppression import protect

NO_PARTS: Mapping[str, Employers] = {}


@dataclass(frozen=True)
class Protected:
    """A universe's counts as they may be published: rounded to 5, NaN where hidden.

    `listed` are the cells that a reader is told of at all: not those beneath a hidden one, which
    look as if nobody were in them. `values` are weighted counts. `memory` holds the exact counts,
    for the next release to tell nothing of them.
    """

    axes: tuple[Axis, ...]
    keys: Ints
    layers: Mapping[Depths, Ints]
    counts: Floats
    values: Floats
    design_effect: Floats
    listed: Mask
    names: dict[str, int]
    memory: Memory

    def places(self) -> NDArray[np.int32]:
        """Each cell's member on every axis."""
        return places_of(self.axes, self.keys)

    def rows_at(self, places: NDArray[np.int32]) -> Ints:
        """The rows of the cells with these members, cells × axes; −1 where nobody is counted."""
        keys = places.astype(np.int64) @ radix(self.axes)
        at = np.searchsorted(self.keys, keys)
        there = self.keys[np.minimum(at, len(self.keys) - 1)] == keys if len(self.keys) else at < 0
        return np.where(there & (places >= 0).all(axis=1), at, -1)

    def hidden_at(self, places: NDArray[np.int32]) -> Mask:
        """Whether a reader may not know how many are in these cells, or that there are none."""
        rows = self.rows_at(places)
        hidden: Mask = np.isnan(taken(self.counts[:, 0], rows, 0.0))
        for i, axis in enumerate(self.axes):
            above = places.copy()
            above[:, i] = axis.parents[places[:, i]]
            unsettled = (rows < 0) & ~hidden & (above[:, i] >= 0) & (places >= 0).all(axis=1)
            if unsettled.any():
                hidden[unsettled] = self.hidden_at(above[unsettled])
        return hidden


def taken(table: NDArray[Any], rows: Ints, otherwise: float) -> NDArray[Any]:
    """These rows of a table, which may have none; `otherwise` where a row is −1."""
    found = np.full((len(rows), *table.shape[1:]), otherwise, table.dtype)
    there = rows >= 0
    found[there] = table[rows[there]]
    return found


def protected_persons(counted: Counted, before: Memory) -> Protected:
    """Counts of 1–9 persons are hidden, and whatever would give them away."""
    lattice, places = lattice_of(counted)
    return _protected(counted, lattice, places, primary_persons(lattice.counts), before, PERSONS)


def protected_employers(
    counted: Counted,
    employers: Employers,
    before: Memory,
    of_parts: Mapping[str, Employers] = NO_PARTS,
) -> Protected:
    """Cells of fewer than 3 employers, or of one above 70 %, are hidden with all they count.

    `of_parts` are the employers of the records that some measures tell apart, which are hidden
    also where only these are too few.
    """
    lattice, places = lattice_of(counted)
    rows, columns = np.divmod(places, counted.counts.shape[1])
    primary = primary_employers(employers.distinct, employers.largest_share)[rows]
    position = counted.universe.measures.position
    for name, own in of_parts.items():
        hidden = primary_employers(own.distinct, own.largest_share)
        primary |= hidden[rows] & (columns == position[name])
    return _protected(counted, lattice, places, primary, before, 1)


def _protected(
    counted: Counted,
    lattice: Lattice,
    places: Ints,
    primary: Mask,
    before: Memory,
    least: int,
) -> Protected:
    keys = variable_keys(counted, places)
    kept = np.isin(places // counted.counts.shape[1], _whole(counted))
    hidden = protect(lattice, primary, before.told_of(keys), kept, least=least)
    covered = np.zeros(counted.counts.shape, np.bool_)
    covered.flat[places] = hidden
    covered |= _untold_zeros(counted, covered)
    return Protected(
        axes=counted.universe.axes,
        keys=counted.keys,
        layers={layer.depths: layer.rows for layer in counted.layers},
        counts=np.where(covered, np.nan, rounded(counted.counts)),
        values=np.where(covered, np.nan, rounded(_values(counted))),
        design_effect=_design_effect(counted),
        listed=_listed(counted, covered[:, 0]),
        names=dict(counted.universe.measures.position),
        memory=Memory.of(keys, lattice.counts, hidden),
    )


def _whole(counted: Counted) -> Ints:
    """The row of everybody together, whose counts are never hidden for others' sake."""
    axes = counted.universe.axes
    is_whole = (places_of(axes, counted.keys) == 0).all(axis=1)
    return np.flatnonzero(is_whole & all(axis.is_partition for axis in axes))


def _untold_zeros(counted: Counted, covered: Mask) -> Mask:
    """Zeros of a measure that is hidden one level up on an axis: else they would tell of it."""
    untold = covered & False
    steps, position = radix(counted.universe.axes), counted.universe.measures.position
    for layer in sorted(counted.layers, key=lambda layer: sum(layer.depths)):
        columns = np.array([position[name] for name in sorted(layer.measures)])
        keys, at = counted.keys[layer.rows], np.ix_(layer.rows, columns)
        places = places_of(counted.universe.axes, keys)
        above = np.zeros((len(keys), len(columns)), np.bool_)
        for i, axis in enumerate(counted.universe.axes):
            if layer.depths[i] and axis.is_partition:
                members = axis.lifted(layer.depths[i] - 1)[places[:, i]]
                rows = np.searchsorted(counted.keys, keys + (members - places[:, i]) * steps[i])
                parents = np.ix_(rows, columns)
                above |= (covered[parents] | untold[parents]) & (rows != layer.rows)[:, None]
        untold[at] |= above & (counted.counts[at] == 0)
    return untold


def _values(counted: Counted) -> Floats:
    """Weighted counts where records have weights; amounts as they are."""
    if counted.weights is None:
        return counted.counts.astype(np.float64)
    amounts = [counted.universe.measures.position[n] for n in counted.universe.measures.amounts]
    values = counted.weights.copy()
    values[:, amounts] = counted.counts[:, amounts]
    return values


def _design_effect(counted: Counted) -> Floats:
    """n·Σw²/(Σw)² of each cell (Kish 1992), to a tenth: exact, it would tell the exact n."""
    if counted.weights is None or counted.squares is None:
        return np.ones(len(counted.keys))
    n, weight, squares = counted.counts[:, 0], counted.weights[:, 0], counted.squares[:, 0]
    return np.maximum(np.round(n * squares / weight**2, 1), 1.0)


def _listed(counted: Counted, hidden: Mask) -> Mask:
    """Published cells, and hidden ones beneath published ones only."""
    listed = ~hidden
    rows = np.flatnonzero(hidden)
    places = places_of(counted.universe.axes, counted.keys[rows])
    beneath = np.zeros(len(rows), np.bool_)
    for i, axis in enumerate(counted.universe.axes):
        above = axis.parents[places[:, i]]
        step = int(radix(counted.universe.axes)[i])
        parents = counted.keys[rows] + (above - places[:, i]).astype(np.int64) * step
        at = np.searchsorted(counted.keys, np.where(above < 0, counted.keys[rows], parents))
        beneath |= (above >= 0) & hidden[at]
    listed[rows] = ~beneath
    return listed
