"""How far the methods of a dimension agree, two by two, over a whole selection."""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Row, select

from services.reporting.disclosure import hide_small
from services.reporting.figures import Figure
from services.reporting.indicators.kappa import cohens_kappa
from services.reporting.indicators.tally import Tally
from services.reporting.methods import Method
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.norms import Norms
from services.reporting.queries.selection import Selection
from services.reporting.queries.tallies import total
from services.reporting.queries.verdicts import VERDICTS, judged_graduates


def agreement(
    connection: Connection, methods: Sequence[Method], norms: Norms, selection: Selection
) -> list[Figure]:
    """Cohen's kappa of every two methods of one dimension.

    Compared is whether a graduate is over-educated, which every vertical method tells, or
    mismatched; those that either method did not judge are left out.
    """
    judged = judged_graduates(methods, norms, selection, Grouping())
    columns = [judged.c[method.column] for method in methods]
    counted = [total(judged.c[name]).label(name) for name in ("n", "weight", "squares")]
    rows = connection.execute(select(*columns, *counted).group_by(*columns)).all()
    return hide_small(
        [
            _kappa(first, second, rows)
            for first, second in combinations(methods, 2)
            if first.dimension == second.dimension
        ]
    )


def _kappa(first: Method, second: Method, rows: Iterable[Row[Any]]) -> Figure:
    cells = {(a, b): Tally() for a in (True, False) for b in (True, False)}
    for row in rows:
        one, other = getattr(row, first.column), getattr(row, second.column)
        if one in VERDICTS and other in VERDICTS:
            place = one == first.measures[0], other == second.measures[0]
            cells[place] += Tally(row.n, row.weight, row.squares)
    return cohens_kappa(
        first.dimension,
        (first.name, second.name),
        both=cells[True, True],
        first=cells[True, False],
        second=cells[False, True],
        none=cells[False, False],
    )
