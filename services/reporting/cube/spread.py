"""Figures of a cell that are no sums: percentiles of pay, and how long vacancies stay open."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Floats, Ints, Universe, cells_at
from services.reporting.cube.cuts import closure
from services.reporting.cube.measures import EVERYONE
from services.reporting.cube.pay import states_pay
from services.reporting.cube.protecting import Protected
from services.reporting.indicators.estimates import (
    REASON_CODES,
    SMALLEST_FOR_PERCENTILES,
    Estimates,
    stacked,
)
from services.reporting.indicators.pay_percentiles import QUARTILES, pay_percentiles
from services.reporting.indicators.time_to_fill import median_time_to_fill

NEAREST_BAHT = 100
_BASE_SMALL = REASON_CODES.index("base_small")


def of_pay(
    protected: Protected, universe: Universe, low: Floats, high: Floats, *, where: str = EVERYONE
) -> Estimates:
    """P25, P50 and P75 of every published cell, cells × 3; to the nearest 100 baht.

    `low` and `high` are monthly baht of each record of the universe, NaN where open or not
    stated. Cells of fewer than 30 amounts have none, nor cells without the measure `where`.
    """
    stated = states_pay(low, high)
    weights = np.ones(len(low)) if universe.weights is None else universe.weights

    def percentiles(rows: Ints) -> Estimates:
        return _to_hundreds(pay_percentiles(low[rows], high[rows], 1.0, weights[rows]))

    return of_cells(protected, universe, stated, percentiles, len(QUARTILES), where)


def of_filling(
    protected: Protected, universe: Universe, days: Floats, filled: NDArray[np.bool_]
) -> Estimates:
    """The median time to fill of every published cell, cells × 1, in days."""

    def median(rows: Ints) -> Estimates:
        found = median_time_to_fill(days[rows], filled[rows])
        return Estimates(*(np.atleast_1d(part) for part in vars(found).values()))

    return of_cells(protected, universe, ~np.isnan(days), median, 1)


def of_cells(
    protected: Protected,
    universe: Universe,
    told: NDArray[np.bool_],
    work_out: Callable[[Ints], Estimates],
    width: int,
    where: str = EVERYONE,
) -> Estimates:
    """What is worked out from the rows told of, cells × `width`, where there are 30 or more."""
    found = [_nothing(width)] * len(protected.keys)
    done: set[int] = set()
    for cell, rows in _enough(protected, universe, told, where):
        if cell not in done and not np.isnan(protected.counts[cell, 0]):
            done.add(cell)
            found[cell] = work_out(rows)
    return stacked(found) if found else _nothing(0, width)


def _enough(
    protected: Protected, universe: Universe, told: NDArray[np.bool_], where: str
) -> Iterator[tuple[int, Ints]]:
    """Cells with at least 30 records told of, and those records, in order."""
    rows = np.flatnonzero(told)
    counted = closure(universe.axes, universe.cuts)
    for depths, cells in protected.layers.items():
        if where not in counted[depths]:
            continue
        _, inverse = cells_at(universe.axes, depths)
        order = np.argsort(inverse[rows], kind="stable")
        ends = np.cumsum(np.bincount(inverse[rows], minlength=len(cells)))
        for i in np.flatnonzero(np.diff(ends, prepend=0) >= SMALLEST_FOR_PERCENTILES):
            start = ends[i - 1] if i else 0
            yield int(cells[i]), rows[order[start : ends[i]]]


def _nothing(*shape: int) -> Estimates:
    nan = np.full(shape, np.nan)
    return Estimates(nan, nan, nan, np.full(shape, _BASE_SMALL, np.int8))


def _to_hundreds(found: Estimates) -> Estimates:
    parts = (
        np.round(part / NEAREST_BAHT) * NEAREST_BAHT
        for part in (found.value, found.low, found.high)
    )
    value, low, high = parts
    return Estimates(value, low, high, found.reason)
