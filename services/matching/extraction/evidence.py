"""What speaks for the skills a text may mean, in the form that both ways of reading give."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.extraction.thai import ThaiNames

THAI_MASS_PER_LETTER = 0.8
"""Rarity of a Thai name: a letter is worth about what it is worth in an English word."""


FEATURE_DECIMALS = 4
"""Sums taken in another order end otherwise in the seventh digit: no judgement may hang on it."""
HABIT = "habit of advertisements"
"""Whether training sentences ever ask for the skill."""


class Found(NamedTuple):
    """Where a skill shows itself, and how rare and unbroken its name is there."""

    start: int
    end: int
    mass: float
    unbroken: bool


class Evidence(NamedTuple):
    """Skills by number in the catalogue, a row of features and a place for each.

    `in_thai` marks those whose Thai name stands in the text.
    """

    skills: NDArray[np.intp]
    features: NDArray[np.float32]
    places: Sequence[tuple[int, int]]
    in_thai: NDArray[np.bool_]

    @classmethod
    def nothing(cls, features: int) -> "Evidence":
        return cls(
            np.empty(0, np.intp), np.empty((0, features), np.float32), [], np.empty(0, np.bool_)
        )


def named_in_thai(names: ThaiNames, text: str) -> Iterator[tuple[int, Found]]:
    """Thai names in the text with their skills."""
    for found in names.find(text):
        mass = THAI_MASS_PER_LETTER * (found.end - found.start)
        yield found.skill, Found(found.start, found.end, mass, unbroken=True)


def by_skill(found: Iterable[tuple[int, Found]]) -> dict[int, Found]:
    """The rarest place of each skill."""
    best: dict[int, Found] = {}
    for skill, place in found:
        if skill not in best or place.mass > best[skill].mass:
            best[skill] = place
    return best
