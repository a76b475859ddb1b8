"""Synthetic vacancies of the last months, as their employers would post them."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.organisations import EMPLOYERS, Organisation
from deploy.demonstration.pay import offered_pay
from deploy.demonstration.places import vacancy_province
from deploy.demonstration.shares import ADVERTISED, CONTRACTS, EMPLOYED, LEVELS_DEMANDED
from deploy.demonstration.skills import core_labels, skill_texts
from deploy.demonstration.tables import Job, jobs, section
from deploy.demonstration.wording import description, vacancy_title

_DAYS_BACK = 80
_BANDS = Weighted(LEVELS_DEMANDED)
_CONTRACTS = Weighted(CONTRACTS)
_LEVEL_WORDS: dict[int, tuple[str | int, ...]] = {
    1: (1, "ป.6"),
    2: ("ม.3", 2),
    3: ("ม.6", "ปวช.", "มัธยมปลาย", 3),
    5: ("ปวส.", 5),
    6: ("ปริญญาตรี", "ปริญญาตรีขึ้นไป", "Bachelor's degree", 6),
    7: ("ปริญญาโท", 7),
}


def generate_vacancies(seed: int, n: int, today: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """`n` pairs of employer id and vacancy as posted; the same arguments give the same ones.

    All were posted within the last months before `today`; nine in ten are still open then.
    """
    draw = Draw(seed, "vacancies")
    for number in range(1, n + 1):
        job = draw.by_weight(_offers(draw.by_weight(_BANDS)))
        industry = draw.one(job.industries)
        employer = draw.by_weight(_hirers(section(industry)))
        yield employer.id, _vacancy(draw, number, job, industry, employer, today)


def _vacancy(
    draw: Draw, number: int, job: Job, industry: str, employer: Organisation, today: date
) -> dict[str, Any]:
    province = vacancy_province(draw) if draw.chance(0.97) else None
    experience = draw.one((0, 0, 1, 1, 2, 3, 5)) if job.level >= 5 else draw.one((0, 0, 0, 1))
    posted_on = today - timedelta(days=draw.whole(0, _DAYS_BACK))
    vacancy: dict[str, Any] = {
        "reference": f"AD-{number:05}",
        "title": vacancy_title(draw, job, experience),
        "posted_on": _written(posted_on, employer),
        "openings": draw.one((1, 1, 1, 2, 3)) if job.level >= 5 else draw.one((1, 2, 3, 5, 10)),
        "synthetic": True,
    }
    if province:
        vacancy["region"] = province
    if draw.chance(0.9):
        closes_on = posted_on + timedelta(days=draw.whole(45, 120))
        vacancy["closes_on"] = _written(closes_on, employer)
    vacancy |= _requirements(draw, job, experience)
    if draw.chance(0.6):
        vacancy["pay"] = offered_pay(draw, job, province, experience)
    if draw.chance(0.8):
        vacancy["industry"] = industry
    if draw.chance(0.7):
        vacancy["contract"] = draw.by_weight(_CONTRACTS)
    return vacancy


def _requirements(draw: Draw, job: Job, experience: int) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if draw.chance(0.45):
        asked["occupation"] = job.isco
    if draw.chance(0.85):
        asked["level_required"] = draw.one(_LEVEL_WORDS[job.level])
    if job.fields and draw.chance(0.6):
        asked["fields_accepted"] = list(job.fields)
    if draw.chance(0.75) and (texts := skill_texts(draw, job, 2, 4)):
        asked["skills"] = texts
    duties = draw.some(core_labels(job.isco), 2, 3)
    if duties and draw.chance(0.7):
        asked["description"] = description(draw, duties, experience)
    if draw.chance(0.8):
        asked["experience_years"] = experience
    return asked


def _written(day: date, employer: Organisation) -> str:
    return f"{employer.year(day.year)}-{day:%m-%d}"


@cache
def _offers(band: str) -> Weighted[Job]:
    """Jobs of a level band; within it the major groups weigh as much as they advertise."""
    found = [job for job in jobs().values() if _band(job.level) == band]
    sizes = {major: sum(job.major == major for job in found) for major in EMPLOYED}
    return Weighted(
        {job: EMPLOYED[job.major] * ADVERTISED[job.major] / sizes[job.major] for job in found}
    )


def _band(level: int) -> str:
    if level <= 4:
        return "low"
    return "diploma" if level == 5 else "degree"


@cache
def _hirers(industry_section: str) -> Weighted[Organisation]:
    return Weighted(
        {
            employer: employer.weight
            for employer in EMPLOYERS
            if industry_section in employer.industries
        }
    )
