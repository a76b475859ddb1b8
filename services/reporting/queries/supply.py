"""Graduates by group: how many there are, how many answered, how many look for work."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, case, func, select

from services.reporting.indicators.tally import Tally
from services.reporting.queries.grouping import Group, Grouping
from services.reporting.queries.selection import Selection
from services.reporting.queries.tallies import total
from services.reporting.store import graduate_facts

UNKNOWN, SEEKING = "unknown", "unemployed"


@dataclass(frozen=True)
class Supply:
    """`answered`: whose employment status is known; `synthetic`: how many are made up."""

    graduates: Tally = field(default_factory=Tally)
    answered: Tally = field(default_factory=Tally)
    seeking: Tally = field(default_factory=Tally)
    synthetic: int = 0

    def __add__(self, other: "Supply") -> "Supply":
        return Supply(
            self.graduates + other.graduates,
            self.answered + other.answered,
            self.seeking + other.seeking,
            self.synthetic + other.synthetic,
        )


def supply(connection: Connection, selection: Selection, grouping: Grouping) -> dict[Group, Supply]:
    """The selected graduates by group, in one pass; no group without a graduate."""
    facts = graduate_facts.c
    graduates = (
        select(
            *grouping.of_graduates(),
            facts.employment_status.label("employment_status"),
            facts.weight,
            case((facts.synthetic, 1), else_=0).label("synthetic"),
        )
        .where(selection.graduates())
        .subquery()
    )
    keys = [graduates.c[name] for name in (*grouping.by, "employment_status")]
    statement = select(
        *keys,
        func.count().label("n"),
        total(graduates.c.weight).label("weight"),
        total(graduates.c.weight * graduates.c.weight).label("squares"),
        total(graduates.c.synthetic).label("synthetic"),
    ).group_by(*keys)
    found: dict[Group, Supply] = {}
    for row in connection.execute(statement):
        group = tuple(row[: len(grouping.by)])
        found[group] = found.get(group, Supply()) + _of_status(row)
    return found


def _of_status(row: Any) -> Supply:
    counted = Tally(row.n, row.weight, row.squares)
    answered = row.employment_status != UNKNOWN
    return Supply(
        counted,
        counted if answered else Tally(),
        counted if row.employment_status == SEEKING else Tally(),
        row.synthetic,
    )
