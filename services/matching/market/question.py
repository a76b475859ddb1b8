"""What one record asks of the market: its fits with every distinct aspect, in tables."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

import numpy as np

from services.matching.fits import FITS, Fit, Opening, Seeker
from services.matching.market.aspects import OPENINGS, SEEKERS, TABLED, Aspect, Side
from services.matching.market.columns import CodeBook, Codes
from services.matching.market.fit_tables import Samples, Table

Asker = TypeVar("Asker", Seeker, Opening)
Other = TypeVar("Other", Seeker, Opening)

SKILLS_WEIGHT = FITS["skills"][0]
_MOST_CODES_KEPT = 2**24
"""Codes of all tables together before they are made anew: 256 MiB."""


@dataclass(frozen=True)
class Question:
    """Tables by fact; the codes of the skills of the asker, and how many skills there are.

    `divisor` is the number of skills asked for where the asker is an opening; None where each
    record of the market has its own.
    """

    tables: dict[str, Table]
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
        self._codes_kept = 0
        self._samples: dict[str, Samples[Other]] = {fact: Samples(asked, fact) for fact in TABLED}
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
            skills=np.array(codes, np.int32),
            has_skills=bool(asker.skills),
            divisor=len(asker.skills) if isinstance(asker, Opening) else None,
        )

    def _table(self, fact: str, aspect: Aspect) -> Table:
        samples = self._samples[fact]
        known = self._book.aspects[fact]
        if len(known) > len(samples):  # a writer may add more between this line and the next
            samples.extend(list(known)[len(samples) :])
        table = self._tables.get((fact, aspect))
        if table is None or len(table.known) < len(samples):
            asker = self._asking.sample(fact, aspect)
            table = samples.table(partial(self._fit, fact, asker), FITS[fact][0])
            self._remember(fact, aspect, table)
        return table

    def _remember(self, fact: str, aspect: Aspect, table: Table) -> None:
        self._codes_kept += len(table.known)
        if self._codes_kept > _MOST_CODES_KEPT:
            self._tables.clear()
            self._codes_kept = len(table.known)
        self._tables[fact, aspect] = table


def to_openings(book: CodeBook) -> Questions[Seeker, Opening]:
    """Questions of seekers to a market of openings."""
    return Questions(SEEKERS, OPENINGS, lambda fact, own, other: FITS[fact][1](own, other), book)


def to_seekers(book: CodeBook) -> Questions[Opening, Seeker]:
    """Questions of openings to a market of seekers."""
    return Questions(OPENINGS, SEEKERS, lambda fact, own, other: FITS[fact][1](other, own), book)
