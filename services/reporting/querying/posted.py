"""A query in the body of a POST: criteria nested in and, or, not; every fault with its pointer."""

from collections.abc import Mapping
from typing import Any

from services.reporting.data_sets import DataSet
from services.reporting.querying.conditions import MOST_CONDITIONS, condition
from services.reporting.querying.criteria import STATUS, Criterion, Every, Not, Some
from services.reporting.querying.query import Query, Sort, chosen_indicators, sort_key
from services.reporting.querying.refusals import Refusals, refusal, shown

MOST_DEEP = 8
_JOINED: Mapping[str, type[Every] | type[Some]] = {"and": Every, "or": Some}


def posted_query(table: DataSet, body: Mapping[str, Any], refusals: Refusals) -> Query:
    """The query that `body` asks of the table; what is wrong with it goes to `refusals`."""

    def place(number: int | None) -> str:
        return "/indicators" if number is None else f"/indicators/{number}"

    criterion = None
    if "criteria" in body:
        criterion = _Criteria(table, refusals).read(body["criteria"], "/criteria", 1)
    return Query(
        criterion=criterion,
        indicators=chosen_indicators(table, body.get("indicators"), place, refusals),
        sort=_sort(table, body.get("sort", ()), refusals),
    )


class _Criteria:
    """Reads criteria of one query, counting its conditions."""

    def __init__(self, table: DataSet, refusals: Refusals) -> None:
        self._table, self._refusals, self._conditions = table, refusals, 0

    def read(self, stated: Any, where: str, depth: int) -> Criterion | None:
        """Everything an object states; None when any of it was refused."""
        with self._refusals.at(where):
            if not isinstance(stated, dict):
                raise refusal("not_object")
            if not stated:
                raise refusal("empty")
            if depth > MOST_DEEP:
                raise refusal("too_deep", max=MOST_DEEP)
            return _all_of(
                [self._part(k, v, f"{where}/{_escaped(k)}", depth) for k, v in stated.items()]
            )
        return None

    def _part(self, key: str, stated: Any, where: str, depth: int) -> Criterion | None:
        if key in _JOINED:
            return self._list(_JOINED[key], stated, where, depth)
        if key == "not":
            part = self.read(stated, where, depth + 1)
            return None if part is None else Not(part)
        with self._refusals.at(where):
            if key != STATUS and key not in self._table.definition.dimensions:
                raise refusal("unknown_dimension", value=shown(key))
            if not isinstance(stated, dict):
                raise refusal("not_object")
            if not stated:
                raise refusal("empty")
            return _all_of([self._condition(key, o, v, where) for o, v in stated.items()])
        return None

    def _list(
        self, join: type[Every] | type[Some], stated: Any, where: str, depth: int
    ) -> Criterion | None:
        with self._refusals.at(where):
            if not isinstance(stated, list):
                raise refusal("not_list")
            if not stated:
                raise refusal("empty")
            parts = [self.read(part, f"{where}/{i}", depth + 1) for i, part in enumerate(stated)]
            known = tuple(part for part in parts if part is not None)
            return join(known) if len(known) == len(parts) else None
        return None

    def _condition(self, key: str, operator: str, stated: Any, where: str) -> Criterion | None:
        self._conditions += 1
        with self._refusals.at(f"{where}/{_escaped(operator)}"):
            if self._conditions > MOST_CONDITIONS:
                raise refusal("too_many_conditions", max=MOST_CONDITIONS)
            return condition(self._table, key, operator, stated)
        return None


def _all_of(parts: list[Criterion | None]) -> Criterion | None:
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else Every(known)


def _escaped(key: str) -> str:
    """A step of a JSON pointer (RFC 6901), cut where a caller wrote a novel."""
    return shown(key).replace("~", "~0").replace("/", "~1")


def _sort(table: DataSet, stated: Any, refusals: Refusals) -> tuple[Sort, ...]:
    keys = []
    for i, entry in enumerate(stated):
        for name, direction in entry.items():
            keys.append(sort_key(table, name, direction, f"/sort/{i}/{_escaped(name)}", refusals))
    return tuple(key for key in keys if key is not None)
