"""Balance of a market: openings against the graduates who could fill them."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import (
    agresti_caffo_bounds,
    agresti_coull_bounds,
    unit_variance,
)


def tightness(
    openings: ArrayLike, graduates: ArrayLike, respondents: ArrayLike, seeking: ArrayLike
) -> Estimates:
    """θ = v / u with u = graduates · (seeking / respondents).

    Only respondents are known to look for work or not; who did not answer is not counted as
    settled. The interval is Agresti–Coull's of the share who seek, carried over; its upper end is
    open where there may be no seekers. Source: Pissarides, C. (2000), Equilibrium Unemployment
    Theory, 2nd ed., chapter 1.
    """
    v, everyone, answered, seekers = floats(openings, graduates, respondents, seeking)
    share = np.clip(ratio(seekers, answered), 0, 1)
    low, high = agresti_coull_bounds(share, unit_variance(answered, everyone))
    return estimates(
        ratio(v, everyone * share),
        (ratio(v, everyone * high), ratio(v, everyone * low)),
        where_known=known(v, everyone, answered, seekers),
        without={
            "nobody_concerned": everyone == 0,
            "facts_missing": answered == 0,
            "no_seekers": seekers == 0,
        },
        observations=answered,
    )


def vacancies_per_hundred_graduates(openings: ArrayLike, graduates: ArrayLike) -> Estimates:
    """100 · v / graduates. Both are counted, not estimated: there is no interval."""
    v, everyone = floats(openings, graduates)
    return estimates(
        100 * ratio(v, everyone),
        where_known=known(v, everyone),
        without={"nobody_concerned": everyone == 0},
        observations=everyone,
    )


def supply_demand_ratio(graduates: ArrayLike, openings: ArrayLike) -> Estimates:
    """Graduates for each opening; without a value, not infinite, where nobody is wanted."""
    everyone, v = floats(graduates, openings)
    return estimates(
        ratio(everyone, v),
        where_known=known(everyone, v),
        without={"no_openings": v == 0},
        observations=v,
    )


def share_gap(
    openings: ArrayLike,
    all_openings: ArrayLike,
    graduates: ArrayLike,
    all_graduates: ArrayLike,
    vacancies: ArrayLike | None = None,
) -> Estimates:
    """v_i/V − u_i/U: the group's share of the openings less its share of the graduates.

    Half the sum of the absolute gaps is the dissimilarity index of Duncan, O. D. and Duncan, B.
    (1955), American Sociological Review 20(2), 210–217. An advertisement with many openings is
    one observation: the interval, of Agresti, A. and Caffo, B. (2000), The American Statistician
    54(4), 280–288, is at the number of `vacancies` where it is given.
    """
    seen = all_openings if vacancies is None else vacancies
    wanted, all_wanted, offered, all_offered, n = floats(
        openings, all_openings, graduates, all_graduates, seen
    )
    demand = np.clip(ratio(wanted, all_wanted), 0, 1)
    supply = np.clip(ratio(offered, all_offered), 0, 1)
    return estimates(
        demand - supply,
        agresti_caffo_bounds(demand, n, supply, all_offered),
        where_known=known(wanted, all_wanted, offered, all_offered),
        without={"no_openings": all_wanted == 0, "nobody_concerned": all_offered == 0},
        observations=np.minimum(n, all_offered),
    )
