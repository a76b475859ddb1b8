"""Counts of every cell: each record is counted once in every combination of depths."""

from collections.abc import Mapping, Sequence
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

    A record stands for so many `persons`, None when each for one; each of them weighs `weights`,
    the survey weights, None when all weigh the same.
    """

    name: str
    axes: tuple[Axis, ...]
    measures: Measures
    cuts: Sequence[Cut]
    weights: Floats | None = None
    persons: Ints | None = None


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


def in_order(places: Ints) -> Ints:
    """What `np.argsort(places, kind="stable")` gives; halves of 32 bits are sorted by counting."""
    order = np.argsort((places & 0xFFFF).astype(np.uint16), kind="stable")
    if places.max(initial=0) > 0xFFFF:
        order = order[np.argsort((places[order] >> 16).astype(np.uint16), kind="stable")]
    return order


@dataclass(frozen=True)
class _Tally:
    """The cells of one combination of depths: counts, and powers of weights, × cells × names."""

    keys: Ints
    names: tuple[str, ...]
    table: Floats


def count(universe: Universe) -> Counted:
    """Everything counted that the universe's cuts publish.

    The finest cells are counted from the records, the others are sums of finer cells.
    """
    wanted = closure(universe.axes, universe.cuts)
    found: dict[Depths, _Tally] = {}
    for depths in sorted(wanted, key=lambda depths: (-sum(depths), depths)):
        finer = _finer(found, depths, wanted[depths])
        found[depths] = (
            _of_records(universe, depths, wanted[depths])
            if finer is None
            else _of_cells(universe, finer, depths, wanted[depths])
        )
    keys = np.unique(np.concatenate([tally.keys for tally in found.values()]))
    position = universe.measures.position
    tables = np.zeros(
        (1 if universe.weights is None else 3, len(keys), len(universe.measures.names))
    )
    layers = []
    for depths in wanted:
        tally = found[depths]
        rows = np.searchsorted(keys, tally.keys)
        tables[:, rows[:, None], [position[name] for name in tally.names]] = tally.table
        layers.append(Layer(depths, rows, wanted[depths]))
    weights, squares = (None, None) if universe.weights is None else (tables[1], tables[2])
    return Counted(universe, keys, tables[0].astype(np.int64), weights, squares, layers)


def _finer(
    found: Mapping[Depths, _Tally], depths: Depths, names: frozenset[str]
) -> tuple[Depths, _Tally] | None:
    """The fewest cells that are everywhere as deep and have all these measures."""
    fitting = [
        (len(tally.keys), other)
        for other, tally in found.items()
        if names <= set(tally.names) and all(a >= b for a, b in zip(other, depths, strict=True))
    ]
    if not fitting:
        return None
    _, chosen = min(fitting)
    return chosen, found[chosen]


def _of_cells(
    universe: Universe, finer: tuple[Depths, _Tally], depths: Depths, names: frozenset[str]
) -> _Tally:
    _, tally = finer
    places = places_of(universe.axes, tally.keys)
    lifted = [
        axis.lifted(depth)[places[:, i]]
        for i, (axis, depth) in enumerate(zip(universe.axes, depths, strict=True))
    ]
    keys = np.stack(lifted, axis=1).astype(np.int64) @ radix(universe.axes)
    found, inverse = np.unique(keys, return_inverse=True)
    columns = [tally.names.index(name) for name in sorted(names)]
    order = in_order(inverse)
    starts = np.searchsorted(inverse[order], np.arange(len(found)))
    table = np.add.reduceat(tally.table[:, order][:, :, columns], starts, axis=1)
    return _Tally(found, tuple(sorted(names)), table)


def _of_records(universe: Universe, depths: Depths, names: frozenset[str]) -> _Tally:
    found, inverse = cells_at(universe.axes, depths)
    columns: dict[str, Floats] = {}
    if EVERYONE in names:
        columns[EVERYONE] = _sums(universe, inverse, len(found))
    for breakdown in universe.measures.breakdowns:
        if names.isdisjoint(breakdown.parts):
            continue
        width = len(breakdown.parts) + 1  # one for the records in none of the parts
        parts = _sums(universe, inverse * width + breakdown.codes + 1, len(found) * width)
        for i, part in enumerate(breakdown.parts, start=1):
            columns[part] = parts.reshape(len(parts), -1, width)[:, :, i]
    for name, amounts in universe.measures.amounts.items():
        if name in names:
            columns[name] = _added(inverse, amounts, len(found))[None]
    for name, parts_of in universe.measures.sums:
        if name in names:
            columns[name] = np.sum([columns[part] for part in parts_of], axis=0)
    chosen = tuple(sorted(names))
    return _Tally(found, chosen, np.stack([columns[name] for name in chosen], axis=2))


def _sums(universe: Universe, places: Ints, size: int) -> Floats:
    """Persons, and where they have weights their sums and those of the squares."""
    persons, weights = universe.persons, universe.weights
    counts = np.bincount(places, persons, size).astype(np.float64)
    if weights is None:
        return counts[None]
    many = 1 if persons is None else persons
    sums = (_added(places, many * power, size) for power in (weights, weights**2))
    return np.stack([counts, *sums])


def _added(places: Ints, amounts: NDArray[Any], size: int) -> Floats:
    return np.bincount(places, amounts, size).astype(np.float64)
