"""Two distributions over the same cells, and what is compared of them where cells are hidden."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from services.reporting.indicators.estimates import (
    Bools,
    Estimates,
    Floats,
    estimates,
    known,
    ratio,
)


@dataclass(frozen=True)
class CellComparison:
    """An index over the cells of the last axis.

    `cells` is how many were compared, those empty on both sides left out; `merged` is how many
    hidden ones stand in them as one.
    """

    index: Estimates
    cells: NDArray[np.int64]
    merged: NDArray[np.int64]


@dataclass(frozen=True)
class Sides:
    """Shares of the two sides in each cell, their totals, and which cells are hidden."""

    first: Floats
    second: Floats
    all_first: Floats
    all_second: Floats
    hidden: Bools

    def compared(self, index: Floats, without: tuple[str, str]) -> CellComparison:
        """`index` as an answer; `without` are the reasons for an empty first and second side."""
        filled = (np.nan_to_num(self.first) > 0) | (np.nan_to_num(self.second) > 0)
        return CellComparison(
            estimates(
                np.clip(index, 0, 1),
                where_known=known(self.all_first, self.all_second),
                without={without[0]: self.all_first == 0, without[1]: self.all_second == 0},
                observations=np.minimum(self.all_first, self.all_second),
            ),
            np.count_nonzero(filled, axis=-1),
            np.count_nonzero(self.hidden, axis=-1),
        )


def sides(
    first: ArrayLike,
    second: ArrayLike,
    all_first: ArrayLike | None = None,
    all_second: ArrayLike | None = None,
) -> Sides:
    """The shares of both sides; a cell hidden on either side is put into one rest on both.

    What the rest holds is known from the published totals `all_first` and `all_second`: total
    less the cells that are told, 0 at least as counts were rounded apart. Merging cells raises
    neither D nor M, so the index is a lower bound of the one over all cells. Without the totals
    a hidden cell hides the index.
    """
    one, other = np.broadcast_arrays(
        np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    )
    hidden = np.isnan(one) | np.isnan(other)
    left, right = _with_rest(one, all_first, hidden), _with_rest(other, all_second, hidden)
    whole_left, whole_right = left.sum(axis=-1), right.sum(axis=-1)
    return Sides(
        ratio(left, whole_left[..., np.newaxis]),
        ratio(right, whole_right[..., np.newaxis]),
        whole_left,
        whole_right,
        hidden,
    )


def _with_rest(counts: Floats, total: ArrayLike | None, hidden: Bools) -> Floats:
    """The cells told, 0 in place of the hidden, and the rest as one more cell."""
    told = np.where(hidden, 0.0, counts)
    whole = np.asarray(np.nan if total is None else total, dtype=np.float64)
    rest = np.maximum(whole - told.sum(axis=-1), 0)
    rest = np.where(hidden.any(axis=-1), rest, 0.0)
    return np.concatenate([told, rest[..., np.newaxis]], axis=-1)
