"""The level that people in an occupation usually have: the statistical norm of over-education.

Over-educated is who has a level above the mode of his or her occupation (Kiker, B. F., Santos,
M. C. and de Oliveira, M. M. 1997, Economics of Education Review 16(2)), or above its mean by more
than a standard deviation (Verdugo, R. R. and Verdugo, N. T. 1989, Journal of Human Resources
24(4)).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

SMALLEST_CELL = 30
_PLACES = 9
"""The order of adding weights up must not decide who is at the edge of a norm."""


@dataclass(frozen=True)
class LevelCell:
    """Graduates in work in one occupation (ISCO-08, any depth) with one ISCED 2011 level."""

    occupation: str
    level: int
    n: int
    weight: float


@dataclass(frozen=True)
class Norm:
    """What is usual in an occupation: the mode, and mean ± one standard deviation.

    `group` is the occupation, or its narrowest parent with at least 30 graduates in work.
    """

    group: str
    mode: int
    low: float
    high: float


def norms(cells: Iterable[LevelCell]) -> dict[str, Norm]:
    """The norm of every occupation in `cells`; none for one whose major group is below 30."""
    groups: dict[str, dict[int, LevelCell]] = defaultdict(dict)
    occupations = set()
    for cell in cells:
        occupations.add(cell.occupation)
        for group in _with_parents(cell.occupation):
            _add(groups[group], group, cell)
    found = ((occupation, _norm_of(occupation, groups)) for occupation in sorted(occupations))
    return {occupation: norm for occupation, norm in found if norm is not None}


def _with_parents(occupation: str) -> list[str]:
    """`2512` -> `2512`, `251`, `25`, `2`: narrowest first."""
    return [occupation[:digits] for digits in range(len(occupation), 0, -1)]


def _add(levels: dict[int, LevelCell], group: str, cell: LevelCell) -> None:
    known = levels.get(cell.level, LevelCell(group, cell.level, 0, 0.0))
    levels[cell.level] = LevelCell(group, cell.level, known.n + cell.n, known.weight + cell.weight)


def _norm_of(occupation: str, groups: Mapping[str, Mapping[int, LevelCell]]) -> Norm | None:
    for group in _with_parents(occupation):
        cells = groups[group].values()
        if sum(cell.n for cell in cells) >= SMALLEST_CELL:
            return _norm(group, list(cells))
    return None


def _norm(group: str, cells: list[LevelCell]) -> Norm:
    """Two levels equally frequent: the higher is the mode, so that fewer are over-educated."""
    weight = sum(cell.weight for cell in cells)
    mean = sum(cell.level * cell.weight for cell in cells) / weight
    deviation = sqrt(sum(cell.weight * (cell.level - mean) ** 2 for cell in cells) / weight)
    mode = max(cells, key=lambda cell: (round(cell.weight, _PLACES), cell.level)).level
    return Norm(group, mode, round(mean - deviation, _PLACES), round(mean + deviation, _PLACES))
