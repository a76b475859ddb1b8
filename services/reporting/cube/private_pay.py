"""Percentiles of graduates' pay with noise, drawn once for a release: what they cost is stated.

Every cell's histogram costs each person in it ε. A person is in one cell of every layer, so that
by sequential composition the release costs at most layers × ε (Dwork, C. and Roth, A. 2014, The
Algorithmic Foundations of Differential Privacy, theorem 3.16). The counts beside them are outside
of this sum: they are protected by suppression and rounding.
"""

from dataclasses import dataclass

import numpy as np

from services.reporting.cube.counting import Floats, Ints, Universe, keys_at
from services.reporting.cube.cuts import closure
from services.reporting.cube.pay import STATED_PAY, states_pay
from services.reporting.cube.protecting import Protected
from services.reporting.cube.spread import NEAREST_BAHT, of_cells, of_pay
from services.reporting.indicators.estimates import REASON_CODES, Estimates
from services.reporting.indicators.pay_percentiles import QUARTILES
from services.reporting.protection.differential_privacy import lognormal_edges, private_percentiles

AVERAGE_WAGE = 15_052.0
"""Baht a month of all employees, first quarter of 2567 (2024): National Statistical Office of
Thailand, Labour Force Survey, as the Office of the National Economic and Social Development
Council reported it in June 2024. It stands for the median of graduates, who earn more than most."""
SPREAD = 0.6
"""Standard deviation of the logarithm (our judgement): the bars reach from a third of the average
wage to three times as much."""


@dataclass(frozen=True)
class PayPrivacy:
    """ε of each cell, 0 for percentiles as they are; without a seed there are none until a
    release draws them, for drawing again and again would average the noise away."""

    epsilon: float = 0.0
    seed: int | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether percentiles come with noise."""
        return self.epsilon > 0 and self.seed is not None


EXACT = PayPrivacy()


def pay_of(
    protected: Protected, universe: Universe, low: Floats, high: Floats, privacy: PayPrivacy
) -> Estimates:
    """P25, P50 and P75 of every published cell that tells who states pay, cells × 3."""
    if not privacy.epsilon:
        return of_pay(protected, universe, low, high, where=STATED_PAY)
    if not privacy.is_drawn:
        return _withheld(len(protected.keys))
    return _drawn(protected, universe, low, high, privacy)


def layers_with_pay(universe: Universe) -> int:
    """In how many cells with percentiles of pay a person can be at most."""
    return sum(STATED_PAY in names for names in closure(universe.axes, universe.cuts).values())


def _drawn(
    protected: Protected, universe: Universe, low: Floats, high: Floats, privacy: PayPrivacy
) -> Estimates:
    """A record is one count of one bar in all its cells, whatever its weight."""
    rng = np.random.default_rng(privacy.seed)
    edges = lognormal_edges(AVERAGE_WAGE, SPREAD)
    amounts = _amounts(universe, low, high, edges, rng)

    def percentiles(rows: Ints) -> Estimates:
        found = private_percentiles(amounts[rows], edges, privacy.epsilon, rng, QUARTILES)
        nothing = np.full(found.shape, np.nan)
        reason = np.where(np.isnan(found), REASON_CODES.index("base_small"), 0).astype(np.int8)
        value = np.round(found / NEAREST_BAHT) * NEAREST_BAHT
        return Estimates(value, nothing, nothing, reason)

    stated = states_pay(low, high)
    return of_cells(protected, universe, stated, percentiles, len(QUARTILES), STATED_PAY)


def _amounts(
    universe: Universe, low: Floats, high: Floats, edges: Floats, rng: np.random.Generator
) -> Floats:
    """An amount as it is, of a band one drawn evenly from it: never its midpoint.

    A band without an end reaches to the last bar. Records that are alike in everything are drawn
    for in any order, others in that of what they say: the order of the rows must not matter.
    """
    top = np.where(np.isnan(high), edges[-1], high)
    top = np.where(np.isnan(low), top, np.maximum(top, low))
    bottom = np.minimum(np.where(np.isnan(low), edges[0], low), top)
    depths = tuple(len(axis.places) - 1 for axis in universe.axes)
    order = np.lexsort((keys_at(universe.axes, depths), top, bottom))
    shares = np.empty(len(order))
    shares[order] = rng.random(len(order))
    return np.asarray(bottom + (top - bottom) * shares, np.float64)


def _withheld(cells: int) -> Estimates:
    nothing = np.full((cells, len(QUARTILES)), np.nan)
    reason = np.full(nothing.shape, REASON_CODES.index("drawn_at_release"), np.int8)
    return Estimates(nothing, nothing, nothing, reason)
