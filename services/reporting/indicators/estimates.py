"""What an indicator answers, for many cells at once: values, 90 % intervals, and why there is none.

Every indicator takes arrays of counts that broadcast against each other. NaN stands for a count
that is not known or that disclosure control hid: whatever rests on it is NaN, without a reason,
for only the caller knows which of the two it was. Shares are fractions of one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.reporting.figures import RELIABLE_FROM

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Reasons = NDArray[np.int8]

FEW_OBSERVATIONS = "few_observations"
"""The one reason that stands beside a value: it is there, and low."""

REASON_CODES: tuple[str, ...] = (
    "",
    FEW_OBSERVATIONS,
    "nobody_concerned",
    "facts_missing",
    "no_variation",
    "no_seekers",
    "no_openings",
    "base_small",
    "zero_share",
    "no_earlier_count",
    "median_not_reached",
    "open_ended",
    "too_few_components",
    "drawn_at_release",
)

SMALLEST_FOR_PERCENTILES = 30
"""Fewest records whose percentiles are told: a percentile is close to somebody's own value."""


@dataclass(frozen=True)
class Estimates:
    """Arrays of one shape; `reason` holds positions in REASON_CODES, 0 where there is none.

    `low` and `high` bound the value at 90 % confidence. NaN is "none": no value, no interval, or
    an end of an interval that is open; nothing is ever infinite.
    """

    value: Floats
    low: Floats
    high: Floats
    reason: Reasons

    def codes(self) -> NDArray[np.str_]:
        """The reasons as codes of `figures.REASONS`, "" where there is none."""
        return np.array(REASON_CODES)[self.reason]


def floats(*counts: ArrayLike) -> tuple[Floats, ...]:
    """The counts as arrays of one shape."""
    arrays = (np.asarray(count, dtype=np.float64) for count in counts)
    return tuple(np.broadcast_arrays(*arrays))


def known(*counts: Floats) -> Bools:
    """Where none of the counts is NaN."""
    return reduce(np.logical_and, (~np.isnan(count) for count in counts))


def ratio(part: Floats, whole: Floats) -> Floats:
    """part / whole, NaN where there is nothing to divide by."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        return np.where(whole == 0, np.nan, part / whole)


def estimates(
    value: Floats,
    bounds: tuple[Floats, Floats] | None = None,
    *,
    where_known: Bools,
    without: Mapping[str, Bools],
    observations: Floats | None = None,
) -> Estimates:
    """The answer: no value where an input is not known or a reason of `without` holds.

    Of several reasons the first stays. A value of fewer than 30 `observations` is marked.
    """
    shape = np.broadcast_shapes(value.shape, where_known.shape)
    reason = np.zeros(shape, dtype=np.int8)
    for code, holds in without.items():
        reason[np.broadcast_to(where_known & holds, shape) & (reason == 0)] = _index(code)
    there = where_known & (reason == 0) & np.isfinite(value)
    if observations is not None:
        reason[there & (observations < RELIABLE_FROM)] = _index(FEW_OBSERVATIONS)
    low, high = bounds if bounds is not None else (np.full(shape, np.nan),) * 2
    return Estimates(_finite(value, there), _finite(low, there), _finite(high, there), reason)


def stacked(cells: list[Estimates]) -> Estimates:
    """The estimates of several cells as one, along a new first axis."""
    return Estimates(
        np.stack([cell.value for cell in cells]),
        np.stack([cell.low for cell in cells]),
        np.stack([cell.high for cell in cells]),
        np.stack([cell.reason for cell in cells]),
    )


def _index(code: str) -> int:
    return REASON_CODES.index(code)


def _finite(numbers: Floats, there: Bools) -> Floats:
    return np.where(there & np.isfinite(numbers), numbers, np.nan)
