"""Chance that can be repeated: the same seed draws the same records."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Generic, TypeVar

Option = TypeVar("Option")


class Weighted(Generic[Option]):
    """Options with weights, made ready once for many draws."""

    def __init__(self, weights: Mapping[Option, float]) -> None:
        self.options = list(weights)
        self.cumulative = list(accumulate(weights.values()))


class Draw:
    """Draws from one seed; `stream` keeps the draws for graduates and vacancies apart."""

    def __init__(self, seed: int, stream: str) -> None:
        self._random = random.Random(f"{seed}/{stream}")  # noqa: S311 - must repeat, guards nothing

    def one(self, options: Sequence[Option]) -> Option:
        """One of equally likely options."""
        return options[int(self._random.random() * len(options))]

    def by_weight(self, weighted: Weighted[Option]) -> Option:
        """One option, as likely as its weight."""
        return self._random.choices(weighted.options, cum_weights=weighted.cumulative)[0]

    def some(self, options: Sequence[Option], least: int, most: int) -> list[Option]:
        """Between `least` and `most` different options, as many as there are."""
        return self._random.sample(options, min(len(options), self.whole(least, most)))

    def chance(self, probability: float) -> bool:
        """True as often as `probability` says."""
        return self._random.random() < probability

    def whole(self, least: int, most: int) -> int:
        """A whole number between both, these included."""
        return least + int(self._random.random() * (most - least + 1))

    def between(self, least: float, most: float) -> float:
        """Any number between both."""
        return least + (most - least) * self._random.random()

    def day(self, first: date, last: date) -> date:
        """A day between both, these included; `last` when it lies before `first`."""
        return min(last, first + timedelta(days=self.whole(0, max(0, (last - first).days))))
