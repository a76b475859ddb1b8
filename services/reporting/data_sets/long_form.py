"""An extract as columns: one row a figure, which every tabular form is written from."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from services.reporting.data_sets.extract import Extract
from services.reporting.data_sets.table import REASON_CODES, STATUSES

FIGURE_COLUMNS = (
    "indicator", "value", "low", "high", "n", "status", "reason", "coverage", "uncoded",
)  # fmt: skip
"""Beside one column a dimension, which stand before them."""


def to_table(extract: Extract) -> pa.Table:
    """Dimensions, then `FIGURE_COLUMNS`; codes as dictionaries, null where there is nothing.

    Rows stand cell by cell in the extract's order, and indicator by indicator within a cell.
    """
    chosen, found = extract.rows, extract.data_set.figures
    places = [extract.data_set.definition.position[name] for name in extract.indicators]
    picked = np.ix_(chosen, np.array(places, np.int64))
    columns: dict[str, pa.Array] = {}
    for i, dimension in enumerate(extract.data_set.dimensions):
        codes = [member.code for member in dimension.members]
        cells = np.repeat(extract.data_set.cells[chosen, i], len(places))
        columns[dimension.name] = _coded(cells, codes)
    own = np.tile(np.arange(len(places), dtype=np.int32), len(chosen))
    columns["indicator"] = _coded(own, extract.indicators)
    for name in ("value", "low", "high"):
        columns[name] = _floats(getattr(found, name)[picked])
    count = found.n[picked].ravel()
    columns["n"] = pa.array(count, pa.int32(), mask=count < 0)
    columns["status"] = _coded(found.status[picked].ravel(), STATUSES)
    reason = found.reason[picked].ravel()
    columns["reason"] = _coded(reason, REASON_CODES, mask=reason == 0)
    for name in ("coverage", "uncoded"):
        columns[name] = _floats(getattr(found, name)[picked])
    return pa.table(columns)


def _coded(
    places: NDArray[np.integer],
    codes: tuple[str, ...] | list[str],
    mask: NDArray[np.bool_] | None = None,
) -> pa.DictionaryArray:
    indices = pa.array(places.astype(np.int32), pa.int32(), mask=mask)
    return pa.DictionaryArray.from_arrays(indices, pa.array(codes, pa.string()))


def _floats(values: NDArray[np.float64]) -> pa.Array:
    flat = values.ravel()
    return pa.array(flat, pa.float64(), mask=np.isnan(flat))
