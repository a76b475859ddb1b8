"""Level of education against what is usual in the occupation: the statistical methods' verdicts.

The normative method reads its maps A and B from a versioned table when a record is assessed; the
self-reported one is the graduate's answer. What is usual is in `realised_matches`.
"""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Floats, floats, known

OVER, MATCH, UNDER = 1.0, 0.0, -1.0


def against_mode(level: ArrayLike, mode: ArrayLike) -> Floats:
    """1 above the occupation's most frequent level, −1 below, 0 at it; NaN where one is not known.

    Source: Kiker, B. F., Santos, M. C. and de Oliveira, M. M. (1997), Economics of Education
    Review 16(2), 111–125.
    """
    return against_range(level, mode, mode)


def against_range(level: ArrayLike, low: ArrayLike, high: ArrayLike) -> Floats:
    """1 above mean + one standard deviation, −1 below mean − one, 0 within, ends included.

    Source: Verdugo, R. R. and Verdugo, N. T. (1989), Journal of Human Resources 24(4), 629–643.
    """
    own, lowest, highest = floats(level, low, high)
    verdict = np.where(own > highest, OVER, np.where(own < lowest, UNDER, MATCH))
    return np.where(known(own, lowest, highest), verdict, np.nan)
