"""How far the methods of a dimension agree, two by two, over a whole selection."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, groupby
from operator import attrgetter
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

Answers = tuple[bool | None, ...]
"""Per method: mismatched, not, or not judged."""


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
    figures = []
    for _, of_dimension in groupby(methods, key=attrgetter("dimension")):
        compared = list(of_dimension)
        answers = _answers(compared, rows)
        figures += [_kappa(compared, p, answers) for p in combinations(range(len(compared)), 2)]
    return hide_small(figures)


def _answers(methods: Sequence[Method], rows: Iterable[Row[Any]]) -> Mapping[Answers, Tally]:
    """Graduates by what each of the methods says of them."""
    found: dict[Answers, Tally] = defaultdict(Tally)
    yes_or_no = [
        {verdict: verdict == method.measures[0] for verdict in VERDICTS} for method in methods
    ]
    for row in rows:
        said = [row._mapping[method.column] for method in methods]
        answers = tuple(known.get(one) for known, one in zip(yes_or_no, said, strict=True))
        found[answers] += Tally(row.n, row.weight, row.squares)
    return found


def _kappa(
    methods: Sequence[Method], pair: tuple[int, int], answers: Mapping[Answers, Tally]
) -> Figure:
    cells: dict[Answers, Tally] = defaultdict(Tally)
    for said, counted in answers.items():
        cells[said[pair[0]], said[pair[1]]] += counted
    first, second = (methods[i] for i in pair)
    return cohens_kappa(
        first.dimension,
        (first.name, second.name),
        both=cells[True, True],
        first=cells[True, False],
        second=cells[False, True],
        none=cells[False, False],
    )
