"""A query that has been understood: which cells, which figures, in which order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from services.reporting.data_sets import DataSet
from services.reporting.querying.criteria import Criterion, document
from services.reporting.querying.refusals import Refusals, shown

Direction = Literal["asc", "desc"]
DIRECTIONS: Mapping[str, Direction] = {"asc": "asc", "desc": "desc"}

MOST_FIGURES = 10_000
MOST_CELLS = 2_000
"""Of both on a page. A file holds `MOST_EXPORTED`; more is in the archive of the release."""
MOST_EXPORTED = 100_000
USUAL_CELLS, USUAL_FIGURES = 200, 2_500
"""What a page holds at most when nobody says how much."""


@dataclass(frozen=True)
class Sort:
    """By a dimension, in the order of its members, or by an indicator's value."""

    name: str
    direction: Direction


@dataclass(frozen=True)
class Query:
    """Indicators stand in the order of the table; without a criterion every cell is meant."""

    criterion: Criterion | None
    indicators: tuple[str, ...]
    sort: tuple[Sort, ...] = ()

    def document(self) -> Mapping[str, Any]:
        """The query as it could be posted; equal for every way to ask the same."""
        stated: dict[str, Any] = {"indicators": list(self.indicators)}
        if self.criterion is not None:
            stated["criteria"] = document(self.criterion)
        if self.sort:
            stated["sort"] = [{key.name: key.direction} for key in self.sort]
        return stated


def chosen_indicators(
    table: DataSet,
    named: Sequence[str] | None,
    place: Callable[[int | None], str],
    refusals: Refusals,
) -> tuple[str, ...]:
    """Those named, or all; `place` tells where a name stands, and with None where all do."""
    known = table.definition.position
    if named is None:
        return tuple(known)
    if not named:
        refusals.add(place(None), "empty")
    for number, name in enumerate(named):
        if name not in known:
            refusals.add(place(number), "unknown_indicator", value=shown(name))
    return tuple(name for name in known if name in named)


def sort_key(
    table: DataSet, name: str, direction: str, where: str, refusals: Refusals
) -> Sort | None:
    """A key to sort by; None when the table has nothing of that name."""
    if name not in table.definition.dimensions and name not in table.definition.position:
        refusals.add(where, "unknown_sort", value=shown(name))
        return None
    if direction not in DIRECTIONS:
        refusals.add(where, "not_one_of", choices="asc, desc")
        return None
    return Sort(name, DIRECTIONS[direction])


def page_size(stated: int | None, indicators: int, where: str, refusals: Refusals) -> int:
    """Cells a page, such that no page has more than `MOST_FIGURES`."""
    most = min(MOST_CELLS, MOST_FIGURES // max(indicators, 1))
    if stated is None:
        return max(1, min(USUAL_CELLS, USUAL_FIGURES // max(indicators, 1)))
    if not 1 <= stated <= most:
        refusals.add(where, "page_too_large", max=most, cells=MOST_CELLS, figures=MOST_FIGURES)
    return stated
