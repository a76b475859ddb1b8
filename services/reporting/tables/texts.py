"""What every indicator is called, means, rests on, and must not be used for: `indicator_texts/`."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from services.reporting.data_sets import Indicator

_FILES = Path(__file__).with_name("indicator_texts")


@cache
def stated() -> dict[str, dict[str, Any]]:
    """All texts by indicator; those of a subject stand in one file."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(_FILES.glob("*.yaml")):
        found |= yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


@cache
def indicator(name: str) -> Indicator:
    """The indicator of that id. KeyError for one without a text."""
    return Indicator(id=name, **stated()[name])


def indicators(*names: str) -> tuple[Indicator, ...]:
    """Several, in that order."""
    return tuple(indicator(name) for name in names)
