"""The deepest level of a classification at which a distribution over its codes is sure enough."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class Sure(NamedTuple):
    """A code of any depth and the summed probability of what is below it."""

    code: str
    probability: float


class Hierarchy:
    """Codes in order, whose beginnings of the given lengths (longest first) are broader groups."""

    def __init__(self, codes: Sequence[str], lengths: Sequence[int]) -> None:
        self._codes = codes
        self._lengths = lengths

    @cached_property
    def _levels(self) -> list[tuple[list[str], NDArray[np.intp]]]:
        levels = []
        for length in self._lengths:
            prefixes = np.array([code[:length] for code in self._codes])
            names, starts = np.unique(prefixes, return_index=True)
            levels.append(([str(name) for name in names], starts))
        return levels

    def deepest(self, probabilities: Floats, threshold: float) -> list[Sure]:
        """For each row the longest code that reaches the threshold; else the likeliest shortest."""
        found: list[Sure | None] = [None] * len(probabilities)
        last = [Sure("", 0.0)] * len(probabilities)
        for names, starts in self._levels:
            sums = np.add.reduceat(probabilities, starts, axis=1)
            best = sums.argmax(axis=1)
            for row, column in enumerate(best):
                last[row] = Sure(names[column], min(float(sums[row, column]), 1.0))
                if found[row] is None and last[row].probability >= threshold:
                    found[row] = last[row]
        return [one or rest for one, rest in zip(found, last, strict=True)]
