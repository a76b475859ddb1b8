"""The coders and the judge, loaded on first use and once per process."""

from functools import cache

from services.matching import coding
from services.matching.domain import Coders, Judge
from services.matching.mismatch import GraduateJudge


@cache
def load_coders() -> Coders:
    """Titles to ISCO-08 and programmes to ISCED-F."""
    return coding.load_coders()


@cache
def load_judge() -> Judge:
    """Rules and the fitted mismatch model."""
    return GraduateJudge.load()
