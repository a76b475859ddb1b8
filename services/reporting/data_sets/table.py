"""A published table in memory: cells by indicators, found by code without looking at the rest."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from math import isnan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.data_sets.definition import TOTAL, DataSetDefinition, Dimension
from services.reporting.figures import REASONS, Status

STATUSES: tuple[Status, ...] = (
    "ok",
    "low",
    "suppressed",
    "not_applicable",
    "insufficient_evidence",
)
_SUPPRESSED = STATUSES.index("suppressed")
REASON_CODES: tuple[str, ...] = ("", *REASONS)

Floats = NDArray[np.float64]
Rows = NDArray[np.int64]
_MANY = 1 / 20
"""The part of all cells above which walking through all is quicker than sorting those found."""


@dataclass(frozen=True)
class Figure:
    """One published value; `n` is rounded to 5, bounds are of the 90 % interval."""

    indicator: str
    status: Status
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    reason: str | None = None
    coverage: float | None = None
    uncoded: float | None = None


@dataclass(frozen=True)
class Figures:
    """All figures of a table, each array cells × indicators; NaN and −1 where there is none.

    They lie indicator by indicator, so that one is read without passing the others.
    `status` and `reason` hold places in `STATUSES` and `REASON_CODES`.
    """

    value: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int32]
    status: NDArray[np.int8]
    reason: NDArray[np.int8]
    coverage: Floats
    uncoded: Floats

    def __post_init__(self) -> None:
        for spec in fields(self):
            object.__setattr__(self, spec.name, np.asfortranarray(getattr(self, spec.name)))

    @classmethod
    def empty(cls, cells: int, indicators: int) -> "Figures":
        """Nothing known of any figure: all do not apply."""
        shape = (cells, indicators)
        value, low, high, coverage, uncoded = (np.full(shape, np.nan) for _ in range(5))
        n = np.full(shape, -1, np.int32)
        status = np.full(shape, STATUSES.index("not_applicable"), np.int8)
        reason = np.zeros(shape, np.int8)
        return cls(value, low, high, n, status, reason, coverage, uncoded)

    def taken(self, cells: Rows) -> "Figures":
        """Those of some cells, in that order."""
        return Figures(*(getattr(self, spec.name)[cells] for spec in fields(self)))


@dataclass(frozen=True)
class DataSet:
    """A table of one release. `cells` holds each cell's place in every dimension's members.

    Cells come in the order of the dimensions' members. A combination that is not listed has no
    record, or is a part of one whose count is suppressed.
    """

    definition: DataSetDefinition
    dimensions: tuple[Dimension, ...]
    cells: NDArray[np.int32]
    figures: Figures

    def __len__(self) -> int:
        return len(self.cells)

    def dimension(self, name: str) -> Dimension:
        """KeyError for a dimension the table does not have."""
        return self._by_name[name]

    def rows(self, wanted: Mapping[str, Collection[str]]) -> Rows:
        """The cells whose code is among those wanted, in every dimension named; in order."""
        if not wanted:
            return np.arange(len(self), dtype=np.int64)
        # The fewest first: the others are then looked at in those cells alone.
        first, *others = sorted(wanted, key=lambda name: self._how_many(name, wanted[name]))
        found = self.among(first, wanted[first])
        for name in others:
            found = found[self._is_among(name, wanted[name])[self.places[name][found]]]
        return found

    def among(self, name: str, codes: Collection[str]) -> Rows:
        """The cells with one of the codes in one dimension, in order."""
        if self._how_many(name, codes) > len(self) * _MANY:
            return np.flatnonzero(self._is_among(name, codes)[self.places[name]])
        starts, order = self._postings[name]
        parts = [order[starts[p] : starts[p + 1]] for p in self._places_of(name, codes)]
        if len(parts) == 1:
            return parts[0]
        return np.sort(np.concatenate(parts)) if parts else np.empty(0, np.int64)

    def _places_of(self, name: str, codes: Collection[str]) -> list[int]:
        position = self.dimension(name).position
        return [position[code] for code in set(codes) if code in position]

    def _is_among(self, name: str, codes: Collection[str]) -> NDArray[np.bool_]:
        """Of each member of a dimension whether its code is one of these."""
        chosen = np.zeros(len(self.dimension(name).members), np.bool_)
        chosen[self._places_of(name, codes)] = True
        return chosen

    def _how_many(self, name: str, codes: Collection[str]) -> int:
        starts, _ = self._postings[name]
        return sum(int(starts[p + 1] - starts[p]) for p in self._places_of(name, codes))

    def row(self, **codes: str) -> int | None:
        """The one cell with these codes, everything together in dimensions not named."""
        key = 0
        for dimension, step in zip(self.dimensions, self._steps, strict=True):
            place = dimension.position.get(codes.get(dimension.name, TOTAL))
            if place is None:
                return None
            key += place * step
        at = int(np.searchsorted(self._keys, key))
        return at if at < len(self) and self._keys[at] == key else None

    def figure(self, indicator: str, **codes: str) -> Figure | None:
        """The indicator of the one cell with these codes; None where no record is counted.

        A cell that is a part of a suppressed one is suppressed, whether anybody is in it or not.
        """
        row = self.row(**codes)
        if row is not None:
            return self.at(row, indicator)
        if self.is_beneath_suppressed(codes):
            return Figure(indicator, "suppressed", reason="disclosure")
        return None

    def is_beneath_suppressed(self, codes: Mapping[str, str]) -> bool:
        """Whether a cell that is not listed is a part of one whose count is suppressed.

        The count is the table's first indicator.
        """
        for dimension in self.dimensions:
            place = dimension.position.get(codes.get(dimension.name, TOTAL))
            parent = None if place is None else dimension.members[place].parent
            if parent is None:
                continue
            above = {**codes, dimension.name: parent}
            row = self.row(**above)
            hidden = self.figures.status[row, 0] == _SUPPRESSED if row is not None else None
            if hidden or (hidden is None and self.is_beneath_suppressed(above)):
                return True
        return False

    def at(self, row: int, indicator: str) -> Figure:
        """The indicator of a cell."""
        column, found = self.definition.position[indicator], self.figures
        return Figure(
            indicator=indicator,
            status=STATUSES[found.status[row, column]],
            value=_known(found.value[row, column]),
            low=_known(found.low[row, column]),
            high=_known(found.high[row, column]),
            n=None if found.n[row, column] < 0 else int(found.n[row, column]),
            reason=REASON_CODES[found.reason[row, column]] or None,
            coverage=_known(found.coverage[row, column]),
            uncoded=_known(found.uncoded[row, column]),
        )

    def codes(self, row: int) -> dict[str, str]:
        """A cell's code in every dimension."""
        return {
            dimension.name: dimension.members[place].code
            for dimension, place in zip(self.dimensions, self.cells[row], strict=True)
        }

    def __iter__(self) -> Iterator[dict[str, str]]:
        return (self.codes(row) for row in range(len(self)))

    @cached_property
    def places(self) -> Mapping[str, NDArray[np.int32]]:
        """Per dimension each cell's place among the members, side by side in memory."""
        return {
            dimension.name: np.ascontiguousarray(self.cells[:, i])
            for i, dimension in enumerate(self.dimensions)
        }

    @cached_property
    def having(self) -> Mapping[Status, NDArray[np.uint8]]:
        """Per status a bit for every figure that has it: cells × bytes of eight indicators."""
        found = self.figures.status
        return {
            status: np.packbits(found == place, axis=1) for place, status in enumerate(STATUSES)
        }

    @cached_property
    def cuts(self) -> frozenset[tuple[str, ...]]:
        """The levels of members that come together in a cell, dimension by dimension.

        Where a combination is none of them, a missing cell does not mean that no record is there.
        """
        key, names = np.zeros(len(self), np.int64), []
        for i, dimension in enumerate(self.dimensions):
            levels = list(dict.fromkeys(member.level for member in dimension.members))
            of_member = np.array([levels.index(m.level) for m in dimension.members], np.int64)
            key = key * len(levels) + of_member[self.cells[:, i]]
            names.append(levels)
        shape = [len(levels) for levels in names]
        found = zip(*np.unravel_index(np.unique(key), shape), strict=True) if len(self) else ()
        return frozenset(
            tuple(levels[place] for levels, place in zip(names, places, strict=True))
            for places in found
        )

    @cached_property
    def _by_name(self) -> dict[str, Dimension]:
        return {dimension.name: dimension for dimension in self.dimensions}

    @cached_property
    def _radix(self) -> NDArray[np.int64]:
        sizes = [len(dimension.members) for dimension in self.dimensions]
        return np.cumprod([1, *sizes[:0:-1]], dtype=np.int64)[::-1]

    @cached_property
    def _steps(self) -> list[int]:
        """The radix without numpy, whose calls cost more than a few multiplications."""
        found: list[int] = self._radix.tolist()
        return found

    @cached_property
    def _keys(self) -> NDArray[np.int64]:
        return self.cells.astype(np.int64) @ self._radix

    @cached_property
    def _postings(self) -> dict[str, tuple[Rows, Rows]]:
        """Per dimension: cells sorted by place, and where each place starts."""
        found = {}
        for i, dimension in enumerate(self.dimensions):
            places = self.cells[:, i]
            starts = np.zeros(len(dimension.members) + 1, np.int64)
            np.cumsum(np.bincount(places, minlength=len(dimension.members)), out=starts[1:])
            found[dimension.name] = starts, np.argsort(places, kind="stable")
        return found


def in_order(dimensions: tuple[Dimension, ...], cells: NDArray[np.int32]) -> Rows:
    """The order that cells of a table are kept in: by dimension after dimension."""
    return np.lexsort(tuple(cells[:, i] for i in reversed(range(len(dimensions)))))


def _known(value: Any) -> float | None:
    return None if isnan(value) else float(value)
