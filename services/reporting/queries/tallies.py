"""Counts of verdicts by group, one pass over the combinations of verdicts."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, and_, cast, false, func, or_, select

from services.reporting.indicators.tally import Tally
from services.reporting.methods import Method
from services.reporting.queries.grouping import Group, Grouping, in_order
from services.reporting.queries.verdicts import NOT_CONCERNED, VERDICTS


class Counts(dict[str, Any]):
    """Name of a count -> its value over one group; what was not counted is 0."""

    def __missing__(self, name: str) -> int:
        return 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts({name: self[name] + other[name] for name in self.keys() | other.keys()})

    def tally(self, name: str) -> Tally:
        """The records, weights and squared weights counted under `name`."""
        return Tally(self[f"{name}_n"], self[f"{name}_weight"], self[f"{name}_squares"])


def tallies(
    connection: Connection, judged: Subquery, methods: Sequence[Method], grouping: Grouping
) -> dict[Group, Counts]:
    """Counts of every group, in order; of the one group () when nothing is split."""
    groups = [judged.c[name] for name in grouping.by]
    counts = [column.label(name) for name, column in _counts(judged, methods)]
    rows = connection.execute(select(*groups, *counts).group_by(*groups)).all()
    width = len(groups)
    names = [count.key for count in counts]
    found = {tuple(row[:width]): Counts(zip(names, row[width:], strict=True)) for row in rows}
    return {group: found[group] for group in in_order(list(found))}


def whole(groups: Mapping[Group, Counts]) -> Counts:
    """The sum over all groups."""
    return sum(groups.values(), Counts())


def _counts(
    judged: Subquery, methods: Sequence[Method]
) -> Iterator[tuple[str, ColumnElement[Any]]]:
    yield "synthetic", total(judged.c.synthetic)
    yield from _tally(judged, "graduates")
    for method in methods:
        verdict, name = judged.c[method.column], method.column
        concerned = verdict != NOT_CONCERNED
        yield f"{name}__concerned", total(judged.c.n, concerned)
        yield f"{name}__uncoded", total(judged.c.n, and_(concerned, _lacks_code(judged, method)))
        yield from _tally(judged, f"{name}__judged", verdict.in_(VERDICTS))
        for measure in method.measures:
            yield from _tally(judged, f"{name}__{measure}", verdict == measure)


def _tally(
    judged: Subquery, name: str, condition: ColumnElement[bool] | None = None
) -> Iterator[tuple[str, ColumnElement[Any]]]:
    yield f"{name}_n", total(judged.c.n, condition)
    yield f"{name}_weight", total(judged.c.weight, condition)
    yield f"{name}_squares", total(judged.c.squares, condition)


def total(
    column: ColumnElement[Any], condition: ColumnElement[bool] | None = None
) -> ColumnElement[Any]:
    """The column's sum, where the condition holds, in the column's own type; 0 over nothing."""
    added = func.sum(column)
    found = func.coalesce(added if condition is None else added.filter(condition), 0)
    return cast(found, column.type)


def _lacks_code(judged: Subquery, method: Method) -> ColumnElement[bool]:
    return or_(false(), *(judged.c[f"{code}_uncoded"] == 1 for code in method.needs))
