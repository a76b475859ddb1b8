"""The best of a segment for one question, exactly, by looking only where the best can be.

What a cell can reach at most is known from its kind and region, had everything else the best fit.
Cells are looked into from the highest such bound downwards until no bound is above the last of
the best found (the threshold algorithm: Fagin, Lotem, Naor 2003, "Optimal aggregation algorithms
for middleware", Journal of Computer and System Sciences 66).
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from services.matching.market.columns import slices
from services.matching.market.fit_tables import Alike, Floats
from services.matching.market.question import SKILLS_WEIGHT, Question
from services.matching.market.segment import KEY_BITS, KIND, MOST_RECORDS, Segment
from services.matching.ranking import STEP_BITS, STEPS

Standings = NDArray[np.int64]
Rows = NDArray[np.int64]
Cells = NDArray[np.intp]

_SLACK = 1e-9
"""A bound and what it bounds are sums in another order."""

_FIRST_CELLS, _MORE = 32, 8
_ROWS_AT_ONCE = 2**13


def places(fitting: Floats, known: Floats, slack: float = 0.0) -> Standings:
    """`ranking.place` of many, from Σ weight × fit and Σ weight."""
    score = np.minimum(fitting / np.maximum(known, np.finfo(float).tiny) + slack, 1.0)
    steps: Standings = (score * STEPS + 0.5).astype(np.int64)
    steps <<= STEP_BITS
    steps |= ((known + slack) * STEPS + 0.5).astype(np.int64)
    return steps


class _Cells(NamedTuple):
    """Cells with their sums over kind and region, and what their rows reach at most."""

    numbers: Cells
    fitting: Floats
    known: Floats
    bounds: Standings

    def taken(self, chosen: NDArray[Any]) -> "_Cells":
        """These of the cells."""
        return _Cells(*(of[chosen] for of in self))


class Search:
    """The best `limit` records of a segment for one question after another.

    `is_open` tells the rows that may be found, None: all.
    """

    def __init__(
        self, segment: Segment, limit: int, is_open: NDArray[np.bool_] | None = None
    ) -> None:
        self._segment, self._limit, self._is_open = segment, limit, is_open
        self._has_skill = np.zeros(int(segment.columns.skills.max(initial=-1)) + 1, np.bool_)
        self._best = np.empty(0, np.int64)
        self._floor = -1
        self.looked_at = 0

    def best(self, question: Question, least_place: int = 0) -> Standings:
        """Standings of the best, best first; none of a place below `least_place`."""
        self._best = np.empty(0, np.int64)
        self._floor = (least_place << KEY_BITS) - 1
        if len(self._segment):
            self._note_skills(question)
            for region in self._regions(question):
                self._look_into(question, region)
        return np.sort(self._best)[::-1]

    def _note_skills(self, question: Question) -> None:
        self._has_skill[:] = False
        self._has_skill[question.skills[question.skills < len(self._has_skill)]] = True

    def _regions(self, question: Question) -> Iterator[Alike]:
        """Regions that fit alike, the most hopeful first, as far as there is hope."""
        tables = question.tables
        beyond = sum(tables[fact].most for fact in KIND) + _rest(question)
        hopes = [(_hope(one, beyond), one) for one in tables["region"].alike]
        for hope, region in sorted(hopes, key=lambda one: -one[0]):
            if ((hope + 1) << KEY_BITS) - 1 <= self._floor:
                return
            yield region

    def _look_into(self, question: Question, region: Alike) -> None:
        cells = self._cells(question, region)
        left = np.flatnonzero(cells.bounds > self._floor)
        most = _FIRST_CELLS
        while len(left):
            now = cells.bounds[left] >= _nth_largest(cells.bounds[left], most)
            self._score(question, cells.taken(left[now]))
            left = left[~now]
            left = left[cells.bounds[left] > self._floor]
            most *= _MORE

    def _cells(self, question: Question, region: Alike) -> _Cells:
        """The regions' cells; their sums are taken in the order of `FITS`."""
        segment, rest = self._segment, _rest(question)
        numbers = segment.cells_of(region.codes)
        fitting, known = np.zeros(len(numbers)), np.zeros(len(numbers))
        for fact in KIND:
            table, codes = question.tables[fact], segment.cell_kind[fact][numbers]
            fitting += table.fitting[codes]
            known += table.known[codes]
        fitting, known = fitting + region.fitting, known + region.known
        at_most = places(fitting + rest, known + rest, _SLACK)
        return _Cells(numbers, fitting, known, _standings(at_most, segment.key_first[numbers]))

    def _score(self, question: Question, cells: _Cells) -> None:
        """Score the cells' rows, the most hopeful first, until the rest is without hope."""
        starts = self._segment.cells
        cells = cells.taken(np.argsort(-cells.bounds))
        ends = np.cumsum(starts[cells.numbers + 1] - starts[cells.numbers])
        cuts = np.searchsorted(ends, np.arange(_ROWS_AT_ONCE, ends[-1], _ROWS_AT_ONCE))
        for first, end in pairwise((0, *cuts, len(ends))):
            part = cells.taken(np.arange(first, end))
            self._score_rows(question, part.taken(part.bounds > self._floor))

    def _score_rows(self, question: Question, cells: _Cells) -> None:
        segment, facts = self._segment, self._segment.columns.facts
        first, end = segment.cells[cells.numbers], segment.cells[cells.numbers + 1]
        rows, _ = slices(first, end)
        self.looked_at += len(rows)
        fitting, known = np.repeat(cells.fitting, end - first), np.repeat(cells.known, end - first)
        for fact in ("experience", "pay"):
            table = question.tables[fact]
            if table.most:
                fitting += table.fitting[facts[fact][rows]]
                known += table.known[facts[fact][rows]]
        if self._is_open is not None:
            is_open = self._is_open[rows]
            rows, fitting, known = rows[is_open], fitting[is_open], known[is_open]
        if question.has_skills:
            rows, fitting, known = self._with_skills(question, rows, fitting, known)
        self._keep(_standings(places(fitting, known), segment.key_rank[rows]))

    def _with_skills(
        self, question: Question, rows: Rows, fitting: Floats, known: Floats
    ) -> tuple[Rows, Floats, Floats]:
        """Skills added, the hopeless left out before their skills are counted."""
        columns = self._segment.columns
        weight = SKILLS_WEIGHT * (columns.starts[rows + 1] > columns.starts[rows])
        bounds = places(fitting + weight, known + weight, _SLACK)
        hopeful = _standings(bounds, self._segment.key_rank[rows]) > self._floor
        rows, fitting, weight = rows[hopeful], fitting[hopeful], weight[hopeful]
        known = known[hopeful] + weight
        places_of_skills, starts = slices(columns.starts[rows], columns.starts[rows + 1])
        met = np.zeros(len(places_of_skills) + 1, np.int64)
        np.cumsum(self._has_skill[columns.skills[places_of_skills]], out=met[1:])
        asked = question.divisor or np.maximum(np.diff(starts), 1)
        return rows, fitting + weight * (np.diff(met[starts]) / asked), known

    def _keep(self, standings: Standings) -> None:
        found = np.concatenate([self._best, standings[standings > self._floor]])
        if len(found) >= self._limit:
            found = np.partition(found, -self._limit)[-self._limit :]
            self._floor = int(found.min())
        self._best = found


Standing = TypeVar("Standing", int, Standings)


def place_of(standing: Standing) -> tuple[Standing, Standing]:
    """The place that a standing states, and the rank of its key."""
    return standing >> KEY_BITS, MOST_RECORDS - 1 - (standing & (MOST_RECORDS - 1))


def _standings(of_places: Standings, key_ranks: NDArray[np.int32]) -> Standings:
    standings: Standings = MOST_RECORDS - 1 - key_ranks.astype(np.int64)
    standings |= of_places << KEY_BITS
    return standings


def _hope(region: Alike, beyond: float) -> int:
    """The place that records of these regions reach at most, were all else known to fit best."""
    known = region.known + beyond
    lost = region.known - region.fitting
    return int(places(np.array([known - lost]), np.array([known]), _SLACK)[0])


def _rest(question: Question) -> float:
    """Weight that may be known of some record beyond kind and region."""
    rest = SKILLS_WEIGHT if question.has_skills else 0.0
    return rest + question.tables["experience"].most + question.tables["pay"].most


def _nth_largest(bounds: Standings, n: int) -> int:
    return int(np.partition(bounds, -n)[-n]) if n < len(bounds) else -1
