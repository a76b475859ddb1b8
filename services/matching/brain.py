"""The coders and the judge, loaded on first use and once per process."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from services.matching import coding, extraction
from services.matching.coding import stored as stored_coders
from services.matching.coding.official import OfficialTitles, Title
from services.matching.domain import Coders, Extractor
from services.matching.extraction import artefact as extraction_artefact
from services.matching.mismatch import GraduateJudge, kept
from services.matching.mismatch import artefact as mismatch_artefact
from shared.taxonomy import releases
from shared.taxonomy.releases import Release

Loaded = TypeVar("Loaded")

_turn = Lock()


def _once(load: Callable[[], Loaded]) -> Callable[[], Loaded]:
    """`functools.cache` alone would load twice when two loops begin at the same moment."""
    once = cache(load)

    def loaded() -> Loaded:
        with _turn:
            return once()

    return loaded


@_once
def load_coders() -> Coders:
    """Titles to ISCO-08 and programmes to ISCED-F; with the titles of the ESCO release in use."""
    coders, release = coding.load_coders(), releases.serving()
    return coders if release is None else with_titles_of(release, coders)


def with_titles_of(release: Release, coders: Coders) -> Coders:
    """The coders, with the official titles of the release where they alone stay in doubt."""
    titles = (Title(row["title"], row["isco"]) for row in release.rows(releases.TITLES))
    version = f"{coders.versions['occupation_coder']}; titles of ESCO {release.version}"
    return replace(
        coders,
        occupations=OfficialTitles(coders.occupations, titles),
        versions={**coders.versions, "occupation_coder": version},
    )


@_once
def load_extractor() -> Extractor:
    """ESCO skills from free text. Raises ExtractorRefused."""
    return extraction.load_extractor()


def load_judge(models: Path) -> GraduateJudge:
    """Rules and the mismatch model that was promoted when it was first asked for.

    `models` keeps the deployment's own versions. Raises ModelRefused.
    """
    with _turn:
        return _judge(_running(models))


@cache
def _running(models: Path) -> Path:
    return kept.running(models / "mismatch")


@cache
def _judge(directory: Path) -> GraduateJudge:
    return GraduateJudge.load(directory)


def check_artefacts(models: Path) -> None:
    """Refuse what was changed at the start, without loading it.

    Raises:
        ModelRefused, CoderRefused, ExtractorRefused: a file is not the one described beside it.
    """
    mismatch_artefact.check(kept.running(models / "mismatch"))
    stored_coders.check()
    extraction_artefact.check()
