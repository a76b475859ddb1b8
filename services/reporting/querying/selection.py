"""The cells that a criterion holds for, found without a walk through the table."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from services.reporting.data_sets import DataSet
from services.reporting.data_sets.table import Rows
from services.reporting.querying.criteria import (
    Among,
    Criterion,
    Every,
    HasStatus,
    Not,
    Some,
    conjuncts,
)

Holds = NDArray[np.bool_]
Join = Callable[[frozenset[str], frozenset[str]], frozenset[str]]

_FEW = 1 / 8
"""Below this share of a dimension's members their cells are looked up rather than filtered."""


def selected(table: DataSet, criterion: Criterion | None, indicators: Sequence[str]) -> Rows:
    """The cells, in the table's order; a status is that of one of the `indicators`."""
    parts = _merged(list(conjuncts(criterion)), frozenset.intersection)
    narrow = [part for part in parts if isinstance(part, Among) and _share(table, part) < _FEW]
    if narrow:
        first = min(narrow, key=lambda part: _share(table, part))
        parts.remove(first)
        rows = table.among(first.dimension, first.codes)
    else:
        rows = table.rows({})
    columns = [table.definition.position[name] for name in indicators]
    for part in parts:
        rows = rows[_Cells(table, rows, columns).holding(part)]
    return rows


def _merged(parts: Sequence[Criterion], join: Join) -> list[Criterion]:
    """As many conditions as there are on one dimension made one, which is as quick as any."""
    merged: dict[str, Among] = {}
    others: list[Criterion] = []
    for part in parts:
        if not isinstance(part, Among):
            others.append(part)
        elif part.dimension in merged:
            codes = join(merged[part.dimension].codes, part.codes)
            merged[part.dimension] = replace(part, codes=codes)
        else:
            merged[part.dimension] = part
    return [*merged.values(), *others]


def _share(table: DataSet, part: Among) -> float:
    return len(part.codes) / len(table.dimension(part.dimension).members)


class _Cells:
    """Some cells of a table, of which criteria hold or not."""

    def __init__(self, table: DataSet, rows: Rows, columns: Sequence[int]) -> None:
        self._table, self._rows, self._columns = table, rows, columns

    def holding(self, criterion: Criterion) -> Holds:
        """For each cell whether the criterion holds."""
        match criterion:
            case Among():
                return self._among(criterion)
            case HasStatus():
                return self._with_status(criterion)
            case Not(part):
                return ~self.holding(part)
            case Every(parts):
                return self._joined(np.logical_and, _merged(parts, frozenset.intersection))
            case Some(parts):
                return self._joined(np.logical_or, _merged(parts, frozenset.union))

    def _joined(self, join: Callable[[Holds, Holds], Holds], parts: Sequence[Criterion]) -> Holds:
        return reduce(join, map(self.holding, parts))

    def _among(self, criterion: Among) -> Holds:
        dimension = self._table.dimension(criterion.dimension)
        chosen = np.zeros(len(dimension.members), np.bool_)
        chosen[[dimension.position[code] for code in criterion.codes]] = True
        return np.asarray(chosen[self._table.places[criterion.dimension][self._rows]])

    def _with_status(self, criterion: HasStatus) -> Holds:
        """By bits, eight indicators at once: a walk through all figures takes its time."""
        wanted = np.zeros(len(self._table.definition.indicators), np.bool_)
        wanted[self._columns] = True
        bits = np.packbits(wanted)
        found = np.zeros(len(self._rows), np.uint8)
        for status in criterion.statuses:
            having = self._table.having[status]
            for byte in np.flatnonzero(bits).tolist():
                found |= having[self._rows, byte] & bits[byte]
        return np.asarray(found != 0)
