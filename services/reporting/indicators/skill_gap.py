"""Skill mismatch of a market: how often a skill is asked for against how often it is shown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import Z, agresti_caffo_bounds
from services.reporting.indicators.proportion import proportion


@dataclass(frozen=True)
class SkillGap:
    """The gap of each skill as a difference and as a logarithm of the ratio, and both shares."""

    demand: Estimates
    supply: Estimates
    difference: Estimates
    log_ratio: Estimates


def skill_gap(
    asking: ArrayLike,
    vacancies_with_skills: ArrayLike,
    showing: ArrayLike,
    graduates_with_skills: ArrayLike,
) -> SkillGap:
    """d_s − g_s and ln(d_s / g_s): above 0, the skill is asked for more than it is shown.

    d_s = vacancies asking for s / vacancies with at least one skill; g_s = graduates showing s /
    graduates with at least one. Records without any skill say nothing of s and are in neither.
    Intervals: Agresti, A. and Caffo, B. (2000), The American Statistician 54(4); for the
    logarithm that of Katz, D. et al. (1978), Biometrics 34(3), 469–474,
    ± z·√((1 − d)/(n d) + (1 − g)/(m g)).
    """
    wanted, n, shown, m = floats(asking, vacancies_with_skills, showing, graduates_with_skills)
    demand, supply = np.clip(ratio(wanted, n), 0, 1), np.clip(ratio(shown, m), 0, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithm = np.log(ratio(demand, supply))
    half = Z * np.sqrt(ratio(1 - demand, n * demand) + ratio(1 - supply, m * supply))
    where = known(wanted, n, shown, m)
    without = {"no_openings": n == 0, "nobody_concerned": m == 0}
    fewest = np.minimum(n, m)
    return SkillGap(
        demand=proportion(wanted, n),
        supply=proportion(shown, m),
        difference=estimates(
            demand - supply,
            agresti_caffo_bounds(demand, n, supply, m),
            where_known=where,
            without=without,
            observations=fewest,
        ),
        log_ratio=estimates(
            logarithm,
            (logarithm - half, logarithm + half),
            where_known=where,
            without=without | {"zero_share": (demand == 0) | (supply == 0)},
            observations=fewest,
        ),
    )
