"""How many of a market's graduates would have to change cell to match the demand."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.market_cells import CellComparison, sides


def dissimilarity(
    openings: ArrayLike,
    graduates: ArrayLike,
    all_openings: ArrayLike | None = None,
    all_graduates: ArrayLike | None = None,
) -> CellComparison:
    """D = ½ Σ |u_i/U − v_i/V| over the cells of the last axis: 0 shares equal, 1 disjoint.

    Hidden cells count as one (`market_cells.sides`). Source: Duncan, O. D. and Duncan, B. (1955),
    American Sociological Review 20(2), 210–217.
    """
    compared = sides(openings, graduates, all_openings, all_graduates)
    index = np.abs(compared.first - compared.second).sum(axis=-1) / 2
    return compared.compared(index, ("no_openings", "nobody_concerned"))
