"""Graduates by what two methods say of them, for every two methods of one dimension."""

from itertools import combinations

import numpy as np

from services.reporting.cube import schemes
from services.reporting.cube.axis import axis_of
from services.reporting.cube.counting import Universe
from services.reporting.cube.cuts import Cut
from services.reporting.cube.graduates import numbers, persons_of, weights_of
from services.reporting.cube.measures import EVERYONE, Breakdown, Measures
from services.reporting.cube.verdicts import MATCH, OVER, verdicts
from services.reporting.facts import Graduates
from services.reporting.methods import METHODS, Method

Pair = tuple[Method, Method]
BOTH, FIRST, SECOND, NEITHER = PARTS = ("both", "first", "second", "neither")


def compared_pairs(graduates: Graduates) -> dict[Pair, Universe]:
    """Per pair: graduates by year, and whether both, one or none of the two finds a mismatch.

    Compared is whether a graduate is over-educated, which every vertical method tells, or
    mismatched; whom either method did not judge is not compared.
    """
    found = verdicts(graduates)
    year = axis_of(schemes.year(), numbers(graduates.year))
    cuts = (Cut({"year": "year"}, frozenset({EVERYONE, *PARTS})),)
    weights, persons = weights_of(graduates), persons_of(graduates)
    pairs = {}
    for first, second in combinations(METHODS, 2):
        if first.dimension != second.dimension:
            continue
        one, other = found[first], found[second]
        compared = (one >= MATCH) & (other >= MATCH)
        codes = 2 * (one != OVER).astype(np.int8) + (other != OVER)
        codes[~compared] = -1
        measures = Measures((Breakdown(PARTS, codes.astype(np.int8)),), (), {})
        name = f"agreement {first.column} {second.column}"
        pairs[first, second] = Universe(name, (year,), measures, cuts, weights, persons)
    return pairs
