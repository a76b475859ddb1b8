"""Which figures tell of few people or few employers by themselves (primary suppression).

Source: Hundepool, A. et al. (2012), Statistical Disclosure Control, chapter 4: the minimum
frequency rule for persons, the dominance rule for employers.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.protection.lattice import Mask
from services.reporting.protection.rounding import LEAST

PERSONS = LEAST
OBSERVATIONS = 30
EMPLOYERS = 3
LARGEST_SHARE = 0.7


def primary_persons(counts: NDArray[Any]) -> Mask:
    """Hidden where 1–9 persons are counted; none at all tells of nobody."""
    return (counts > 0) & (counts < PERSONS)


def primary_employers(employers: NDArray[Any], largest_share: NDArray[Any]) -> Mask:
    """Hidden where fewer than 3 employers are counted, or one of them has more than 70 %.

    `employers` are distinct ones in each cell, `largest_share` the part (0–1) of the cell's
    records that the largest of them posted. A cell of no employer tells of nobody.
    """
    few = employers < EMPLOYERS
    return (employers > 0) & (few | (largest_share > LARGEST_SHARE))


def primary_percentiles(observations: NDArray[Any]) -> Mask:
    """Hidden where a percentile would rest on 1–29 observations."""
    return np.asarray((observations > 0) & (observations < OBSERVATIONS))
