"""Change from one period to the next: of a count in parts of itself, of a share in points."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import (
    agresti_caffo_bounds,
    agresti_coull_bounds,
    unit_variance,
)


def relative_growth(now: ArrayLike, before: ArrayLike) -> Estimates:
    """now / before − 1; without a value where there was nothing before.

    The two counts are taken as Poisson: given their sum, the later one is binomial, and the
    Agresti–Coull bounds of its share π become those of the ratio π / (1 − π). Source:
    Przyborowski, J. and Wilenski, H. (1940), Biometrika 31(3–4), 313–323. Marked where the
    earlier count is below 30.
    """
    later, earlier = floats(now, before)
    total = later + earlier
    low, high = agresti_coull_bounds(ratio(later, total), unit_variance(total))
    return estimates(
        ratio(later, earlier) - 1,
        (ratio(low, 1 - low) - 1, ratio(high, 1 - high) - 1),
        where_known=known(later, earlier),
        without={"no_earlier_count": earlier == 0},
        observations=earlier,
    )


def change_in_share(
    found_now: ArrayLike, base_now: ArrayLike, found_before: ArrayLike, base_before: ArrayLike
) -> Estimates:
    """found/base now less found/base before, with the interval of Agresti and Caffo (2000)."""
    later, all_later, earlier, all_earlier = floats(found_now, base_now, found_before, base_before)
    now = np.clip(ratio(later, all_later), 0, 1)
    before = np.clip(ratio(earlier, all_earlier), 0, 1)
    return estimates(
        now - before,
        agresti_caffo_bounds(now, all_later, before, all_earlier),
        where_known=known(later, all_later, earlier, all_earlier),
        without={"nobody_concerned": all_later == 0, "no_earlier_count": all_earlier == 0},
        observations=np.minimum(all_later, all_earlier),
    )
