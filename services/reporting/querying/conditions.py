"""One condition as it is stated, such as `region under north`, to the members it chooses."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from operator import ge, gt, le, lt
from typing import Any, get_args

from services.reporting.data_sets import TOTAL, UNKNOWN, DataSet, Dimension
from services.reporting.figures import Status
from services.reporting.querying.criteria import STATUS, Among, Criterion, HasStatus
from services.reporting.querying.refusals import Meaningless, refusal, shown
from shared.taxonomy import levels
from shared.web.faults import fault

MOST_CONDITIONS, MOST_VALUES = 100, 1_000
"""Of one query, and of one condition."""
BUDDHIST_OFFSET, LAST_COMMON_YEAR = 543, 2400
ORDERED = {
    "year": re.compile(r"\d{4}"),
    "level": re.compile(r"[0-8]"),
    "period": re.compile(r"\d{4}(-\d\d)?"),
}
COMPARISONS: Mapping[str, Callable[[str, str], bool]] = {"gt": gt, "gte": ge, "lt": lt, "lte": le}
_CHOICES = {"eq": "in", "in": "in", "not_eq": "not_in", "not_in": "not_in"}
_SINGLE = {"eq", "not_eq", *COMPARISONS}
OPERATORS = (*_CHOICES, *COMPARISONS, "under", "depth")
STATUSES: tuple[Status, ...] = get_args(Status)


def condition(table: DataSet, subject: str, operator: str, stated: Any) -> Criterion:
    """The condition on a dimension, or on `status`; `stated` is a value or a list of values.

    Raises:
        Meaningless: with a fault for everything that is wrong with it.
    """
    known = tuple(_CHOICES) if subject == STATUS else OPERATORS
    if operator not in known:
        raise refusal("unknown_operator", value=shown(operator), choices=", ".join(known))
    values = _values(operator, stated)
    if subject == STATUS:
        return _of_status(operator, values)
    dimension = table.dimension(subject)
    if operator in COMPARISONS:
        return _compared(dimension, operator, values[0])
    if operator == "depth":
        return _at_depth(dimension, values)
    return _of_members(dimension, operator, values)


def common_era(subject: str, value: str) -> str:
    """A year or month of the Buddhist era in the common one: 2567 -> 2024."""
    if subject not in ("year", "period") or not ORDERED["period"].fullmatch(value):
        return value
    year = int(value[:4])
    return f"{year - BUDDHIST_OFFSET}{value[4:]}" if year > LAST_COMMON_YEAR else value


def code_of(dimension: Dimension, value: str) -> str | None:
    """The member's code for what a caller wrote: a code, a Buddhist year, a Thai degree."""
    code = common_era(dimension.name, value)
    if code not in dimension.position and dimension.name == "level":
        code = str(levels.isced_level(value))
    return code if code in dimension.position else None


def _values(operator: str, stated: Any) -> list[str]:
    listed = stated if isinstance(stated, list) else [stated]
    most = 1 if operator in _SINGLE else MOST_VALUES
    if not listed:
        raise refusal("empty")
    if len(listed) > most:
        raise refusal("at_most", max=most)
    if any(isinstance(value, bool) or not isinstance(value, str | int) for value in listed):
        raise refusal("not_text")
    return [str(value) for value in listed]


def _of_status(operator: str, values: Sequence[str]) -> HasStatus:
    _all_known("unknown_status", values, STATUSES)
    named = tuple(status for status in STATUSES if status in values)
    operator = _CHOICES[operator]
    chosen = frozenset(named) if operator == "in" else frozenset(STATUSES) - frozenset(named)
    return HasStatus(operator, named, chosen)


def _compared(dimension: Dimension, operator: str, value: str) -> Among:
    """Members of the same kind, months with months; neither the total nor the unknown."""
    form = ORDERED.get(dimension.name)
    if form is None:
        raise refusal("not_ordered", dimension=dimension.name)
    value = common_era(dimension.name, value)
    if not form.fullmatch(value):
        raise refusal("unknown_member", value=shown(value), dimension=dimension.name)
    compare = COMPARISONS[operator]
    codes = frozenset(
        code
        for code in dimension.position
        if code not in (TOTAL, UNKNOWN) and len(code) == len(value) and compare(code, value)
    )
    return Among(dimension.name, operator, (value,), codes)


def _at_depth(dimension: Dimension, values: Sequence[str]) -> Among:
    known = tuple(dict.fromkeys(member.level for member in dimension.members))
    _all_known("unknown_depth", values, known)
    codes = frozenset(member.code for member in dimension.members if member.level in values)
    return Among(dimension.name, "depth", tuple(v for v in known if v in values), codes)


def _of_members(dimension: Dimension, operator: str, values: Sequence[str]) -> Among:
    found = {value: code_of(dimension, value) for value in values}
    unknown = [value for value, code in found.items() if code is None]
    if unknown:
        raise Meaningless(
            [fault("unknown_member", value=shown(v), dimension=dimension.name) for v in unknown]
        )
    named = {code for code in found.values() if code is not None}
    ordered = tuple(sorted(named, key=dimension.position.__getitem__))
    operator = _CHOICES.get(operator, operator)
    return Among(dimension.name, operator, ordered, _chosen(dimension, operator, named))


def _chosen(dimension: Dimension, operator: str, named: Collection[str]) -> frozenset[str]:
    if operator == "under":
        return _below(dimension, named)
    if operator == "not_in":
        return frozenset(dimension.position.keys() - named)
    return frozenset(named)


def _below(dimension: Dimension, named: Collection[str]) -> frozenset[str]:
    """The members named and all their parts; a group stands before its parts."""
    found = set(named)
    for member in dimension.members:
        if member.parent in found:
            found.add(member.code)
    return frozenset(found)


def _all_known(code: str, values: Sequence[str], known: Sequence[str]) -> None:
    unknown = dict.fromkeys(value for value in values if value not in known)
    if unknown:
        choices = ", ".join(known)
        raise Meaningless([fault(code, value=shown(value), choices=choices) for value in unknown])
