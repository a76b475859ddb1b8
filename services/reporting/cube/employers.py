"""How many employers stand behind each cell, and how much of it the largest one holds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.reporting.cube.counting import Counted, Floats, Ints, cells_at
from services.reporting.facts import Coded


@dataclass(frozen=True)
class Employers:
    """Per cell: distinct employers, and the largest one's share of its vacancies or openings.

    Of the two shares the larger one counts.
    """

    distinct: Ints
    largest_share: Floats


def employers_of(
    counted: Counted,
    provider: Coded,
    amounts: NDArray[np.int64],
    among: NDArray[np.bool_] | None = None,
) -> Employers:
    """Of every cell of vacancies; `provider` and `amounts` (openings) are of the same records.

    Only of those `among` them, where that is given.
    """
    chosen = slice(None) if among is None else np.flatnonzero(among)
    distinct = np.zeros(len(counted.keys), np.int64)
    largest = np.zeros(len(counted.keys))
    many = max(len(provider.values), 1)
    for layer in counted.layers:
        found, inverse = cells_at(counted.universe.axes, layer.depths)
        posted = (inverse * many + provider.codes)[chosen]
        pairs, place = np.unique(posted, return_inverse=True)
        cell = pairs // many
        distinct[layer.rows] = np.bincount(cell, minlength=len(found))
        shares = [
            _largest(cell, np.bincount(place, weights).astype(np.float64), len(found))
            for weights in (np.ones(len(place)), amounts[chosen].astype(np.float64))
        ]
        largest[layer.rows] = np.maximum(*shares)
    return Employers(distinct, largest)


def _largest(cell: Ints, held: Floats, cells: int) -> Floats:
    most = np.zeros(cells)
    np.maximum.at(most, cell, held)
    whole = np.bincount(cell, held, cells)
    return np.divide(most, whole, out=np.zeros(cells), where=whole > 0)
