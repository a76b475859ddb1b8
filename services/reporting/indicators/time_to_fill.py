"""Days until a vacancy is filled, with those that are still open or expired unfilled."""

import warnings

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import CensoredData, ecdf

from services.reporting.figures import CONFIDENCE
from services.reporting.indicators.estimates import (
    SMALLEST_FOR_PERCENTILES,
    Bools,
    Estimates,
    Floats,
    estimates,
)

_LAST_DIGITS = 1e-12
"""A product of fractions that is one half by algebra may end a last digit above it."""


def median_time_to_fill(days: ArrayLike, filled: ArrayLike) -> Estimates:
    """The first day by which half of one cell's vacancies are filled: a single value.

    `days` from posting to filling or to the end of observation, `filled` which of the two it
    was: a vacancy that expired or is still open is censored, not filled. Kaplan–Meier's survival
    curve, and where its 90 % band (Kalbfleisch and Prentice's log–log form) crosses one half.
    Rows without days are left out. No value below 30 vacancies, "base_small", or when fewer than
    half were filled, "median_not_reached"; an end of the interval that is not reached is open.
    Sources: Kaplan, E. L. and Meier, P. (1958), Journal of the American Statistical Association
    53(282), 457–481; Brookmeyer, R. and Crowley, J. (1982), Biometrics 38(1), 29–41.
    """
    times = np.asarray(days, dtype=np.float64)
    there = ~np.isnan(times)
    times, ended = times[there], np.asarray(filled, dtype=np.bool_)[there]
    enough = times.size >= SMALLEST_FOR_PERCENTILES
    crossings = _half_filled(times, ended) if enough else np.full(3, np.nan)
    return estimates(
        crossings[0],
        (crossings[1], crossings[2]),
        where_known=np.array(True),
        without={
            "nobody_concerned": np.array(times.size == 0),
            "base_small": np.array(not enough),
            "median_not_reached": np.isnan(crossings[0]),
        },
    )


def _half_filled(times: Floats, filled: Bools) -> Floats:
    """The days on which the curve, its lower and its upper band come down to one half."""
    survival = ecdf(CensoredData(uncensored=times[filled], right=times[~filled])).sf
    with warnings.catch_warnings():
        # Before the first event and after the last the band has no width to compute.
        warnings.simplefilter("ignore", RuntimeWarning)
        band = survival.confidence_interval(CONFIDENCE, method="log-log")
    curve, days = survival.probabilities, survival.quantiles
    low = np.where(np.isnan(band.low.probabilities), curve, band.low.probabilities)
    return np.array([_first(days, curve), _first(days, low), _first(days, band.high.probabilities)])


def _first(days: Floats, curve: Floats) -> float:
    below = np.flatnonzero(curve <= 0.5 + _LAST_DIGITS)
    return float(days[below[0]]) if below.size else np.nan
