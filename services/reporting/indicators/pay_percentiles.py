"""Percentiles of pay from amounts and bands, some of them open at one end."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import (
    SMALLEST_FOR_PERCENTILES,
    Estimates,
    Floats,
    estimates,
    floats,
)
from services.reporting.indicators.intervals import agresti_coull_bounds, unit_variance
from services.reporting.indicators.turnbull import Masses, fitted

QUARTILES = (0.25, 0.5, 0.75)


def pay_percentiles(
    low: ArrayLike,
    high: ArrayLike,
    records: ArrayLike = 1.0,
    weights: ArrayLike | None = None,
    *,
    design_effect: float = 1.0,
    levels: tuple[float, ...] = QUARTILES,
) -> Estimates:
    """P25, P50 and P75 of one cell's pay: an array as long as `levels`.

    A row is an amount (`low` = `high`) or a band [low, high), NaN where open; without either it
    is left out. `records` are how many a row stands for, `weights` their weight, if other than
    their number. All pay is of one currency and period. The distribution is Turnbull's
    (`turnbull`), a straight line within an innermost interval: never a band's midpoint. The 90 %
    interval puts Agresti–Coull's bounds of the level through the same distribution (Woodruff,
    R. S. 1952, Journal of the American Statistical Association 47(260), 635–646); what the bands
    leave open is not in it. No value below 30 records, "base_small", or in a band without an end,
    "open_ended". Raises ValueError for a band that ends before it begins.
    """
    lowest, highest, counts, weight = _stated(low, high, records, weights)
    n = np.asarray(counts.sum())
    at = np.asarray(levels, dtype=np.float64)
    enough = n >= SMALLEST_FOR_PERCENTILES and weight.sum() > 0
    bounds = agresti_coull_bounds(at, unit_variance(n, design_effect=design_effect))
    found = _percentiles(_grouped(lowest, highest, weight), at, *bounds) if enough else None
    value, below, above = (np.full(at.shape, np.inf),) * 3 if found is None else found
    return estimates(
        value,
        (below, above),
        where_known=np.ones(at.shape, dtype=np.bool_),
        without={
            "nobody_concerned": n == 0,
            "base_small": np.array(not enough),
            "open_ended": np.isinf(value),
        },
        observations=np.asarray(n / design_effect),
    )


def _stated(
    low: ArrayLike, high: ArrayLike, records: ArrayLike, weights: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """The rows that state pay; an end that is not stated is infinite."""
    columns = floats(low, high, records, records if weights is None else weights)
    some = ~(np.isnan(columns[0]) & np.isnan(columns[1]))
    lowest, highest, counts, weight = (np.atleast_1d(column)[some] for column in columns)
    lowest = np.where(np.isnan(lowest), -np.inf, lowest)
    highest = np.where(np.isnan(highest), np.inf, highest)
    if (lowest > highest).any():
        raise ValueError("a band of pay ends before it begins")
    return lowest, highest, counts, weight


def _grouped(low: Floats, high: Floats, weight: Floats) -> Masses:
    """Equal intervals are one with the sum of their weights; without weight they say nothing."""
    order = np.lexsort((weight, high, low))  # weights too: sums must not depend on the rows' order
    order = order[weight[order] > 0]
    lowest, highest = low[order], high[order]
    other = (lowest[1:] != lowest[:-1]) | (highest[1:] != highest[:-1])
    starts = np.concatenate([[0], np.flatnonzero(other) + 1])
    return fitted(lowest[starts], highest[starts], np.add.reduceat(weight[order], starts))


def _percentiles(masses: Masses, *levels: Floats) -> list[Floats]:
    return [np.array([masses.quantile(float(p)) for p in level]) for level in levels]
