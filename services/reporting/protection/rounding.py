"""Counts rounded to 5, and what a reader may conclude from a rounded count."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from services.reporting.protection.lattice import Integers

BASE = 5
SLACK = BASE // 2
LEAST = 10


def rounded(counts: NDArray[Any]) -> Integers:
    """Each count to the nearest multiple of 5; whole numbers have no ties, weighted ones go up."""
    return nearest(counts).astype(np.int64)


def nearest(values: NDArray[Any]) -> NDArray[np.float64]:
    """The same of numbers that may be missing."""
    return np.asarray(np.floor(np.asarray(values) / BASE + 0.5) * BASE, np.float64)


def published_bounds(counts: NDArray[Any], least: int = LEAST) -> tuple[Integers, Integers]:
    """The least and the most that a count can be whose rounded value is published.

    `least` is the smallest count that is ever published.
    """
    shown = rounded(counts)
    return np.maximum(shown - SLACK, least), shown + SLACK
