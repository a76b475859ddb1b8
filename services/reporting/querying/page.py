"""A page of a query's answer as JSON: figures by cell, what to know of them, and what follows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import msgspec
import numpy as np

from services.reporting.data_sets import Extract, Figure
from services.reporting.data_sets.table import REASON_CODES, STATUSES
from services.reporting.figures import CONFIDENCE
from services.reporting.labels import Labels
from services.reporting.querying.descriptions import reason_texts
from services.reporting.querying.notices import notices
from services.reporting.querying.query import Query

_REASONS = [code or None for code in REASON_CODES]


class FigureAnswer(msgspec.Struct, gc=False):  # thousands a page, and none in a cycle
    """A figure as it is told; what is not there is null, never zero."""

    value: float | None
    low: float | None
    high: float | None
    confidence: float
    n: int | None
    status: str
    reason: str | None
    coverage: float | None
    uncoded: float | None


@dataclass(frozen=True, kw_only=True)
class Page:
    """`extract` holds the cells of the page alone, `total` counts all that the query chose."""

    extract: Extract
    query: Query
    size: int
    start: int
    total: int
    next_cursor: str | None

    def document(self) -> Mapping[str, Any]:
        """Everything but what the publication says of itself."""
        return {
            "query": self.query.document(),
            "page": {
                "size": self.size,
                "start": self.start,
                "cells": len(self.extract.rows),
                "total": self.total,
                "next_cursor": self.next_cursor,
            },
            "warnings": list(notices(self.extract, self.total)),
            "reasons": reasons(self.extract),
            "results": list(results(self.extract)),
        }


def figure_answer(found: Figure) -> FigureAnswer:
    """One figure by itself."""
    return FigureAnswer(
        found.value, found.low, found.high, CONFIDENCE, found.n, found.status, found.reason,
        found.coverage, found.uncoded,
    )  # fmt: skip


def results(extract: Extract) -> Iterator[Mapping[str, Any]]:
    """One entry a cell; its figures by indicator."""
    names, figures = extract.data_set.definition.dimensions, _figures(extract)
    members = [
        [dimension.members[place].code for place in extract.data_set.cells[extract.rows, i]]
        for i, dimension in enumerate(extract.data_set.dimensions)
    ]
    for codes in zip(*members, strict=True):
        yield {
            "cell": dict(zip(names, codes, strict=True)),
            # Not strict: the figures go on with the next cell.
            "figures": dict(zip(extract.indicators, figures, strict=False)),
        }


def reasons(extract: Extract) -> Mapping[str, Labels]:
    """What the codes of reasons mean that stand in the figures."""
    columns = [extract.data_set.definition.position[name] for name in extract.indicators]
    found = np.unique(extract.data_set.figures.reason[extract.rows][:, columns])
    codes = [REASON_CODES[place] for place in found.tolist() if place]
    return {code: reason_texts(code) for code in codes}


def _figures(extract: Extract) -> Iterator[FigureAnswer]:
    """Cell by cell, indicator by indicator; NaN becomes null as JSON."""
    found, rows = extract.data_set.figures, extract.rows
    columns = [extract.data_set.definition.position[name] for name in extract.indicators]

    def listed(name: str) -> list[Any]:
        return list(getattr(found, name)[rows][:, columns].ravel().tolist())

    return map(
        FigureAnswer,
        listed("value"),
        listed("low"),
        listed("high"),
        repeat(CONFIDENCE),
        [n if n >= 0 else None for n in listed("n")],
        map(STATUSES.__getitem__, listed("status")),
        map(_REASONS.__getitem__, listed("reason")),
        listed("coverage"),
        listed("uncoded"),
    )
