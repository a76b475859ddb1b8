"""Made-up seekers and openings by the million, in the proportions of a national market.

Occupations follow the employed by major group and a long tail inside it; provinces follow the
population and where work is offered; skills are those that the occupation rests on, and a few of
any other.
"""

from collections.abc import Iterator
from functools import cache

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.places import home_province, vacancy_province
from deploy.demonstration.shares import ADVERTISED, EMPLOYED, LEVELS_SUPPLIED
from services.matching.fits import Opening, PayGrade, Seeker
from services.matching.market.columns import Entry
from shared.taxonomy import correspondence, isced_f, isco, skills

_LEVELS = Weighted(LEVELS_SUPPLIED)
_YEARS = (0, 0, 0, 1, 1, 2, 3, 5)
_LATEST = 2026


def openings(seed: int, n: int) -> Iterator[Entry[Opening]]:
    """`n` vacancies; the same arguments give the same ones."""
    draw = Draw(seed, "openings")
    for number in range(n):
        yield Entry(f"firm-{number % 5003}/{number:08}", _opening(draw))


def seekers(seed: int, n: int) -> Iterator[Entry[Seeker]]:
    """`n` graduates; the same arguments give the same ones."""
    draw = Draw(seed, "seekers")
    for number in range(n):
        yield Entry(f"uni-{number % 151}/{number:08}", _seeker(draw))


def _opening(draw: Draw) -> Opening:
    occupation = draw.by_weight(_offered())
    usual = _usual_fields(occupation)
    levels = correspondence.required_levels(occupation)
    accepted = draw.some(usual, 1, 2) if usual and draw.chance(0.5) else []
    return Opening(
        fields_accepted=tuple(sorted(accepted)),
        level_required=draw.whole(*levels) if levels and draw.chance(0.85) else None,
        skills=_skills(draw, occupation, 2, 6) if draw.chance(0.75) else frozenset(),
        occupation=occupation if draw.chance(0.95) else None,
        region=vacancy_province(draw) if draw.chance(0.97) else None,
        experience_years=draw.one(_YEARS) if draw.chance(0.8) else None,
        posted_year=_LATEST,
        pay=_pay(draw, occupation) if draw.chance(0.6) else None,
    )


def _seeker(draw: Draw) -> Seeker:
    field = draw.by_weight(_fields())
    home = home_province(draw, vacancy_province(draw))
    leads_to = _usual_occupations(field)
    learned_for = draw.one(leads_to) if leads_to else draw.by_weight(_offered())
    traced = draw.chance(0.6)
    job = draw.by_weight(_offered()) if draw.chance(0.35) else learned_for
    return Seeker(
        field=field[: draw.one((2, 3, 4, 4, 4, 4))],
        level=draw.by_weight(_LEVELS),
        skills=_skills(draw, learned_for, 2, 8) if draw.chance(0.7) else frozenset(),
        occupation=job[: draw.one((2, 3, 4, 4, 4))] if traced else None,
        region=home if draw.chance(0.95) else None,
        graduation_year=_LATEST - draw.whole(1, 6),
        pay=_pay(draw, job) if traced and draw.chance(0.8) else None,
    )


def _pay(draw: Draw, occupation: str) -> PayGrade:
    return PayGrade("THB", "month", 100 - 2 * int(occupation[0]) + draw.whole(0, 14))


def _skills(draw: Draw, occupation: str, least: int, most: int) -> frozenset[str]:
    return frozenset(draw.some(_core(occupation), least, most) + draw.some(_all_core(), 0, 2))


@cache
def _core(occupation: str) -> tuple[str, ...]:
    return tuple(sorted(skills.core_skills(occupation)))


@cache
def _all_core() -> tuple[str, ...]:
    return tuple(sorted({skill for group in isco.groups(4) for skill in _core(group)}))


@cache
def _offered() -> Weighted[str]:
    """Unit groups: their major group's share, falling as 1 / rank inside it."""
    groups = {major: [g for g in isco.groups(4) if g[0] == str(major)] for major in EMPLOYED}
    return Weighted(
        {
            group: EMPLOYED[major] * ADVERTISED[major] / rank
            for major, found in groups.items()
            for rank, group in enumerate(found, start=1)
        }
    )


@cache
def _fields() -> Weighted[str]:
    fields = [field for field in isced_f.groups(4) if not field.startswith("00")]
    return Weighted({field: 1 / rank for rank, field in enumerate(fields[::3] + fields[1::3], 1)})


@cache
def _usual_fields(occupation: str) -> tuple[str, ...]:
    return tuple(sorted(correspondence.permitted_fields(occupation)))


@cache
def _usual_occupations(field: str) -> tuple[str, ...]:
    return tuple(g for g in isco.groups(4) if correspondence.field_matches(field, g))
