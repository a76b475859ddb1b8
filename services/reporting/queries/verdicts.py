"""Every method's verdict on every graduate, as columns: those kept and those by statistics."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select
from sqlalchemy.sql.selectable import CTE

from services.reporting.indicators import lift
from services.reporting.methods import Method
from services.reporting.queries.grouping import Grouping
from services.reporting.queries.norms import Norms
from services.reporting.queries.selection import Selection
from services.reporting.store import graduate_facts

NOT_CONCERNED = "not_applicable"
UNJUDGED = "insufficient_evidence"
VERDICTS = ("over", "under", "mismatch", "match")


def judged_graduates(
    methods: Sequence[Method], norms: Norms, selection: Selection, grouping: Grouping
) -> Subquery:
    """Counts, weights and codes by group and combination of verdicts.

    The combinations are few where the graduates are many, so that all further counting is cheap.
    """
    levels, lifts = norms.level_table(), norms.lift_table()
    facts = graduate_facts.c
    source = graduate_facts.outerjoin(levels, levels.c.occupation == facts.occupation).outerjoin(
        lifts,
        and_(
            lifts.c.field == func.substr(facts.field, 1, lift.FIELD_DIGITS),
            lifts.c.occupation == func.substr(facts.occupation, 1, lift.OCCUPATION_DIGITS),
        ),
    )
    statistical = _statistical(levels, lifts)
    keys = [
        *grouping.of_graduates(),
        *(_verdict(method, statistical).label(method.column) for method in methods),
        _flag(facts.field.is_(None)).label("field_uncoded"),
        _flag(facts.occupation.is_(None)).label("occupation_uncoded"),
    ]
    judged = (
        select(*keys, facts.weight, _flag(facts.synthetic).label("synthetic"))
        .select_from(source)
        .where(selection.graduates())
        .subquery()
    )
    columns = list(judged.c)[: len(keys)]
    return (
        select(
            *columns,
            func.count().label("n"),
            func.sum(judged.c.weight).label("weight"),
            func.sum(judged.c.weight * judged.c.weight).label("squares"),
            func.sum(judged.c.synthetic).label("synthetic"),
        )
        .group_by(*columns)
        .subquery()
    )


def _verdict(method: Method, statistical: Mapping[str, ColumnElement[str]]) -> ColumnElement[str]:
    """A method that says nothing of a graduate lacks the evidence."""
    if method.judged_by_matching:
        return func.coalesce(graduate_facts.c[method.column], UNJUDGED)
    return statistical[method.column]


def _statistical(levels: CTE, lifts: CTE) -> dict[str, ColumnElement[str]]:
    own = graduate_facts.c.level
    unknown_level = or_(own.is_(None), levels.c.mode.is_(None))
    return {
        "vertical_realised_mode": _judgement(
            unknown_level, (own > levels.c.mode, "over"), (own < levels.c.mode, "under")
        ),
        "vertical_realised_mean": _judgement(
            unknown_level, (own > levels.c.high, "over"), (own < levels.c.low, "under")
        ),
        "horizontal_lift": _judgement(
            lifts.c.lift.is_(None), (lifts.c.lift < lift.BOUND, "mismatch")
        ),
    }


def _judgement(
    unknown: ColumnElement[bool], *found: tuple[ColumnElement[bool], str]
) -> ColumnElement[str]:
    in_work = graduate_facts.c.in_work
    return case(
        (in_work.is_(False), literal(NOT_CONCERNED)),
        (or_(in_work.is_(None), unknown), literal(UNJUDGED)),
        *found,
        else_=literal("match"),
    )


def _flag(condition: Any) -> ColumnElement[int]:
    return case((condition, 1), else_=0)
