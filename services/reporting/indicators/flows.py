"""Flows of graduates: where those of one programme or field went."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates
from services.reporting.indicators.proportion import proportion


def flow_shares(
    table: ArrayLike, origins: ArrayLike | None = None, populations: ArrayLike | None = None
) -> Estimates:
    """P(destination | origin): every cell of a row as a share of the row, with Agresti–Coull.

    `table` is origins × destinations (occupations, industries or regions). `origins` are the
    published totals of the rows; without them a row is summed, and one hidden cell hides its row.
    `populations` are the graduates of each origin, asked or not. The transition shares of a
    mobility table: Hout, M. (1983), Mobility Tables, chapter 1.
    """
    cells = np.asarray(table, dtype=np.float64)
    totals = cells.sum(axis=-1) if origins is None else np.asarray(origins, dtype=np.float64)
    everyone = None if populations is None else np.asarray(populations)[..., np.newaxis]
    return proportion(cells, totals[..., np.newaxis], everyone)
