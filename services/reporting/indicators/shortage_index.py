"""Which occupations are short of people: the mean of standardised signs of a shortage."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates, Floats, estimates, floats

COMPONENTS = (
    "wage_growth",
    "vacancy_growth",
    "time_to_fill",
    "under_qualification",
    "tightness",
)
"""Each is higher where people are scarcer."""
FEWEST_COMPONENTS = 3
_NO_SPREAD = 1e-9
"""Relative deviation below which values differ by nothing but the last digits."""


@dataclass(frozen=True)
class Component:
    """One sign of shortage, standardised over `occupations` with the moments stated."""

    score: Floats
    mean: float
    deviation: float
    occupations: int


@dataclass(frozen=True)
class ShortageIndex:
    """The index of each occupation, how many components it is the mean of, and those."""

    index: Estimates
    present: Floats
    components: Mapping[str, Component]


def shortage_index(components: Mapping[str, ArrayLike]) -> ShortageIndex:
    """The mean of the z-scores that are known; no value below three of them.

    Values by occupation under the names of COMPONENTS; NaN where one is not known, a name left
    out where it is known of none. z = (x − x̄) / s with the mean and the population standard
    deviation over the occupations that have the value. A component that is the same everywhere
    tells nobody apart and is left out. There is no interval. Raises ValueError for another name.
    Source: the OECD's Skills for Jobs indicators (OECD 2017, Getting Skills Right: Skills for
    Jobs Indicators), with components of this system and equal weights.
    """
    strange = components.keys() - set(COMPONENTS)
    if strange or not components:
        raise ValueError(f"components are some of {COMPONENTS}, not {sorted(strange)}")
    names = [name for name in COMPONENTS if name in components]
    values = floats(*(components[name] for name in names))
    standard = {name: _standardised(x) for name, x in zip(names, values, strict=True)}
    scores = np.stack([component.score for component in standard.values()])
    present = np.count_nonzero(~np.isnan(scores), axis=0).astype(np.float64)
    index = np.nansum(scores, axis=0) / np.maximum(present, 1)
    return ShortageIndex(
        estimates(
            index,
            where_known=np.ones(index.shape, dtype=np.bool_),
            without={"too_few_components": present < FEWEST_COMPONENTS},
        ),
        present,
        standard,
    )


def _standardised(values: Floats) -> Component:
    there = values[~np.isnan(values)]
    if not there.size:
        return Component(np.full(values.shape, np.nan), np.nan, np.nan, 0)
    mean, deviation = float(there.mean()), float(there.std())
    if deviation <= _NO_SPREAD * float(np.abs(there).max()):
        return Component(np.full(values.shape, np.nan), mean, 0.0, there.size)
    return Component((values - mean) / deviation, mean, deviation, there.size)
