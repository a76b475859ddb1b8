"""A graduate's prospects as the university sees them."""

from collections.abc import Mapping
from typing import Any

from services.matching.prospects import Expected, Prospects

_DECIMALS = 6


def prospects_answer(
    prospects: Prospects, as_of: str, versions: Mapping[str, str]
) -> dict[str, Any]:
    """Expected mismatch, and the share of open vacancies that fit."""
    return {
        "graduate": prospects.of.record.record,
        "as_of": as_of,
        "considered": prospects.considered,
        "bounded": prospects.bounded,
        "expected": [_expected(found) for found in prospects.expected],
        "fitting": prospects.fitting,
        "judged": prospects.judged,
        "share_fitting": _rounded(prospects.share),
        "synthetic": prospects.synthetic,
        "versions": dict(versions),
    }


def _expected(found: Expected) -> dict[str, Any]:
    too_few = found.probability is None
    return {
        "dimension": found.dimension,
        "n": found.n,
        "verdict": "insufficient_evidence" if too_few else "expected",
        "probability": _rounded(found.probability),
    }


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, _DECIMALS)
