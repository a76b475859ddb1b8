"""The fits of one asker with every distinct aspect of a fact, in arrays by code."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.fits import Fit
from services.matching.market.aspects import Aspect, Record, Side
from services.matching.market.columns import Codes

Floats = NDArray[np.float64]


class Alike(NamedTuple):
    """Codes of one table that fit equally well."""

    fitting: float
    known: float
    codes: Codes


@dataclass(frozen=True, eq=False)
class Table:
    """By code: weight × fit and weight, both 0 where the fact is not known."""

    fitting: Floats
    known: Floats

    @cached_property
    def most(self) -> float:
        """The largest weight."""
        return float(self.known.max(initial=0))

    @cached_property
    def alike(self) -> list[Alike]:
        """The codes by how they fit."""
        pairs = sorted(set(zip(self.fitting.tolist(), self.known.tolist(), strict=True)))
        return [Alike(*pair, self._codes(*pair)) for pair in pairs]

    def _codes(self, fitting: float, known: float) -> Codes:
        alike = (self.fitting == fitting) & (self.known == known)
        return np.flatnonzero(alike).astype(np.int32)


class Samples(Generic[Record]):
    """A sample of every aspect of one fact, in the order of their codes.

    Aspects that are several at once, such as a list of accepted fields, are kept as their pieces:
    lists are many and pieces few, and a list fits as its best piece does.
    """

    def __init__(self, side: Side[Record], fact: str) -> None:
        self._side: Side[Record] = side
        self._fact = fact
        self._pieces: dict[Aspect, int] = {}
        self._samples: list[Record] = []
        self._members: list[int] = []
        self._starts: list[int] = []
        self._laid_out = (np.empty(0, np.intp), np.empty(0, np.intp))

    def __len__(self) -> int:
        return len(self._starts)

    def extend(self, aspects: Sequence[Aspect]) -> None:
        """Add the aspects of the next codes."""
        for aspect in aspects:
            self._starts.append(len(self._members))
            for piece in self._side.pieces(self._fact, aspect):
                self._members.append(self._number(piece))
        self._laid_out = np.array(self._members, np.intp), np.array(self._starts, np.intp)

    def table(self, fit: Callable[[Record], Fit | None], weight: float) -> Table:
        """How every aspect fits."""
        fits = [fit(sample) for sample in self._samples]
        fitting = np.array([weight * one.known * one.value if one else 0.0 for one in fits])
        known = np.array([weight * one.known if one else 0.0 for one in fits])
        members, starts = self._laid_out
        if not len(starts):
            return Table(fitting, known)
        return Table(
            np.maximum.reduceat(fitting[members], starts),
            np.maximum.reduceat(known[members], starts),
        )

    def _number(self, piece: Aspect) -> int:
        number = self._pieces.setdefault(piece, len(self._samples))
        if number == len(self._samples):
            self._samples.append(self._side.sample(self._fact, piece))
        return number
