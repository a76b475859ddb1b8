"""What is usual among all graduates in work: the norms the statistical methods judge by."""

from dataclasses import dataclass

from sqlalchemy import (
    Connection,
    Float,
    Integer,
    Subquery,
    Text,
    case,
    column,
    func,
    select,
    values,
)
from sqlalchemy.sql.selectable import CTE

from services.reporting.indicators import lift
from services.reporting.indicators.lift import FieldCell, lifts
from services.reporting.indicators.realised_matches import LevelCell, Norm, norms
from services.reporting.queries.grouping import digits
from services.reporting.store import graduate_facts


@dataclass(frozen=True)
class Norms:
    """Norms by occupation, lifts by (broad field, occupation group); `synthetic`: of such data."""

    levels: dict[str, Norm]
    lifts: dict[tuple[str, str], float]
    synthetic: bool

    def level_table(self) -> CTE:
        """The level norms as rows to join: occupation, mode, low, high."""
        rows = [(code, norm.mode, norm.low, norm.high) for code, norm in self.levels.items()]
        columns = (
            column("occupation", Text),
            column("mode", Integer),
            column("low", Float),
            column("high", Float),
        )
        return values(*columns, name="level_norms").data(rows or [("", 0, 0.0, 0.0)]).cte()

    def lift_table(self) -> CTE:
        """The lifts as rows to join: field, occupation, lift."""
        rows = [(*pair, value) for pair, value in self.lifts.items()]
        columns = column("field", Text), column("occupation", Text), column("lift", Float)
        return values(*columns, name="field_lifts").data(rows or [("", "", 0.0)]).cte()


def find_norms(connection: Connection) -> Norms:
    """The norms as of this transaction, in one pass over the facts."""
    rows = connection.execute(select(*_cells().c)).all()
    levels = [
        LevelCell(row.occupation, row.level, row.n, row.weight)
        for row in rows
        if row.level is not None
    ]
    fields = [
        FieldCell(row.field, row.occupation[: lift.OCCUPATION_DIGITS], row.n, row.weight)
        for row in rows
        if row.field is not None
    ]
    return Norms(norms(levels), lifts(fields), any(row.synthetic for row in rows))


def _cells() -> Subquery:
    facts = graduate_facts.c
    in_work = (
        select(
            facts.occupation,
            digits(facts.field, lift.FIELD_DIGITS).label("field"),
            facts.level,
            facts.weight,
            case((facts.synthetic, 1), else_=0).label("synthetic"),
        )
        .where(facts.in_work.is_(True), facts.occupation.is_not(None))
        .subquery()
    )
    keys = (in_work.c.occupation, in_work.c.field, in_work.c.level)
    return (
        select(
            *keys,
            func.count().label("n"),
            func.sum(in_work.c.weight).label("weight"),
            func.max(in_work.c.synthetic).label("synthetic"),
        )
        .group_by(*keys)
        .subquery()
    )
