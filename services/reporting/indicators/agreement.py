"""How far two methods of finding a mismatch agree beyond chance."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import (
    Estimates,
    Floats,
    estimates,
    floats,
    known,
    ratio,
)
from services.reporting.indicators.intervals import Z


def cohens_kappa(
    both: ArrayLike,
    only_first: ArrayLike,
    only_second: ArrayLike,
    neither: ArrayLike,
    design_effect: ArrayLike = 1.0,
) -> Estimates:
    """κ = (p_o − p_e) / (1 − p_e), of those whom both methods judged.

    p_o is the share on whom they agree (`both` find a mismatch, or `neither` does) and p_e the
    share expected from the margins. Without a value where both say one and the same of everybody
    (p_e = 1). Sources: Cohen, J. (1960), Educational and Psychological Measurement 20(1), 37–46;
    large-sample variance of Fleiss, J. L., Cohen, J. and Everitt, B. S. (1969), Psychological
    Bulletin 72(5), 323–327.
    """
    *table, effect = floats(both, only_first, only_second, neither, design_effect)
    judged = sum(table[1:], table[0])
    a, b, c, d = (ratio(cell, judged) for cell in table)
    by_first, by_second = a + b, a + c
    expected = by_first * by_second + (1 - by_first) * (1 - by_second)
    kappa = ratio(a + d - expected, 1 - expected)
    half = Z * np.sqrt(ratio(_variance(a, b, c, d, kappa), judged / effect))
    return estimates(
        np.clip(kappa, -1, 1),
        (np.clip(kappa - half, -1, 1), np.clip(kappa + half, -1, 1)),
        where_known=known(*table),
        without={
            "facts_missing": judged == 0,
            "no_variation": (table[0] == judged) | (table[3] == judged),
        },
        observations=judged / effect,
    )


def _variance(a: Floats, b: Floats, c: Floats, d: Floats, kappa: Floats) -> Floats:
    """n times the variance of κ̂ for the table of shares [[a, b], [c, d]]."""
    first, second = a + b, a + c
    expected = first * second + (1 - first) * (1 - second)
    agreeing = a * (1 - (first + second) * (1 - kappa)) ** 2
    agreeing += d * (1 - (2 - first - second) * (1 - kappa)) ** 2
    # p_ij weighs the column margin of i and the row margin of j.
    apart = b * (second + 1 - first) ** 2 + c * (1 - second + first) ** 2
    whole = agreeing + (1 - kappa) ** 2 * apart - (kappa - expected * (1 - kappa)) ** 2
    return np.maximum(ratio(whole, (1 - expected) ** 2), 0)
