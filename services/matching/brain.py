"""The coders and the judge, loaded on first use and once per process."""

from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import TypeVar

from services.matching import coding
from services.matching.domain import Coders
from services.matching.mismatch import GraduateJudge

Loaded = TypeVar("Loaded")

_turn = Lock()


def _once(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """`functools.cache` alone would load twice when two loops begin at the same moment."""
    kept = cache(load)

    def loaded() -> Loaded:
        with _turn:
            return kept()

    return loaded


@_once
def load_coders() -> Coders:
    """Titles to ISCO-08 and programmes to ISCED-F."""
    return coding.load_coders()


@_once
def load_judge() -> GraduateJudge:
    """Rules and the fitted mismatch model."""
    return GraduateJudge.load()
