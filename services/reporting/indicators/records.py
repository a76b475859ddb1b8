"""Indicators of records, not of counts: one cell after the other, the cells' answers together."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from services.reporting.indicators.estimates import Estimates, stacked

Rows = NDArray[np.intp]


def by_cell(
    cell: NDArray[np.integer], cells: int, estimate: Callable[[Rows], Estimates]
) -> Estimates:
    """`estimate` of the rows of each of the cells 0 … `cells` − 1, stacked; empty cells too.

    `cell` holds each record's cell, negative for none: `by_cell(cell, 40, lambda rows:
    median_time_to_fill(days[rows], filled[rows]))` has 40 values.
    """
    return stacked([estimate(rows) for rows in _rows_of(cell, cells)])


def _rows_of(cell: NDArray[np.integer], cells: int) -> Iterator[Rows]:
    order = np.argsort(cell, kind="stable")
    edges = np.searchsorted(cell[order], np.arange(cells + 1))
    for start, end in pairwise(edges):
        yield order[start:end]
