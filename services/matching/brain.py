"""The coders and the judge, loaded on first use and once per process."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import TypeVar

from services.matching import coding
from services.matching.coding.official import OfficialTitles, Title
from services.matching.domain import Coders
from services.matching.mismatch import GraduateJudge
from shared.taxonomy import releases

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
    """Titles to ISCO-08 and programmes to ISCED-F; with the titles of the ESCO release in use."""
    release, coders = releases.serving(), coding.load_coders()
    if release is None:
        return coders
    titles = (Title(row["title"], row["isco"]) for row in release.rows(releases.TITLES))
    version = f"{coders.versions['occupation_coder']}; titles of ESCO {release.version}"
    return replace(
        coders,
        occupations=OfficialTitles(coders.occupations, titles),
        versions={**coders.versions, "occupation_coder": version},
    )


@_once
def load_judge() -> GraduateJudge:
    """Rules and the fitted mismatch model."""
    return GraduateJudge.load()
