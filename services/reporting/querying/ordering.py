"""The first cells of a selection in an order asked for, without sorting those behind them."""

from collections.abc import Sequence

import numpy as np

from services.reporting.data_sets import DataSet
from services.reporting.data_sets.table import Floats, Rows
from services.reporting.querying.query import Sort


def first_in_order(table: DataSet, rows: Rows, sort: Sequence[Sort], most: int) -> Rows:
    """The `most` first of `rows`; equal ones stay in the table's order.

    A figure without a value comes last in either direction: it has no size to be told by.
    """
    if not sort or not len(rows):
        return rows[:most]
    most = min(most, len(rows))
    chosen = _first(table, rows, sort, most)
    keys = [_key(table, chosen, key) for key in reversed(sort)]
    return chosen[np.lexsort([chosen, *keys])]


def _first(table: DataSet, rows: Rows, sort: Sequence[Sort], most: int) -> Rows:
    """The `most` first in any order; where one key leaves a tie, the next one decides."""
    if most >= len(rows):
        return rows
    if not sort:
        return rows[:most]
    key = _key(table, rows, sort[0])
    bound = np.partition(key, most - 1)[most - 1]
    before, tied = rows[key < bound], rows[key == bound]
    return np.concatenate([before, _first(table, tied, sort[1:], most - len(before))])


def _key(table: DataSet, rows: Rows, sort: Sort) -> Floats:
    if sort.name in table.places:
        found = table.places[sort.name][rows].astype(np.float64)
    else:
        found = table.figures.value[rows, table.definition.position[sort.name]]
    signed = -found if sort.direction == "desc" else found
    return np.where(np.isnan(signed), np.inf, signed)
