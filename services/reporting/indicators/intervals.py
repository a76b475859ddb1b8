"""Intervals for a proportion and for the difference of two, at 90 % confidence."""

from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.figures import CONFIDENCE
from services.reporting.indicators.estimates import Floats, ratio

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
SAMPLED_WITHOUT_CORRECTION = 0.05
"""Largest part of a population that may be observed before the interval takes note of it."""


def unit_variance(
    n: Floats, population: ArrayLike | None = None, design_effect: ArrayLike = 1.0
) -> Floats:
    """1 / n*, with n* = (n / design effect) · (N − 1) / (N − n) effective observations.

    The finite-population correction (N − n) / (N − 1) applies from n > 5 % of N (Cochran, W. G.
    1977, Sampling Techniques, 3rd ed., §2.6); it is 0 for a census, and so is the result.
    A population that is not known, NaN or None, corrects nothing. A design effect is Kish's
    n · Σw² / (Σw)² (Kish, L. 1992, Journal of Official Statistics 8(2)). Putting n* in place of n
    follows Korn, E. L. and Graubard, B. I. (1998), Survey Methodology 24(2), 193–201.
    """
    variance = ratio(np.asarray(design_effect, dtype=np.float64), n)
    if population is None:
        return variance
    size = np.asarray(population, dtype=np.float64)
    correction = np.clip((size - n) / np.maximum(size - 1, 1), 0, 1)
    return np.where(n > SAMPLED_WITHOUT_CORRECTION * size, variance * correction, variance)


def agresti_coull_bounds(share: Floats, variance: Floats) -> tuple[Floats, Floats]:
    """Agresti–Coull for arrays, at `variance` = 1 / n as `unit_variance` gives it; 0: a census.

    p̃ = (p + z²/2n) / (1 + z²/n), half-width z·√(p̃(1 − p̃)/n / (1 + z²/n)), cut to [0, 1].
    """
    spread = variance / (1 + Z**2 * variance)
    centre = (share + variance * Z**2 / 2) / (1 + Z**2 * variance)
    half = Z * np.sqrt(np.maximum(centre * (1 - centre), 0) * spread)
    # The share lies inside by algebra; the last digit of floating point must not put it outside.
    low, high = np.minimum(centre - half, share), np.maximum(centre + half, share)
    return np.clip(low, 0, 1), np.clip(high, 0, 1)


def agresti_caffo_bounds(
    first: Floats, n_first: Floats, second: Floats, n_second: Floats
) -> tuple[Floats, Floats]:
    """Agresti–Caffo for arrays: the interval of `first − second`, cut to [−1, 1]."""
    p, variance_p = _with_added(first, n_first)
    q, variance_q = _with_added(second, n_second)
    half = Z * np.sqrt(variance_p + variance_q)
    low, high = np.minimum(p - q - half, first - second), np.maximum(p - q + half, first - second)
    return np.clip(low, -1, 1), np.clip(high, -1, 1)


def _with_added(share: Floats, n: Floats) -> tuple[Floats, Floats]:
    """The share with z²/4 successes and failures added, and its variance."""
    widened = n + Z**2 / 2
    moved = (share * n + Z**2 / 4) / widened
    return moved, moved * (1 - moved) / widened
