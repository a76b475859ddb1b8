"""Points of a Beveridge curve: vacancies against unemployment, period by period."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.employment import unemployment_rate
from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import agresti_coull_bounds, unit_variance


@dataclass(frozen=True)
class BeveridgePoints:
    """One point a period: the two rates have one shape."""

    vacancy_rate: Estimates
    unemployment_rate: Estimates


def beveridge_points(
    openings: ArrayLike,
    graduates: ArrayLike,
    respondents: ArrayLike,
    in_work: ArrayLike,
    seeking: ArrayLike,
) -> BeveridgePoints:
    """(v / (v + e), u / (u + e)) with v the stock of openings at the period's end.

    Source: Blanchard, O. J. and Diamond, P. (1989), Brookings Papers on Economic Activity 1989(1),
    1–76; the vacancy rate as the statistical offices of the European Union define it: vacant
    posts of all posts, vacant and filled.
    """
    return BeveridgePoints(
        vacancy_rate(openings, graduates, respondents, in_work),
        unemployment_rate(seeking, in_work, respondents, graduates),
    )


def vacancy_rate(
    openings: ArrayLike, graduates: ArrayLike, respondents: ArrayLike, in_work: ArrayLike
) -> Estimates:
    """v / (v + e), filled posts estimated as e = graduates · (in work / respondents).

    The interval is Agresti–Coull's of the share in work, carried over.
    """
    v, everyone, answered, employed = floats(openings, graduates, respondents, in_work)
    share = np.clip(ratio(employed, answered), 0, 1)
    low, high = agresti_coull_bounds(share, unit_variance(answered, everyone))
    posts = v + everyone * share
    return estimates(
        ratio(v, posts),
        (ratio(v, v + everyone * high), ratio(v, v + everyone * low)),
        where_known=known(v, everyone, answered, employed),
        without={
            "facts_missing": (answered == 0) & (everyone > 0),
            "nobody_concerned": (answered == 0) | (posts == 0),
        },
        observations=answered,
    )
