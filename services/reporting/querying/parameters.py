"""A query in the parameters of a GET: `field.under=06&year=2024&year=2023&sort=-year`."""

from collections.abc import Mapping, Sequence

from services.reporting.data_sets import DataSet
from services.reporting.querying.conditions import MOST_CONDITIONS, condition
from services.reporting.querying.criteria import STATUS, Criterion, Every
from services.reporting.querying.query import Query, Sort, chosen_indicators, sort_key
from services.reporting.querying.refusals import Refusals, refusal, shown

Parameters = Mapping[str, Sequence[str]]
"""Name -> every value it was given."""
OTHERS = frozenset(("version", "indicators", "sort", "page_size", "cursor", "format", "lang"))
"""Parameters that are no conditions; no dimension has such a name."""


def query_of_parameters(table: DataSet, given: Parameters, refusals: Refusals) -> Query:
    """The query that the parameters ask; all conditions hold together.

    Each is a dimension, or `status`, alone or with an operator behind a dot; a value may be
    several, separated by commas. What is wrong goes to `refusals`.
    """
    named = _listed(given["indicators"]) if "indicators" in given else None
    return Query(
        criterion=_criterion(table, given, refusals),
        indicators=chosen_indicators(table, named, lambda _: "?indicators", refusals),
        sort=_sort(table, _listed(given.get("sort", ())), refusals),
    )


def _criterion(table: DataSet, given: Parameters, refusals: Refusals) -> Criterion | None:
    stated = [name for name in given if name not in OTHERS]
    found: list[Criterion] = []
    for number, name in enumerate(stated):
        subject, _, operator = name.partition(".")
        with refusals.at(f"?{shown(name)}"):
            if number >= MOST_CONDITIONS:
                raise refusal("too_many_conditions", max=MOST_CONDITIONS)
            if subject != STATUS and subject not in table.definition.dimensions:
                raise refusal("unknown_dimension", value=shown(subject))
            found.append(condition(table, subject, operator or "in", _listed(given[name])))
    return Every(tuple(found)) if found else None


def _sort(table: DataSet, names: Sequence[str], refusals: Refusals) -> tuple[Sort, ...]:
    keys = [
        sort_key(table, name.lstrip("-"), "desc" if name.startswith("-") else "asc", "?sort",
                 refusals)
        for name in names
    ]  # fmt: skip
    return tuple(key for key in keys if key is not None)


def _listed(texts: Sequence[str]) -> list[str]:
    return [part.strip() for text in texts for part in text.split(",") if part.strip()]
