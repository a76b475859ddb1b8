"""How many graduates fit a vacancy, by province and field, told so that nobody can be singled out.

Groups under 10 are not listed and counts are rounded to multiples of 5, each from its own true
count. Who fits is judged without pay and experience: an employer may post vacancies that differ in
them alone, and the difference of two counts would tell what a person earns. Source: Hundepool, A.
et al. (2012), Statistical Disclosure Control, chapter 5.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from services.matching import store
from services.matching.domain import VacancyFacts
from services.matching.fits import Opening, opening_of
from services.matching.market.counting import Group, fitting
from services.matching.market.loading import Markets

LEAST, STEP = 10, 5
CONSIDERED_STEP = 100


@dataclass(frozen=True)
class FittingGraduates:
    """Rounded counts by group, in the order of their codes; None: too few to tell."""

    of: VacancyFacts
    groups: Mapping[Group, int]
    total: int | None
    considered: int | None
    synthetic: bool


def fitting_graduates(
    connection: Connection, markets: Markets, vacancy_key: str
) -> FittingGraduates | None:
    """Graduates who fit the vacancy; None for an unknown vacancy."""
    vacancy = store.vacancy_facts(connection, [vacancy_key]).get(vacancy_key)
    if vacancy is None:
        return None
    market = markets.graduates.current(connection)
    found = fitting(market, impersonal(opening_of(vacancy)))
    return FittingGraduates(
        of=vacancy,
        groups=listed(found.groups),
        total=rounded(found.groups.total()),
        considered=len(market) // CONSIDERED_STEP * CONSIDERED_STEP or None,
        synthetic=found.synthetic or vacancy.record.synthetic,
    )


def impersonal(opening: Opening) -> Opening:
    """The opening without what every graduate has a figure of his or her own for."""
    return replace(opening, pay=None, experience_years=None)


def listed(counts: Mapping[Group, int]) -> dict[Group, int]:
    """The groups that are large enough; their order, by code, tells nothing of their sizes."""
    by_code = sorted(counts, key=lambda group: (group.region or "", group.field or ""))
    shown = ((group, rounded(counts[group])) for group in by_code)
    return {group: count for group, count in shown if count is not None}


def rounded(count: int) -> int | None:
    """The nearest multiple of 5; None under 10."""
    return None if count < LEAST else (count + STEP // 2) // STEP * STEP
