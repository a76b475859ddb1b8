"""What a query asks of a cell: conditions on codes and statuses, joined by and, or, not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from services.reporting.figures import Status

STATUS = "status"
"""Stands where a dimension does: the condition is on a cell's figures."""


@dataclass(frozen=True)
class Among:
    """The cell's member of a dimension is one of `codes`, which `operator` and `values` chose."""

    dimension: str
    operator: str
    values: tuple[str, ...]
    codes: frozenset[str]


@dataclass(frozen=True)
class HasStatus:
    """At least one of the figures asked for has one of the statuses."""

    operator: str
    values: tuple[str, ...]
    statuses: frozenset[Status]


@dataclass(frozen=True)
class Every:
    """All of them hold."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True)
class Some:
    """At least one of them holds."""

    parts: tuple["Criterion", ...]


@dataclass(frozen=True)
class Not:
    """It does not hold."""

    part: "Criterion"


Criterion = Among | HasStatus | Every | Some | Not


def conjuncts(criterion: Criterion | None) -> Iterator[Criterion]:
    """What must hold one beside the other; nothing for no criterion at all."""
    if isinstance(criterion, Every):
        for part in criterion.parts:
            yield from conjuncts(part)
    elif criterion is not None:
        yield criterion


def document(criterion: Criterion) -> Mapping[str, Any]:
    """The criterion as it could be posted; equal however its parts were ordered or nested."""
    match criterion:
        case Among(dimension, operator, values):
            return {dimension: {operator: list(values)}}
        case HasStatus(operator, values):
            return {STATUS: {operator: list(values)}}
        case Not(part):
            return {"not": document(part)}
        case Every(parts):
            return _joined("and", parts)
        case Some(parts):
            return _joined("or", parts)


def _joined(word: str, parts: tuple[Criterion, ...]) -> Mapping[str, Any]:
    """Each part once, in one order; what is joined by the same word inside is joined here."""
    distinct: dict[bytes, Mapping[str, Any]] = {}
    for found in map(document, parts):
        for inner in found.get(word, [found]):
            distinct[msgspec.json.encode(inner)] = inner
    ordered = [distinct[text] for text in sorted(distinct)]
    return ordered[0] if len(ordered) == 1 else {word: ordered}
