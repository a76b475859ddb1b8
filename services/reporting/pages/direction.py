"""Where a series heads: its usual step from one period to the next, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import theilslopes

from services.reporting.figures import CONFIDENCE

Heading = Literal["rising", "falling", "unclear", "unknown"]

FEWEST = 6
"""Fewer periods than this tell no direction: the interval of so few slopes is never narrow."""


@dataclass(frozen=True)
class Direction:
    """The median step per period with its 90 % bounds, also as shares of the usual value."""

    heading: Heading
    step: float = 0.0
    low: float = 0.0
    high: float = 0.0
    usual: float = 0.0

    @property
    def pace(self) -> float:
        """The step as a percentage of the usual value."""
        return 100 * self.step / self.usual if self.usual else 0.0

    @property
    def pace_bounds(self) -> tuple[float, float]:
        """The 90 % bounds of `pace`."""
        usual = self.usual or np.inf
        return 100 * self.low / usual, 100 * self.high / usual


def direction(values: Sequence[float | None], fewest: int = FEWEST) -> Direction:
    """Theil–Sen slope of a series with gaps (Sen 1968, JASA 63:1379), by Kendall's interval.

    Medians of slopes, so that one odd period turns nothing; "unclear" when the interval
    holds 0.
    """
    known = [(i, value) for i, value in enumerate(values) if value is not None]
    if len(known) < fewest:
        return Direction("unknown")
    x, y = np.array(known, dtype=float).T
    slope, _, low, high = theilslopes(y, x, alpha=CONFIDENCE)
    heading: Heading = "rising" if low > 0 else "falling" if high < 0 else "unclear"
    return Direction(heading, float(slope), float(low), float(high), float(np.median(y)))
