"""The best of a segment for one question, exactly, by looking only where the best can be.

What a cell can reach at most is known from its kind and region, had everything else the best fit.
Cells are looked into from the highest such bound downwards until no bound is above the last of
the best found (the threshold algorithm: Fagin, Lotem, Naor 2003, "Optimal aggregation algorithms
for middleware", Journal of Computer and System Sciences 66).
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.market.columns import slices
from services.matching.market.fit_tables import Floats, Table
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


class _Hope(NamedTuple):
    """Sums over kinds with a region's fit, what they reach at most, and the most of these."""

    fitting: Floats
    known: Floats
    bounds: Standings
    most: int


class Search:
    """The best `limit` records of a segment for one question after another.

    `is_open` tells the rows that may be found, None: all. Questions of one kind that follow each
    other share the sums over kinds.
    """

    def __init__(
        self, segment: Segment, limit: int, is_open: NDArray[np.bool_] | None = None
    ) -> None:
        self._segment, self._limit, self._is_open = segment, limit, is_open
        self._has_skill = np.zeros(int(segment.columns.skills.max(initial=-1)) + 1, np.bool_)
        self._kind: object = None
        self._of_kinds = Table(np.empty(0), np.empty(0))
        self._hopes: dict[tuple[float, ...], _Hope] = {}
        self._best = np.empty(0, np.int64)
        self._floor = -1
        self.looked_at = 0

    def best(self, question: Question, least_place: int = 0) -> Standings:
        """Standings of the best, best first; none of a place below `least_place`."""
        self._best = np.empty(0, np.int64)
        self._floor = (least_place << KEY_BITS) - 1
        if len(self._segment):
            self._sum_kinds(question)
            self._note_skills(question)
            for hope, cells in self._regions(question):
                self._look_into(question, hope, cells)
        return np.sort(self._best)[::-1]

    def _sum_kinds(self, question: Question) -> None:
        if self._kind != question.kind:
            kinds, tables = self._segment.kinds, question.tables
            field, level, occupation = (
                (tables[f].fitting[kinds[f]], tables[f].known[kinds[f]]) for f in KIND
            )
            self._of_kinds = Table(
                field[0] + level[0] + occupation[0], field[1] + level[1] + occupation[1]
            )
            self._kind = question.kind
            self._hopes.clear()

    def _note_skills(self, question: Question) -> None:
        self._has_skill[:] = False
        self._has_skill[question.skills[question.skills < len(self._has_skill)]] = True

    def _regions(self, question: Question) -> Iterator[tuple[_Hope, Cells]]:
        """Cells whose regions fit alike, the most hopeful first, as far as there is hope."""
        rest = _rest(question)
        alike = question.tables["region"].alike
        hopes = [(self._hope(one.fitting, one.known, rest), one.codes) for one in alike]
        for hope, regions in sorted(hopes, key=lambda one: -one[0].most):
            if ((hope.most + 1) << KEY_BITS) - 1 <= self._floor:
                return
            yield hope, self._segment.cells_of(regions)

    def _hope(self, fitting: float, known: float, rest: float) -> _Hope:
        """What kinds reach in regions that fit so, at most; the same for askers of one kind."""
        hope = self._hopes.get((fitting, known, rest))
        if hope is None:
            sums = self._of_kinds.fitting + fitting, self._of_kinds.known + known
            bounds = places(sums[0] + rest, sums[1] + rest, _SLACK)
            hope = self._hopes[fitting, known, rest] = _Hope(*sums, bounds, int(bounds.max()))
        return hope

    def _look_into(self, question: Question, hope: _Hope, cells: Cells) -> None:
        segment = self._segment
        bounds = _standings(hope.bounds[segment.cell_kind[cells]], segment.key_first[cells])
        most = _FIRST_CELLS
        while True:
            hopeful = bounds > self._floor
            cells, bounds = cells[hopeful], bounds[hopeful]
            if not len(cells):
                return
            now = bounds >= _nth_largest(bounds, most)
            self._score(question, hope, cells[now], bounds[now])
            cells, bounds = cells[~now], bounds[~now]
            most *= _MORE

    def _score(self, question: Question, hope: _Hope, cells: Cells, bounds: Standings) -> None:
        """Score the cells' rows, the most hopeful first, until the rest is without hope."""
        segment = self._segment
        descending = np.argsort(-bounds)
        cells, bounds = cells[descending], bounds[descending]
        ends = np.cumsum(segment.cells[cells + 1] - segment.cells[cells])
        cuts = np.searchsorted(ends, np.arange(_ROWS_AT_ONCE, ends[-1], _ROWS_AT_ONCE))
        for part, bound in zip(np.split(cells, cuts), np.split(bounds, cuts), strict=True):
            hopeful = part[bound > self._floor]
            kind = segment.cell_kind[hopeful]
            self._score_rows(question, hopeful, hope.fitting[kind], hope.known[kind])

    def _score_rows(self, question: Question, cells: Cells, fitting: Floats, known: Floats) -> None:
        segment, facts = self._segment, self._segment.columns.facts
        first, end = segment.cells[cells], segment.cells[cells + 1]
        rows, _ = slices(first, end)
        self.looked_at += len(rows)
        fitting, known = np.repeat(fitting, end - first), np.repeat(known, end - first)
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


def place_of(standing: int) -> tuple[int, int]:
    """The place that a standing states, and the rank of its key."""
    return standing >> KEY_BITS, MOST_RECORDS - 1 - (standing & (MOST_RECORDS - 1))


def _standings(of_places: Standings, key_ranks: NDArray[np.int32]) -> Standings:
    standings: Standings = MOST_RECORDS - 1 - key_ranks.astype(np.int64)
    standings |= of_places << KEY_BITS
    return standings


def _rest(question: Question) -> float:
    """Weight that may be known of some record beyond kind and region."""
    rest = SKILLS_WEIGHT if question.has_skills else 0.0
    return rest + question.tables["experience"].most + question.tables["pay"].most


def _nth_largest(bounds: Standings, n: int) -> int:
    return int(np.partition(bounds, -n)[-n]) if n < len(bounds) else -1
