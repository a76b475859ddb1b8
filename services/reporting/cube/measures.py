"""What is counted in a cell: parts that records fall into, and sums of parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

EVERYONE = "n"


@dataclass(frozen=True)
class Breakdown:
    """The part that each record falls into: `codes` tells which, by place; −1 is none of them."""

    parts: tuple[str, ...]
    codes: NDArray[np.int8]

    @cached_property
    def is_exhaustive(self) -> bool:
        """Whether every record falls into a part, so that the parts add up to all records."""
        return bool((self.codes >= 0).all())


@dataclass(frozen=True)
class Measures:
    """`sums` names measures that are the sum of others, parts before what they add up to.

    `amounts` are measures of their own: quantities added up over the records. `aliases` are names
    of a measure that counts the very same records as another: they are one count, hidden or not.
    `also` are further ways in which measures add up.
    """

    breakdowns: Sequence[Breakdown]
    sums: Sequence[tuple[str, tuple[str, ...]]]
    amounts: Mapping[str, NDArray[np.int64]]
    aliases: Mapping[str, str] = field(default_factory=dict)
    also: Sequence[tuple[str, tuple[str, ...]]] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All measures, the count of records first."""
        parts = [part for breakdown in self.breakdowns for part in breakdown.parts]
        totals = [name for name, _ in self.sums]
        found = dict.fromkeys([EVERYONE, *parts, *totals, *self.amounts])
        return tuple(name for name in found if name not in self.aliases)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Measure -> its column."""
        own = {name: i for i, name in enumerate(self.names)}
        return own | {name: own[other] for name, other in self.aliases.items()}

    def decompositions(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every measure that is a sum, with the parts that make it up exactly.

        Where every record falls into a part, all records are the topmost sums and what is left
        over.
        """
        found = [*self.sums, *self.also]
        for breakdown in filter(lambda b: b.is_exhaustive, self.breakdowns):
            own = [(name, parts) for name, parts in self.sums if {*parts} <= {*breakdown.parts}]
            summed = {part: name for name, parts in own for part in parts}
            parts = dict.fromkeys(_topmost(part, summed) for part in breakdown.parts)
            found.append((EVERYONE, tuple(parts)))
        return found


def _topmost(part: str, summed: Mapping[str, str]) -> str:
    while part in summed:
        part = summed[part]
    return part
