"""The distribution that fits values known only to lie in intervals best, without a model.

Turnbull, B. W. (1976), Journal of the Royal Statistical Society B 38(3), 290–295: the maximum
likelihood puts mass on the innermost intervals alone, a lower end followed at once by an upper
one. Within such an interval the data say nothing of where the mass lies.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.indicators.estimates import Bools, Floats

_CLOSE_ENOUGH = 1e-7
"""Largest gain in log likelihood, per unit of weight, that is still given away."""
_MOST_STEPS = 5_000
_REACHED = 1e-5
"""What may be missing of a level that is reached: the steps end near the masses, not at them, and
a percentile must not move to the next amount for that."""
_BAND_ENDS, _BEGINS, _AMOUNT_ENDS = 0, 1, 2


@dataclass(frozen=True)
class Masses:
    """Probability in each innermost interval [low, high), or at a point, in order."""

    low: Floats
    high: Floats
    mass: Floats

    def quantile(self, level: float) -> float:
        """Smallest x with F(x) ≥ level; F is a straight line within an interval.

        Infinite in an interval without an end.
        """
        reached = np.cumsum(self.mass)
        at = min(int(np.searchsorted(reached, level - _REACHED)), len(reached) - 1)
        before = reached[at] - self.mass[at]
        low, high = self.low[at], self.high[at]
        if not np.isfinite(high - low):
            return np.inf
        part = np.clip((level - before) / self.mass[at], 0, 1)
        return float(low + part * (high - low))


def fitted(low: Floats, high: Floats, weight: Floats) -> Masses:
    """The masses for distinct intervals [low, high), a point where the ends are equal."""
    inner_low, inner_high = _innermost(low, high)
    inside = _inside(low, high, inner_low, inner_high)
    mass = _most_likely(inside.astype(np.float64), weight / weight.sum())
    held = mass > 0
    return Masses(inner_low[held], inner_high[held], mass[held])


def _innermost(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """At one value a band ends before another begins, and an amount ends after it."""
    ends = np.concatenate([low, high])
    kind = np.concatenate(
        [np.full(low.shape, _BEGINS), np.where(low == high, _AMOUNT_ENDS, _BAND_ENDS)]
    )
    order = np.lexsort((kind, ends))
    ends, kind = ends[order], kind[order]
    first = np.flatnonzero((kind[:-1] == _BEGINS) & (kind[1:] != _BEGINS))
    return ends[first], ends[first + 1]


def _inside(low: Floats, high: Floats, inner_low: Floats, inner_high: Floats) -> Bools:
    """Which innermost interval lies in which interval; a point at a band's upper end does not."""
    band = (low < high)[:, np.newaxis]
    point = inner_low == inner_high
    above = low[:, np.newaxis] <= inner_low
    below = inner_high <= high[:, np.newaxis]
    inside: Bools = above & below & ~(band & point & (inner_high == high[:, np.newaxis]))
    return inside


def _most_likely(inside: NDArray[np.float64], weight: Floats) -> Floats:
    """Self-consistency steps, extrapolated, until no interval would gain by more mass.

    A step gives each interval the mass that the records would put there, each spreading its
    weight over its own intervals as the masses stand. Two steps and a squared extrapolation
    (Varadhan, R. and Roland, C. 2008, Scandinavian Journal of Statistics 35(2), 335–353) count
    as one; an extrapolation that leaves the simplex or fits worse is the two plain steps.
    """
    mass = np.full(inside.shape[1], 1 / inside.shape[1])
    for _ in range(_MOST_STEPS):
        gain = _gain(inside, weight, mass)
        if gain.max() <= 1 + _CLOSE_ENOUGH:
            break
        once = mass * gain
        twice = once * _gain(inside, weight, once)
        beyond = _extrapolated(mass, once, twice)
        better = _fit(inside, weight, beyond) >= _fit(inside, weight, twice)
        mass = beyond if better else twice
    return mass


def _gain(inside: NDArray[np.float64], weight: Floats, mass: Floats) -> Floats:
    """The derivative of the log likelihood by each mass; 1 at the most where it is largest."""
    gain: Floats = (weight / (inside @ mass)) @ inside
    return gain


def _fit(inside: NDArray[np.float64], weight: Floats, mass: Floats) -> float:
    """The log likelihood."""
    return float(weight @ np.log(inside @ mass))


def _extrapolated(start: Floats, once: Floats, twice: Floats) -> Floats:
    step, bend = once - start, twice - 2 * once + start
    curvature = np.sqrt(bend @ bend)
    if curvature == 0:
        return twice
    length = max(1.0, float(np.sqrt(step @ step) / curvature))
    reached = start + 2 * length * step + length**2 * bend
    if (reached <= 0).any():
        return twice
    # A long reach carries the last digits of the steps far enough to miss a sum of one.
    whole: Floats = reached / reached.sum()
    return whole
