"""How much a distribution changed from one period to the next."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.market_cells import CellComparison, sides


def turbulence(
    now: ArrayLike,
    before: ArrayLike,
    all_now: ArrayLike | None = None,
    all_before: ArrayLike | None = None,
) -> CellComparison:
    """½ Σ |share_t − share_{t−1}| over the cells of the last axis: 0 unchanged, 1 all replaced.

    A cell hidden in either period counts into one rest of both (`market_cells.sides`). Source:
    Layard, R., Nickell, S. and Jackman, R. (1991), Unemployment, chapter 6.
    """
    compared = sides(now, before, all_now, all_before)
    index = np.abs(compared.first - compared.second).sum(axis=-1) / 2
    return compared.compared(index, ("nobody_concerned", "no_earlier_count"))
