"""The coders' figures that must be shown, measured again from the committed artefacts."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from services.matching.training import coding
from services.matching.training.coding_evaluate import figures

TARGETS: Mapping[str, Mapping[str, float]] = {
    "MyFutureJobs, held-out fifth": {"top_1": 0.50, "top_5": 0.74},
    "tests/gold/occupations_th.tsv": {"top_1_accepted": 0.78, "top_5_accepted": 0.95},
    "tests/gold/occupations_en.tsv": {"top_1_accepted": 0.75, "top_5_accepted": 0.93},
    "tests/gold/programmes_th.tsv": {"top_1_accepted": 0.85, "top_1_broad": 0.94},
    "tests/gold/programmes_en.tsv": {"top_1_accepted": 0.85, "top_1_broad": 0.94},
}
"""What each figure should reach."""


def rows(data: Path) -> list[tuple[str, float, float | None]]:
    """Name, measured figure and what it should reach (None: only to be shown)."""
    coders = coding.stored_coders()
    return [
        row
        for each in coding.held_out(data)
        if each.name in TARGETS
        for row in _rows(each.name, figures(coders[each.subject], each))
    ]


def _rows(name: str, found: Mapping[str, Any]) -> Iterator[tuple[str, float, float | None]]:
    for figure, target in TARGETS[name].items():
        yield f"{name}: {figure.replace('_', ' ')}", found[figure], target
    yield f"{name}: coverage at 90 % precision", found["coverage_at_90"], None
    for tenth, (predicted, observed) in enumerate(found["reliability"], start=1):
        yield f"{name}: tenth {tenth} of certainty, said {predicted:.2f}", observed, None
