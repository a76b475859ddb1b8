"""The share of a base that has a property, with its interval."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import agresti_coull_bounds, unit_variance


def proportion(
    found: ArrayLike,
    base: ArrayLike,
    population: ArrayLike | None = None,
    design_effect: ArrayLike = 1.0,
) -> Estimates:
    """p = found / base, within [0, 1]; Agresti–Coull at 90 %.

    `base` are the observed of a `population`, which narrows the interval when more than 5 % of it
    is observed. Found and base may have been rounded apart: a share is cut at 1. Nobody observed
    is "facts_missing" in a population known not to be empty, else "nobody_concerned". Marked
    below 30 effective observations, base / design effect.
    Source: Agresti, A. and Coull, B. A. (1998), The American Statistician 52(2), 119–126.
    """
    everyone = np.nan if population is None else population
    having, observed, size, effect = floats(found, base, everyone, design_effect)
    share = np.clip(ratio(having, observed), 0, 1)
    nobody = observed <= 0
    return estimates(
        share,
        agresti_coull_bounds(share, unit_variance(observed, size, effect)),
        where_known=known(having, observed),
        without={"facts_missing": nobody & (size > 0), "nobody_concerned": nobody},
        observations=observed / effect,
    )
