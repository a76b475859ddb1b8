"""Counts of every cell: each record is counted once in every combination of depths."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.axis import Axis
from services.reporting.cube.cuts import Cut, Depths, closure
from services.reporting.cube.measures import EVERYONE, Measures

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_DENSE = 20_000_000
"""Most cells that are counted by their place; more are sorted first."""


@dataclass(frozen=True)
class Universe:
    """Records to be counted: where each belongs on every axis, and what it counts as.

    `weights` are survey weights, None when every record stands for itself.
    """

    name: str
    axes: tuple[Axis, ...]
    measures: Measures
    cuts: Sequence[Cut]
    weights: Floats | None = None


@dataclass(frozen=True)
class Layer:
    """The cells of one combination of depths, as rows of the counted table, and their measures."""

    depths: Depths
    rows: Ints
    measures: frozenset[str]


@dataclass(frozen=True)
class Counted:
    """Exact counts, cells × measures. `keys` are the cells' places on all axes as one number.

    `weights` and `squares` are sums of weights and of their squares, the same shape; None when
    every record stands for itself.
    """

    universe: Universe
    keys: Ints
    counts: Ints
    weights: Floats | None
    squares: Floats | None
    layers: Sequence[Layer]

    def places(self) -> NDArray[np.int32]:
        """Each cell's member on every axis, cells × axes."""
        return places_of(self.universe.axes, self.keys)


def radix(axes: Sequence[Axis]) -> Ints:
    """What a step on each axis adds to a cell's key."""
    sizes = [len(axis.members) for axis in axes]
    return np.cumprod([1, *sizes[:0:-1]], dtype=np.int64)[::-1]


def places_of(axes: Sequence[Axis], keys: Ints) -> NDArray[np.int32]:
    """The members that keys stand for, keys × axes."""
    steps = radix(axes)
    sizes = np.array([len(axis.members) for axis in axes])
    return np.asarray((keys[:, None] // steps) % sizes, np.int32)


def keys_at(axes: Sequence[Axis], depths: Depths) -> Ints:
    """The key of every record's cell at these depths."""
    parts = zip(axes, radix(axes).tolist(), depths, strict=True)
    keys = [axis.places[depth] * np.int64(step) for axis, step, depth in parts]
    return np.asarray(np.sum(keys, axis=0), np.int64)


def cells_at(axes: Sequence[Axis], depths: Depths) -> tuple[Ints, Ints]:
    """The keys of the cells that have a record, in order, and the place of each record's among
    them."""
    keys = keys_at(axes, depths)
    size = int(np.prod([len(axis.members) for axis in axes]))
    if size > _DENSE:
        found, inverse = np.unique(keys, return_inverse=True)
        return found, inverse.astype(np.int64)
    found = np.flatnonzero(np.bincount(keys, minlength=1))
    place = np.zeros(size, np.int64)
    place[found] = np.arange(len(found))
    return found, place[keys]


def count(universe: Universe) -> Counted:
    """Everything counted that the universe's cuts publish."""
    layers = closure(universe.axes, universe.cuts)
    tallied = [_tally(universe, depths, wanted) for depths, wanted in layers.items()]
    keys = np.unique(np.concatenate([found for found, _ in tallied]))
    powers = 1 if universe.weights is None else 3
    tables = [np.zeros((len(keys), len(universe.measures.names))) for _ in range(powers)]
    rows = [np.searchsorted(keys, found) for found, _ in tallied]
    for at, (_, columns) in zip(rows, tallied, strict=True):
        for name, counted in columns.items():
            for table, values in zip(tables, counted, strict=True):
                table[at, universe.measures.position[name]] = values
    weights, squares = tables[1:] or (None, None)
    return Counted(
        universe,
        keys,
        tables[0].astype(np.int64),
        weights,
        squares,
        [Layer(d, at, wanted) for (d, wanted), at in zip(layers.items(), rows, strict=True)],
    )


def _tally(
    universe: Universe, depths: Depths, wanted: frozenset[str]
) -> tuple[Ints, dict[str, list[Floats]]]:
    """The cells' keys, and per measure wanted the counts, weights and squared weights in them."""
    found, inverse = cells_at(universe.axes, depths)
    columns: dict[str, list[Floats]] = {}
    if EVERYONE in wanted:
        columns[EVERYONE] = _sums(universe, inverse, len(found))
    for breakdown in universe.measures.breakdowns:
        if wanted.isdisjoint(breakdown.parts):
            continue
        width = len(breakdown.parts) + 1  # one for the records in none of the parts
        parts = _sums(universe, inverse * width + breakdown.codes + 1, len(found) * width)
        for i, part in enumerate(breakdown.parts, start=1):
            columns[part] = [values.reshape(-1, width)[:, i] for values in parts]
    for name, parts_of in universe.measures.sums:
        if name in wanted:
            columns[name] = [
                sum(power) for power in zip(*(columns[p] for p in parts_of), strict=True)
            ]
    for name, amounts in universe.measures.amounts.items():
        if name in wanted:
            columns[name] = [_added(inverse, amounts, len(found))]
    return found, columns


def _sums(universe: Universe, places: Ints, size: int) -> list[Floats]:
    counts = np.bincount(places, minlength=size).astype(np.float64)
    if universe.weights is None:
        return [counts]
    weights = universe.weights
    return [counts, *(_added(places, w, size) for w in (weights, weights**2))]


def _added(places: Ints, amounts: NDArray[Any], size: int) -> Floats:
    return np.bincount(places, amounts, size).astype(np.float64)
