"""Vacancies by group: how many are open and how many openings they have."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, case, func, select

from services.reporting.indicators.tally import Tally
from services.reporting.queries.grouping import Group, Grouping
from services.reporting.queries.selection import Selection
from services.reporting.queries.tallies import total
from services.reporting.store import vacancy_facts


@dataclass(frozen=True)
class Demand:
    """`openings` weighs each vacancy by its openings; `synthetic`: how many are made up."""

    openings: Tally = field(default_factory=Tally)
    synthetic: int = 0

    def __add__(self, other: "Demand") -> "Demand":
        return Demand(self.openings + other.openings, self.synthetic + other.synthetic)


def demand(
    connection: Connection, selection: Selection, grouping: Grouping, on: date
) -> dict[Group, Demand]:
    """The selected vacancies open on that day by group; by field, once for each accepted."""
    facts = vacancy_facts.c
    source, groups = grouping.of_vacancies()
    vacancies = (
        select(*groups, facts.openings, case((facts.synthetic, 1), else_=0).label("synthetic"))
        .select_from(source)
        .where(selection.vacancies(on))
        .subquery()
    )
    keys = [vacancies.c[name] for name in grouping.by]
    openings = vacancies.c.openings
    statement = select(
        *keys,
        func.count().label("n"),
        total(openings).label("openings"),
        total(openings * openings).label("squares"),
        total(vacancies.c.synthetic).label("synthetic"),
    ).group_by(*keys)
    return {
        tuple(row[: len(keys)]): Demand(Tally(row.n, row.openings, row.squares), row.synthetic)
        for row in connection.execute(statement)
    }
