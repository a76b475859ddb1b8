"""Which cells are published: combinations of depths, and everything above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from services.reporting.cube.axis import Axis, Levels

Depths = tuple[int, ...]
"""One depth per axis of a universe."""


@dataclass(frozen=True)
class Cut:
    """The finest levels of a table of cells and the measures counted in it.

    Every total over the cut is published too, so that a reader need not add rounded counts.
    """

    levels: Levels
    measures: frozenset[str]


def closure(axes: Sequence[Axis], cuts: Sequence[Cut]) -> dict[Depths, frozenset[str]]:
    """Every combination of depths at or above a cut, with the measures of all those cuts."""
    found: dict[Depths, frozenset[str]] = {}
    for cut in cuts:
        for depths in product(*(range(depth + 1) for depth in finest(axes, cut.levels))):
            found[depths] = found.get(depths, frozenset()) | cut.measures
    return {depths: found[depths] for depths in sorted(found)}


def finest(axes: Sequence[Axis], levels: Levels) -> Depths:
    """The depths that a cut names; an axis that it does not name is at its first."""
    unknown = set(levels) - {axis.name for axis in axes}
    if unknown:
        raise ValueError(f"a cut names axes that there are not: {sorted(unknown)}")
    return tuple(axis.depth(levels[axis.name]) if axis.name in levels else 0 for axis in axes)
