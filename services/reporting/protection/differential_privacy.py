"""Pay percentiles with a stated privacy loss: noise on a histogram, drawn once for a release.

The form of the Post-Secondary Employment Outcomes: edges of the histogram are percentiles of a
log-normal fitted to a public wage table, so they tell nothing of the persons; each bar gets
two-sided geometric noise, percentiles are read from the noisy distribution by linear
interpolation. Sources: Foote, A., Machanavajjhala, A. and McKinney, K. (2019), Releasing Earnings
Distributions using Differential Privacy, Journal of Privacy and Confidentiality 9(2); Ghosh, A.,
Roughgarden, T. and Sundararajan, M. (2012), Universally Utility-Maximizing Privacy Mechanisms,
SIAM Journal on Computing 41(6), on the geometric mechanism.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from services.reporting.protection.lattice import Integers

Floats = NDArray[np.float64]
BARS = 20


class BudgetSpent(ValueError):
    """A release asked for more privacy loss than is left."""


@dataclass(frozen=True)
class Ledger:
    """How much privacy loss (ε) the releases may cost together, and what each has cost."""

    budget: float
    spent: tuple[tuple[str, float], ...] = ()

    @property
    def left(self) -> float:
        return self.budget - sum(epsilon for _, epsilon in self.spent)

    def spend(self, release: str, epsilon: float) -> "Ledger":
        """The ledger after a release; raises BudgetSpent when not so much is left."""
        if epsilon <= 0:
            raise ValueError("ε is above 0")
        if any(name == release for name, _ in self.spent):
            raise BudgetSpent(f"release {release} has drawn its noise already")
        if epsilon > self.left + 1e-12:
            raise BudgetSpent(f"ε {epsilon} for release {release}, only {self.left} is left")
        return replace(self, spent=(*self.spent, (release, epsilon)))


def lognormal_edges(median: float, spread: float, bars: int = BARS) -> Floats:
    """Edges of bars that hold equal shares of a log-normal.

    `median` and `spread` (standard deviation of the logarithm) come from a public wage table. The
    outer edges are the percentiles half a bar from the ends: whoever is beyond counts in the bar.
    """
    shares = np.linspace(0, 1, bars + 1)
    shares[0], shares[-1] = 0.5 / bars, 1 - 0.5 / bars
    return np.asarray(np.exp(np.log(median) + spread * norm.ppf(shares)), dtype=np.float64)


def geometric_noise(rng: np.random.Generator, epsilon: float, size: int) -> Integers:
    """Two-sided geometric noise: the difference of two geometric draws with p = 1 − e^−ε."""
    p = -np.expm1(-epsilon)
    return np.asarray(rng.geometric(p, size) - rng.geometric(p, size), dtype=np.int64)


def private_percentiles(
    pay: Floats, edges: Floats, epsilon: float, rng: np.random.Generator, shares: Sequence[float]
) -> Floats:
    """The percentiles of `pay` at `shares` (0–1) from a noisy histogram; NaN when it is empty.

    Adding or leaving out one person changes one bar by one, so the whole histogram costs ε. The
    generator is the release's own, seeded once.
    """
    inside = np.clip(pay, edges[0], edges[-1])
    bars, _ = np.histogram(inside, edges)
    noisy = np.maximum(bars + geometric_noise(rng, epsilon, len(bars)), 0)
    heights = np.concatenate([[0], np.cumsum(noisy)])
    if not heights[-1]:
        return np.full(len(shares), np.nan)
    return np.asarray(np.interp(np.asarray(shares) * heights[-1], heights, edges))
