"""One side of the market, kept current: segments that grow, shrink and are merged.

New records come as small segments; a segment is merged into the one before it as soon as it is
not much smaller, so that there are few of them and a record is laid out again only a few times.
Source: O'Neil et al. (1996), "The log-structured merge-tree", Acta Informatica 33.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.fits import Opening, Seeker
from services.matching.market.aspects import OPENINGS, SEEKERS, Aspect, Side
from services.matching.market.columns import CodeBook, Columns, Entry, columns_of, joined
from services.matching.market.question import (
    Asker,
    Other,
    Question,
    Questions,
    to_openings,
    to_seekers,
)
from services.matching.market.search import Search, place_of
from services.matching.market.segment import MOST_RECORDS, Segment, segment_of, thinned

_RATIO = 8
_ROWS_AT_ONCE = 2**20

Alive = NDArray[np.bool_]


class Found(NamedTuple):
    """A record of the market and its `ranking.place`."""

    key: str
    place: int


@dataclass(frozen=True, eq=False)
class Part:
    """A segment and which of its rows still count."""

    segment: Segment
    alive: Alive
    _open: dict[int, Alive] = field(default_factory=dict)

    def without(self, keys: Iterable[str]) -> "Part":
        """The part without the rows of these keys."""
        ranks = [rank for key in keys if (rank := self._rank(key)) is not None]
        gone = np.isin(self.segment.key_rank, ranks) & self.alive if ranks else np.False_
        return Part(self.segment, self.alive & ~gone) if np.any(gone) else self

    def rid_of(self, keys: Iterable[str]) -> "Part":
        """The part without any of its dead rows, if one of them is of these keys."""
        if all(self._rank(key) is None for key in keys):
            return self
        left = thinned(self.segment, self.alive)
        return Part(left, np.ones(len(left), np.bool_))

    def open_rows(self, day: int | None) -> Alive | None:
        """The rows that may be found on the day; None: all. Days are mostly asked again."""
        rows = self.alive
        if day is not None:
            is_open = self._open.get(day)
            if is_open is None:
                columns = self.segment.columns
                is_open = (columns.first_day <= day) & (columns.last_day >= day)
                self._open.clear()
                self._open[day] = is_open
            rows = rows & is_open
        return None if rows.all() else rows

    def columns(self) -> Columns:
        """What still counts of it."""
        return self.segment.columns.taken(np.flatnonzero(self.alive))

    def _rank(self, key: str) -> int | None:
        rank = bisect_left(self.segment.keys, key)
        found = rank < len(self.segment) and self.segment.keys[rank] == key
        return rank if found else None


class Market(Generic[Asker, Other]):
    """Records that may be found, for one asker after another.

    Reading and writing at once is safe: a reader works on the parts it found when it began.
    Writers take turns by themselves.
    """

    def __init__(
        self, side: Side[Other], book: CodeBook, questions: Questions[Asker, Other]
    ) -> None:
        self._side: Side[Other] = side
        self._book = book
        self._questions: Questions[Asker, Other] = questions
        self._parts: tuple[Part, ...] = ()

    def __len__(self) -> int:
        return self.size()

    def size(self, day: int | None = None) -> int:
        """How many records there are, open on the day (an ordinal)."""
        rows = [(len(part.segment), part.open_rows(day)) for part in self._parts]
        return sum(n if found is None else int(found.sum()) for n, found in rows)

    def put(self, entries: Iterable[Entry[Other]], gone: Iterable[str] = ()) -> None:
        """Take these records in, each in the place of an older state of it, and forget `gone`.

        Nothing of a record that is forgotten stays in memory, as it does of an older state.
        """
        remaining = iter(entries)
        forgotten = set(gone)
        while True:
            new = columns_of(self._side, self._book, islice(remaining, _ROWS_AT_ONCE))
            changed = forgotten.union(new.keys)
            erased = forgotten.difference(new.keys)
            parts: list[Part] = [part.without(changed).rid_of(erased) for part in self._parts]
            forgotten = set()
            if not len(new):
                self._parts = tuple(part for part in parts if part.alive.any())
                return
            self._parts = _merged([*parts, _part(new)])

    def best(self, asker: Asker, limit: int, day: int | None = None) -> list[Found]:
        """The best records for the asker, best first, of those open on the day (an ordinal)."""
        return self.finder(limit, day).best(asker)

    def finder(self, limit: int, day: int | None = None) -> "Finder[Asker, Other]":
        """What finds the best of the market as it is now, for many askers."""
        return Finder(self._questions, self._parts, limit, day)

    def question(self, asker: Asker) -> Question:
        """What the asker asks of these records."""
        return self._questions.of(asker)

    def aspects(self, fact: str) -> list[Aspect]:
        """The aspects of a fact, in the order of their codes."""
        return list(self._book.aspects[fact])

    def parts(self) -> Sequence[Part]:
        """The market as it is now."""
        return self._parts


class Finder(Generic[Asker, Other]):
    """The best of some parts for one asker after another; not for two threads at once."""

    def __init__(
        self,
        questions: Questions[Asker, Other],
        parts: Sequence[Part],
        limit: int,
        day: int | None,
    ) -> None:
        self._questions: Questions[Asker, Other] = questions
        self._limit: int = limit
        self._searches = [
            (part.segment, Search(part.segment, limit, part.open_rows(day))) for part in parts
        ]

    @property
    def looked_at(self) -> int:
        """Records scored so far."""
        return sum(search.looked_at for _, search in self._searches)

    def best(self, asker: Asker) -> list[Found]:
        """The best records for the asker, best first; of equal places the smaller key first."""
        question = self._questions.of(asker)
        found: list[Found] = []
        for segment, search in self._searches:
            least = found[-1].place if len(found) == self._limit else 0
            for standing in search.best(question, least).tolist():
                at, rank = place_of(standing)
                found.append(Found(segment.keys[rank], at))
            found = sorted(found, key=lambda one: (-one.place, one.key))[: self._limit]
        return found


def market_of_openings() -> Market[Seeker, Opening]:
    """An empty market of openings, for seekers."""
    book = CodeBook()
    return Market(OPENINGS, book, to_openings(book))


def market_of_seekers() -> Market[Opening, Seeker]:
    """An empty market of seekers, for openings."""
    book = CodeBook()
    return Market(SEEKERS, book, to_seekers(book))


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts, the last ones made one while they are not much smaller than those before."""
    *before, last = parts
    together = [last]
    rows = int(last.alive.sum())
    while before:
        size = int(before[-1].alive.sum())
        if size > _RATIO * rows or size + rows > MOST_RECORDS:
            break
        together.append(before.pop())
        rows += size
    if len(together) > 1:
        last = _part(joined([part.columns() for part in reversed(together)]))
    return (*before, last)


def _part(columns: Columns) -> Part:
    return Part(segment_of(columns), np.ones(len(columns), np.bool_))
