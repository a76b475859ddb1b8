"""Intervals for a proportion and for the difference of two, at 90 % confidence."""

from math import sqrt
from statistics import NormalDist

from services.reporting.figures import CONFIDENCE, Interval

Z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


def agresti_coull(share: float, n: float) -> Interval:
    """p̃ ± z·√(p̃(1 − p̃)/ñ) with ñ = n + z² and p̃ = (n·share + z²/2)/ñ, cut to [0, 1].

    `n` may be an effective number of observations. Source: Agresti, A. and Coull, B. A. (1998),
    The American Statistician 52(2), 119–126.
    """
    widened = n + Z**2
    centre = (n * share + Z**2 / 2) / widened
    half = Z * sqrt(centre * (1 - centre) / widened)
    return Interval(max(0.0, centre - half), min(1.0, centre + half))


def agresti_caffo(first: float, n_first: float, second: float, n_second: float) -> Interval:
    """Interval of `first − second`, two independent shares, cut to [−1, 1].

    Adds z²/4 successes and as many failures to each sample, then takes Wald's interval:
    the rule of one and one, which is stated for 95 %, at any confidence. Source: Agresti, A. and
    Caffo, B. (2000), The American Statistician 54(4), 280–288.
    """
    added = Z**2 / 4
    p, n = (first * n_first + added) / (n_first + 2 * added), n_first + 2 * added
    q, m = (second * n_second + added) / (n_second + 2 * added), n_second + 2 * added
    half = Z * sqrt(p * (1 - p) / n + q * (1 - q) / m)
    return Interval(max(-1.0, p - q - half), min(1.0, p - q + half))
