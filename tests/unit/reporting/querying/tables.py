"""Criteria to draw, a table to ask, and what a plain walk through it answers."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from services.reporting.data_sets import DataSet, Figures
from services.reporting.querying.refusals import Refusals
from tests.support.published import a_data_set, a_dimension

TABLE = a_data_set(
    dimensions=(
        a_dimension("year", ("2022", "2023", "2024")),
        a_dimension("field", ("06", "061", "0611", "07", "_U"), {"061": "06", "0611": "061"}),
        a_dimension("region", ("north", "TH-50", "south"), {"TH-50": "north"}),
    )
)
PARENTS = {d.name: {member.code: member.parent for member in d.members} for d in TABLE.dimensions}
INDICATORS = tuple(indicator.id for indicator in TABLE.definition.indicators)


def sparse(table: DataSet) -> DataSet:
    """Without every third cell, as published tables are."""
    kept = [row for row in range(len(table)) if row % 3]
    figures: Figures = table.figures.taken(kept)
    return DataSet(table.definition, table.dimensions, table.cells[kept], figures)


@st.composite
def conditions(draw: st.DrawFn) -> Mapping[str, Any]:
    """One condition that the table understands."""
    name = draw(st.sampled_from(("year", "field", "region", "status")))
    if name == "status":
        statuses = draw(st.lists(st.sampled_from(("ok", "suppressed", "low")), min_size=1))
        return {"status": {draw(st.sampled_from(("in", "not_in"))): statuses}}
    codes = st.sampled_from(sorted(PARENTS[name]))
    operators = ["eq", "not_eq", "in", "not_in", "under"]
    operator = draw(st.sampled_from(operators + ["gt", "gte", "lt", "lte"] * (name == "year")))
    if operator in ("gt", "gte", "lt", "lte"):
        return {name: {operator: draw(st.sampled_from(("2021", "2022", "2023", "2566")))}}
    if operator in ("eq", "not_eq"):
        return {name: {operator: draw(codes)}}
    return {name: {operator: draw(st.lists(codes, min_size=1, max_size=4))}}


def criteria() -> st.SearchStrategy[Mapping[str, Any]]:
    """Conditions joined in and, or, not."""
    return st.recursive(
        conditions(),
        lambda inner: st.one_of(
            st.builds(lambda parts: {"and": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda parts: {"or": parts}, st.lists(inner, min_size=1, max_size=3)),
            st.builds(lambda part: {"not": part}, inner),
        ),
        max_leaves=6,
    )


def holds(stated: Mapping[str, Any], cell: Mapping[str, str], statuses: set[str]) -> bool:
    """Whether a cell with these codes, and figures of these statuses, meets the criteria."""
    return all(_part(key, inner, cell, statuses) for key, inner in stated.items())


def _part(key: str, inner: Any, cell: Mapping[str, str], statuses: set[str]) -> bool:
    if key == "and":
        return all(holds(part, cell, statuses) for part in inner)
    if key == "or":
        return any(holds(part, cell, statuses) for part in inner)
    if key == "not":
        return not holds(inner, cell, statuses)
    ((operator, value),) = inner.items()
    if key == "status":
        return any((status in value) == (operator == "in") for status in statuses)
    return _code(key, operator, value, cell[key])


def _code(dimension: str, operator: str, value: Any, code: str) -> bool:
    if operator in ("gt", "gte", "lt", "lte"):
        year = int(value) - (543 if int(value) > 2400 else 0)
        number = int(code) if code.isdigit() else None
        return number is not None and {
            "gt": number > year, "gte": number >= year, "lt": number < year, "lte": number <= year,
        }[operator]  # fmt: skip
    values = [value] if isinstance(value, str) else value
    if operator == "under":
        above = code
        while above is not None and above not in values:
            above = PARENTS[dimension][above]
        return above is not None
    return (code in values) == (operator in ("eq", "in"))


def refused(refusals: Refusals) -> list[tuple[str, str]]:
    """Place and code of every fault."""
    return [(where, fault.code) for where, fault in refusals.found]
