"""What one record asks of the market: its fits with every distinct aspect, in tables."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.matching.fits import FITS, Fit, Opening, Seeker
from services.matching.market.aspects import OPENINGS, SEEKERS, TABLED, Aspect, Side
from services.matching.market.columns import CodeBook, Codes

Asker = TypeVar("Asker", Seeker, Opening)
Other = TypeVar("Other", Seeker, Opening)
Floats = NDArray[np.float64]

SKILLS_WEIGHT = FITS["skills"][0]
_MOST_TABLES = 10_000


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


@dataclass(frozen=True)
class Question:
    """Tables by fact; the codes of the skills of the asker, and how many skills there are.

    `divisor` is the number of skills asked for where the asker is an opening; None where each
    record of the market has its own.
    """

    tables: dict[str, Table]
    kind: tuple[Aspect, ...]
    skills: Codes
    has_skills: bool
    divisor: int | None


class Questions(Generic[Asker, Other]):
    """Makes questions to the records of one code book; tables are made once for each aspect.

    Threads take turns.
    """

    def __init__(
        self,
        asking: Side[Asker],
        asked: Side[Other],
        fit: Callable[[str, Asker, Other], Fit | None],
        book: CodeBook,
    ) -> None:
        self._asking: Side[Asker] = asking
        self._asked: Side[Other] = asked
        self._fit: Callable[[str, Asker, Other], Fit | None] = fit
        self._book = book
        self._tables: dict[tuple[str, Aspect], Table] = {}
        self._samples: dict[str, list[Other]] = {fact: [] for fact in TABLED}
        self._lock = threading.Lock()

    def of(self, asker: Asker) -> Question:
        """The question that this record asks."""
        aspects = {fact: self._asking.aspect[fact](asker) for fact in TABLED}
        known = self._book.skills
        codes = [known[skill] for skill in asker.skills if skill in known]
        with self._lock:
            tables = {fact: self._table(fact, aspect) for fact, aspect in aspects.items()}
        return Question(
            tables=tables,
            kind=(aspects["field"], aspects["level"], aspects["occupation"]),
            skills=np.array(codes, np.int32),
            has_skills=bool(asker.skills),
            divisor=len(asker.skills) if isinstance(asker, Opening) else None,
        )

    def _table(self, fact: str, aspect: Aspect) -> Table:
        samples = self._known_samples(fact)
        table = self._tables.get((fact, aspect))
        if table is None or len(table.known) < len(samples):
            if len(self._tables) >= _MOST_TABLES:
                self._tables.clear()
            asker = self._asking.sample(fact, aspect)
            table = _table([self._fit(fact, asker, other) for other in samples], FITS[fact][0])
            self._tables[fact, aspect] = table
        return table

    def _known_samples(self, fact: str) -> list[Other]:
        samples, aspects = self._samples[fact], self._book.aspects[fact]
        if len(samples) < len(aspects):
            new = list(aspects)[len(samples) :]
            samples.extend(self._asked.sample(fact, aspect) for aspect in new)
        return samples


def to_openings(book: CodeBook) -> Questions[Seeker, Opening]:
    """Questions of seekers to a market of openings."""
    return Questions(SEEKERS, OPENINGS, lambda fact, own, other: FITS[fact][1](own, other), book)


def to_seekers(book: CodeBook) -> Questions[Opening, Seeker]:
    """Questions of openings to a market of seekers."""
    return Questions(OPENINGS, SEEKERS, lambda fact, own, other: FITS[fact][1](other, own), book)


def _table(fits: list[Fit | None], weight: float) -> Table:
    return Table(
        np.array([weight * fit.known * fit.value if fit else 0.0 for fit in fits]),
        np.array([weight * fit.known if fit else 0.0 for fit in fits]),
    )
