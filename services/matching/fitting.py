"""How many graduates fit a vacancy, by province and field, small groups withheld.

Groups of fewer than 10 are withheld. The groups add up to the total, so that a single withheld
one would be total less the rest: the next smallest are withheld with it until what is withheld
together is neither small nor one group alone, else the total is withheld too. Source: Hundepool,
A. et al. (2012), Statistical Disclosure Control, chapter 4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from services.matching import store
from services.matching.domain import VacancyFacts
from services.matching.fits import opening_of
from services.matching.market.counting import Group, fitting
from services.matching.market.loading import Markets

LEAST = 10


@dataclass(frozen=True)
class FittingGraduates:
    """Counts by group, the largest first; None: withheld."""

    of: VacancyFacts
    groups: Mapping[Group, int | None]
    total: int | None
    considered: int


def fitting_graduates(
    connection: Connection, markets: Markets, vacancy_key: str
) -> FittingGraduates | None:
    """Graduates who fit the vacancy; None for an unknown vacancy."""
    vacancy = store.vacancy_facts(connection, [vacancy_key]).get(vacancy_key)
    if vacancy is None:
        return None
    market = markets.graduates.current(connection)
    groups, total = protected(fitting(market, opening_of(vacancy)))
    return FittingGraduates(vacancy, groups, total, len(market))


def protected(counts: Mapping[Group, int]) -> tuple[dict[Group, int | None], int | None]:
    """The groups, the largest first, and their total, with what would tell of few withheld."""
    ascending = sorted(counts, key=lambda group: (counts[group], str(group)))
    withheld = [group for group in ascending if counts[group] < LEAST]
    spare = ascending[len(withheld) :]
    while withheld and spare and _exposed(counts, withheld):
        withheld.append(spare.pop(0))
    total = sum(counts.values())
    is_exposed = bool(withheld) and _exposed(counts, withheld)
    shown = {group: None if group in withheld else counts[group] for group in ascending[::-1]}
    return shown, None if is_exposed or 0 < total < LEAST else total


def _exposed(counts: Mapping[Group, int], withheld: list[Group]) -> bool:
    """Whether total less published would tell of one group, or of few graduates."""
    return len(withheld) < 2 or sum(counts[group] for group in withheld) < LEAST
