"""JSON: cells with their figures, as a query answers them but without pages."""

from collections.abc import Iterator
from typing import Any

import msgspec

from services.reporting.data_sets import Extract, Figure
from services.reporting.exports.about import facts
from services.reporting.figures import CONFIDENCE


def to_json(extract: Extract) -> bytes:
    """UTF-8; figures in the order of the cells."""
    return msgspec.json.encode({**facts(extract), "results": list(results(extract))})


def results(extract: Extract) -> Iterator[dict[str, Any]]:
    """One entry a cell: its codes, and its figures by indicator."""
    for row in extract.rows.tolist():
        yield {
            "cell": extract.data_set.codes(row),
            "figures": {
                name: figure(extract.data_set.at(row, name)) for name in extract.indicators
            },
        }


def figure(found: Figure) -> dict[str, Any]:
    """A figure as it is told; `null` where there is nothing, never zero."""
    return {
        "value": found.value,
        "low": found.low,
        "high": found.high,
        "confidence": CONFIDENCE,
        "n": found.n,
        "status": found.status,
        "reason": found.reason,
        "coverage": found.coverage,
        "uncoded": found.uncoded,
    }
