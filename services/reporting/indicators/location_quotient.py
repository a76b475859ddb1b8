"""How concentrated an occupation is in a region."""

import numpy as np
from numpy.typing import ArrayLike

from services.reporting.figures import RELIABLE_FROM
from services.reporting.indicators.estimates import Estimates, estimates, floats, known, ratio
from services.reporting.indicators.intervals import agresti_coull_bounds, unit_variance

SMALLEST_EXPECTED = 5.0
"""Fewest expected in the cell for the quotient to say anything: the rule of five of Cochran,
W. G. (1954), Biometrics 10(4), 417–451."""


def location_quotient(
    local: ArrayLike, all_local: ArrayLike, wide: ArrayLike, all_wide: ArrayLike
) -> Estimates:
    """LQ = (local / all local) / (wide / all wide): 1 where the region is as the whole country.

    Without a value where the region has fewer than 30 in all or fewer than 5 would be expected in
    the cell, all local · wide / all wide. The interval is Agresti–Coull's of the local share;
    the country's share is taken as known. Source: Florence, P. S. (1939), Report on the Location
    of Industry; Isard, W. (1960), Methods of Regional Analysis, chapter 5.
    """
    here, everyone_here, there, everyone_there = floats(local, all_local, wide, all_wide)
    share, usual = np.clip(ratio(here, everyone_here), 0, 1), ratio(there, everyone_there)
    low, high = agresti_coull_bounds(share, unit_variance(everyone_here))
    expected = everyone_here * usual
    return estimates(
        ratio(share, usual),
        (ratio(low, usual), ratio(high, usual)),
        where_known=known(here, everyone_here, there, everyone_there),
        without={
            "nobody_concerned": (everyone_here == 0) | (there == 0) | (everyone_there == 0),
            "base_small": (everyone_here < RELIABLE_FROM) | (expected < SMALLEST_EXPECTED),
        },
    )
