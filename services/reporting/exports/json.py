"""JSON: cells with their figures, as a query answers them but without pages."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import msgspec

from services.reporting.data_sets import Extract
from services.reporting.data_sets.long_form import to_table
from services.reporting.exports.about import facts
from services.reporting.figures import CONFIDENCE

_TOLD = ("value", "low", "high", "n", "status", "reason", "coverage", "uncoded")


def to_json(extract: Extract) -> bytes:
    """UTF-8; figures in the order of the cells."""
    return msgspec.json.encode({**facts(extract), "results": list(results(extract))})


def results(extract: Extract) -> Iterator[dict[str, Any]]:
    """One entry a cell: its codes, and its figures by indicator, `None` where there is nothing."""
    long, width = to_table(extract), len(extract.indicators)
    names = [dimension.name for dimension in extract.data_set.dimensions]
    cells = zip(*(long[name].to_pylist()[:: width or 1] for name in names), strict=True)
    figures = zip(*(long[name].to_pylist() for name in _TOLD), strict=True)
    for cell in cells:
        own = zip(extract.indicators, islice(figures, width), strict=True)
        yield {
            "cell": dict(zip(names, cell, strict=True)),
            "figures": {name: _figure(told) for name, told in own},
        }


def _figure(told: tuple[Any, ...]) -> dict[str, Any]:
    value, low, high, n, status, reason, coverage, uncoded = told
    return {
        "value": value,
        "low": low,
        "high": high,
        "confidence": CONFIDENCE,
        "n": n,
        "status": status,
        "reason": reason,
        "coverage": coverage,
        "uncoded": uncoded,
    }
