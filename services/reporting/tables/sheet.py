"""A table in the making: its cells, and one column of figures after the other."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.reporting.cube.axis import Axis, Levels
from services.reporting.cube.counting import Floats, Ints
from services.reporting.cube.cuts import Cut, closure
from services.reporting.cube.protecting import Protected, taken
from services.reporting.data_sets import (
    TOTAL,
    DataSet,
    DataSetDefinition,
    Dimension,
    Figures,
    Member,
)
from services.reporting.data_sets.table import REASON_CODES, STATUSES, in_order
from services.reporting.indicators import estimates
from services.reporting.indicators.estimates import Estimates

PERCENT = 100.0
_NOT_APPLICABLE = {
    "nobody_concerned",
    "no_seekers",
    "no_openings",
    "no_variation",
    "zero_share",
    "no_earlier_count",
}


def _status_of(reason: str) -> int:
    if reason == estimates.FEW_OBSERVATIONS:
        return STATUSES.index("low")
    if reason == "drawn_at_release":
        return STATUSES.index("suppressed")
    return STATUSES.index(
        "not_applicable" if reason in _NOT_APPLICABLE else "insufficient_evidence"
    )


_STATUS = np.array([STATUSES.index("ok"), *map(_status_of, estimates.REASON_CODES[1:])], np.int8)
_REASON = np.array([REASON_CODES.index(code) for code in estimates.REASON_CODES], np.int8)


def estimated(
    value: Floats, low: Floats, high: Floats, reason: NDArray[Any], hidden: NDArray[np.bool_]
) -> Estimates:
    """Estimates worked out beforehand, without those of hidden cells."""
    shown = [np.where(hidden, np.nan, part) for part in (value, low, high)]
    return Estimates(shown[0], shown[1], shown[2], np.where(hidden, 0, reason).astype(np.int8))


Part = tuple[list[Dimension], NDArray[np.int32]]
"""Dimensions, and cells as places on them."""


class Sheet:
    """Cells of some dimensions, and figures put in by indicator.

    A figure whose counts were hidden is suppressed; one that is not put does not apply.
    """

    def __init__(
        self,
        definition: DataSetDefinition,
        dimensions: Sequence[Dimension],
        cells: NDArray[np.int32],
    ) -> None:
        self.definition = definition
        self.dimensions, self.cells = _used(tuple(dimensions), cells)
        self._figures = Figures.empty(len(self.cells), len(definition.indicators))

    def put(
        self,
        indicator: str,
        found: Estimates,
        *,
        n: ArrayLike | None = None,
        coverage: ArrayLike | None = None,
        uncoded: ArrayLike | None = None,
        scale: float = 1.0,
        rows: NDArray[np.bool_] | None = None,
    ) -> None:
        """Estimates of every cell, times `scale`; of `rows` only where they are stated."""
        column, figures = self.definition.position[indicator], self._figures
        hidden = np.isnan(found.value) & (found.reason == 0)
        reason = np.where(hidden, REASON_CODES.index("disclosure"), _REASON[found.reason])
        status = np.where(hidden, STATUSES.index("suppressed"), _STATUS[found.reason])
        at = np.ones(len(self.cells), np.bool_) if rows is None else rows
        for target, values in (
            (figures.value, found.value * scale),
            (figures.low, found.low * scale),
            (figures.high, found.high * scale),
            (figures.coverage, _share(coverage, hidden)),
            (figures.uncoded, _share(uncoded, hidden)),
            (figures.status, status),
            (figures.reason, reason),
            (figures.n, _n(n, hidden)),
        ):
            target[at, column] = np.broadcast_to(values, len(self.cells))[at]

    def count(
        self,
        indicator: str,
        counts: Floats,
        *,
        coverage: ArrayLike | None = None,
        rows: NDArray[np.bool_] | None = None,
    ) -> None:
        """Numbers that were counted, not estimated: they need no interval."""
        self.put(indicator, _without_interval(counts), n=counts, coverage=coverage, rows=rows)

    def number(
        self, indicator: str, values: Floats, *, rows: NDArray[np.bool_] | None = None
    ) -> None:
        """Numbers that no records were counted for: they rest on other figures."""
        self.put(indicator, _without_interval(values), rows=rows)

    def data_set(self) -> DataSet:
        """The finished table, its cells in order."""
        order = in_order(self.dimensions, self.cells)
        return DataSet(
            self.definition, self.dimensions, self.cells[order], self._figures.taken(order)
        )


def cells_of(
    protected: Protected, cuts: Sequence[Levels], names: Sequence[str]
) -> tuple[list[Dimension], Ints]:
    """The dimensions of these axes, and the listed cells at or above the cuts."""
    wanted = closure(protected.axes, [Cut(levels, frozenset()) for levels in cuts])
    rows = [protected.layers[depths] for depths in wanted]
    found = np.unique(np.concatenate(rows)) if rows else np.empty(0, np.int64)
    by_name = {axis.name: axis.dimension for axis in protected.axes}
    return [by_name[name] for name in names], found[protected.listed[found]]


def places_in(protected: Protected, rows: Ints, names: Sequence[str]) -> NDArray[np.int32]:
    """The members of these axes, rows × names."""
    order = [axis.name for axis in protected.axes]
    return protected.places()[rows][:, [order.index(name) for name in names]]


def merged(one: Dimension, other: Dimension) -> Dimension:
    """A dimension with the members of both."""
    found = {member.code: member for member in (*one.members, *other.members)}
    total = [found.pop(TOTAL)] if TOTAL in found else []
    ordered = sorted(found.values(), key=lambda member: member.code.replace("_", "~"))
    return replace(one, members=(*total, *ordered))


def united(one: Part, other: Part) -> Part:
    """The cells of either, on dimensions with the members of both; each cell once."""
    dimensions = [merged(*both) for both in zip(one[0], other[0], strict=True)]
    cells = [_moved(dimensions, *part) for part in (one, other)]
    return dimensions, np.unique(np.concatenate(cells), axis=0)


def _moved(
    dimensions: Sequence[Dimension], old: Sequence[Dimension], cells: NDArray[np.int32]
) -> NDArray[np.int32]:
    """Cells in the places of other dimensions with the same codes."""
    columns = [
        np.array([new.position[member.code] for member in was.members], np.int32)[cells[:, i]]
        for i, (new, was) in enumerate(zip(dimensions, old, strict=True))
    ]
    return np.stack(columns, axis=1)


def looked_up(
    protected: Protected, dimensions: Sequence[Dimension], cells: NDArray[np.int32]
) -> "Looked":
    """The universe's counts in the cells of a table; axes that it does not have are ignored."""
    return Looked(protected, _placed(protected.axes, dimensions, cells))


class Looked:
    """Counts of one universe in given cells: 0 where nobody is, NaN where hidden."""

    def __init__(self, protected: Protected, places: NDArray[np.int32]) -> None:
        self._protected = protected
        self.rows = protected.rows_at(places)
        self._beneath = (self.rows < 0) & protected.hidden_at(places)

    def n(self, name: str) -> Floats:
        """Records counted."""
        return self._of(self._protected.counts, name)

    def value(self, name: str) -> Floats:
        """Records weighted, or an amount."""
        return self._of(self._protected.values, name)

    def per_record(self, name: str, base: str) -> Floats:
        """A weighted count in terms of the records of `base`: its weighted share of them."""
        n, whole = self.n(base), self.value(base)
        each = np.divide(n, whole, out=np.ones(n.shape), where=whole > 0)
        return self.value(name) * each

    def design_effect(self) -> Floats:
        """Of each cell's weights; 1 where all weigh the same."""
        return taken(self._protected.design_effect, self.rows, 1.0)

    def _of(self, table: Floats, name: str) -> Floats:
        found = taken(table[:, self._protected.names[name]], self.rows, 0.0)
        return np.where(self._beneath, np.nan, found)


def _without_interval(values: Floats) -> Estimates:
    nothing = np.full(values.shape, np.nan)
    return Estimates(values, nothing, nothing, np.zeros(values.shape, np.int8))


def _placed(
    axes: Sequence[Axis], dimensions: Sequence[Dimension], cells: NDArray[np.int32]
) -> NDArray[np.int32]:
    names = [dimension.name for dimension in dimensions]
    columns = []
    for axis in axes:
        position = axis.dimension.position
        if axis.name not in names:
            columns.append(np.full(len(cells), position[TOTAL]))
            continue
        i = names.index(axis.name)
        known = [position.get(member.code, -1) for member in dimensions[i].members]
        columns.append(np.where(cells[:, i] < 0, -1, np.array(known)[cells[:, i]]))
    return np.stack(columns, axis=1).astype(np.int32)


def _used(
    dimensions: tuple[Dimension, ...], cells: NDArray[np.int32]
) -> tuple[tuple[Dimension, ...], NDArray[np.int32]]:
    """Dimensions without the members that no cell has and no member is a part of.

    The total stays where there is no cell at all.
    """
    kept, moved = [], np.empty_like(cells)
    for i, dimension in enumerate(dimensions):
        total = {dimension.position[TOTAL]} if dimension.has_total else set()
        used = _with_groups(dimension, total | set(np.unique(cells[:, i]).tolist()))
        place = np.full(len(dimension.members), -1, np.int32)
        place[used] = np.arange(len(used))
        moved[:, i] = place[cells[:, i]]
        kept.append(replace(dimension, members=tuple(dimension.members[j] for j in used)))
    return tuple(kept), moved


def _with_groups(dimension: Dimension, used: set[int]) -> list[int]:
    for place in list(used):
        member: Member | None = dimension.members[place]
        while member and member.parent is not None and member.parent in dimension.position:
            place = dimension.position[member.parent]
            used.add(place)
            member = dimension.members[place]
    return sorted(used)


def _share(stated: ArrayLike | None, hidden: NDArray[np.bool_]) -> Floats:
    found = np.full(hidden.shape, np.nan) if stated is None else np.clip(stated, 0, 1)
    return np.where(hidden, np.nan, found)


def _n(stated: ArrayLike | None, hidden: NDArray[np.bool_]) -> NDArray[np.int32]:
    found = np.full(hidden.shape, np.nan) if stated is None else np.asarray(stated, np.float64)
    found = np.broadcast_to(found, hidden.shape)
    return np.where(hidden | np.isnan(found), -1, found).astype(np.int32)
