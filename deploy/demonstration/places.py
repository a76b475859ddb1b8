"""Where graduates come from, study and work, and where jobs are offered."""

from functools import cache

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.organisations import Organisation
from deploy.demonstration.tables import provinces
from shared.taxonomy.regions import nso_region

_COLLEGES = 0.4
_OFFERS = 0.75
"""Powers of the population by which places at colleges and work offered grow (our judgement):
every province has its college, its schools, offices and shops."""


@cache
def _people(region: str | None = None) -> Weighted[str]:
    return Weighted(
        {
            province.code: province.people
            for province in provinces()
            if region is None or nso_region(province.code) == region
        }
    )


@cache
def _jobs() -> Weighted[str]:
    return Weighted(
        {province.code: province.people**_OFFERS * province.jobs for province in provinces()}
    )


@cache
def _colleges() -> Weighted[str]:
    """Every province has its own, in the smallest ones too."""
    return Weighted({province.code: province.people**_COLLEGES for province in provinces()})


def study_province(draw: Draw, university: Organisation) -> str:
    """One of the university's campuses; some teach in every province."""
    return draw.one(university.provinces) if university.provinces else draw.by_weight(_colleges())


def home_province(draw: Draw, studied_in: str) -> str:
    """Two thirds come from the part of the country they study in."""
    nearby = nso_region(studied_in) if draw.chance(0.66) else None
    return draw.by_weight(_people(nearby))


def work_province(draw: Draw, home: str, studied_in: str) -> str:
    """Home, the place of study, or wherever work is offered."""
    if draw.chance(0.38):
        return home
    return studied_in if draw.chance(0.25) else vacancy_province(draw)


def vacancy_province(draw: Draw) -> str:
    """Where work is offered: Bangkok, its vicinity and the eastern seaboard before all."""
    return draw.by_weight(_jobs())
