"""Graduate to vacancies and vacancy to graduates by one score, with the parts it is made of."""

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from services.matching.domain import STATED_DECIMALS
from services.matching.fits import FITS, Fit, Opening, Seeker

Key = TypeVar("Key")

STEPS: int = 10**STATED_DECIMALS
STEP_BITS = STEPS.bit_length()
"""A score and a coverage, 0 to 1 in millionths, take 20 bits each."""

FITTING_SCORE, FITTING_COVERAGE = 0.7, 0.5
"""Who fits: most of what is known fits, and half of all that counts is known (our judgement)."""


class Part(NamedTuple):
    """One fact's say: `fit` is None where the fact is not known, its contribution then 0."""

    fact: str
    weight: float
    fit: float | None
    contribution: float
    reason: str


class Match(NamedTuple):
    """How well a graduate and a vacancy fit.

    `score` is 0–1 and the sum of the parts' contributions, None when no fact is known on both
    sides; `coverage` is the share of all weight that is known.
    """

    score: float | None
    coverage: float
    parts: tuple[Part, ...]


def match(seeker: Seeker, opening: Opening) -> Match:
    """The one score of the pair, whichever side asks.

    score = Σ w·f / Σ w over the facts known on both sides, so that a missing fact neither helps
    nor hurts.
    """
    fits = [(fact, weight, fit(seeker, opening)) for fact, (weight, fit) in FITS.items()]
    fitting = known = 0.0
    for _, weight, fit in fits:
        if fit:
            fitting += weight * fit.known * fit.value
            known += weight * fit.known
    parts = tuple(_part(fact, weight, fit, known) for fact, weight, fit in fits)
    if not known:
        return Match(None, 0.0, parts)
    return Match(min(fitting / known, 1.0), known, parts)


def place(score: float | None, coverage: float) -> int:
    """Where a match stands: the larger, the better; of equal scores the better known.

    Both count to the decimals that are stated, so that what reads equal is equal.
    """
    if score is None:
        return 0
    return (int(score * STEPS + 0.5) << STEP_BITS) | int(coverage * STEPS + 0.5)


def stated(at: int) -> tuple[float | None, float]:
    """The score and the coverage that a place stands for."""
    score, coverage = at >> STEP_BITS, at & (2**STEP_BITS - 1)
    return (score / STEPS if at else None), coverage / STEPS


def _part(fact: str, weight: float, fit: Fit | None, known: float) -> Part:
    if fit is None:
        return Part(fact, weight, None, 0.0, "unknown")
    return Part(fact, weight, fit.value, weight * fit.known * fit.value / known, fit.reason)


def rank_openings(
    seeker: Seeker, openings: Iterable[tuple[Key, Opening]]
) -> list[tuple[Key, Match]]:
    """The openings, best first; of equal scores the better known, then the smaller key."""
    return _best_first((key, match(seeker, opening)) for key, opening in openings)


def rank_seekers(
    opening: Opening, seekers: Iterable[tuple[Key, Seeker]]
) -> list[tuple[Key, Match]]:
    """The seekers, best first; of equal scores the better known, then the smaller key."""
    return _best_first((key, match(seeker, opening)) for key, seeker in seekers)


def _best_first(matches: Iterable[tuple[Key, Match]]) -> list[tuple[Key, Match]]:
    def order(entry: tuple[Key, Match]) -> tuple[int, str]:
        key, found = entry
        return -place(found.score, found.coverage), str(key)

    return sorted(matches, key=order)
