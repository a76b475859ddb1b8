"""Synthetic vacancies of the last three years, as their employers would post and close them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.history import Closing, day_ago, ends, years_ago
from deploy.demonstration.markets import market
from deploy.demonstration.organisations import EMPLOYERS, Organisation
from deploy.demonstration.pay import offered_pay
from deploy.demonstration.places import vacancy_province
from deploy.demonstration.shares import ADVERTISED, CONTRACTS, EMPLOYED, LEVELS_DEMANDED
from deploy.demonstration.skills import core_labels, skill_texts
from deploy.demonstration.tables import Job, jobs, section
from deploy.demonstration.wording import description, vacancy_title

_TEXT_KEPT = 1.0
"""Years: of older advertisements the text is gone, as in most employers' files."""
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


@dataclass(frozen=True)
class Advertised:
    """A vacancy as its employer posted it, and its closing if there was one."""

    employer: str
    posted: dict[str, Any]
    closing: Closing | None


def generate_vacancies(seed: int, n: int, today: date) -> Iterator[Advertised]:
    """`n` vacancies; the same arguments give the same ones.

    All were posted within about three years before `today`; some one in ten are open then.
    """
    draw = Draw(seed, "vacancies")
    for number in range(1, n + 1):
        job = draw.by_weight(_offers(draw.by_weight(_BANDS)))
        industry = draw.one(job.industries)
        employer = draw.by_weight(_hirers(section(industry)))
        yield _advertised(draw, number, job, industry, employer, today)


def _advertised(
    draw: Draw, number: int, job: Job, industry: str, employer: Organisation, today: date
) -> Advertised:
    sought = market(job.isco)
    years = years_ago(draw, sought)
    posted_on = day_ago(today, years)
    closes_on, closing = ends(draw, sought, posted_on, today)
    vacancy: dict[str, Any] = {
        "reference": f"AD-{number:05}",
        "posted_on": _written(posted_on, employer),
        **_position(draw, job, industry, years),
        "synthetic": True,
    }
    if closes_on:
        vacancy["closes_on"] = _written(closes_on, employer)
    return Advertised(employer.id, vacancy, closing)


def _position(draw: Draw, job: Job, industry: str, years: float) -> dict[str, Any]:
    province = vacancy_province(draw) if draw.chance(0.97) else None
    experience = draw.one((0, 0, 1, 1, 2, 3, 5)) if job.level >= 5 else draw.one((0, 0, 0, 1))
    position: dict[str, Any] = {
        "title": vacancy_title(draw, job, experience),
        "openings": draw.one((1, 1, 1, 1, 2)) if job.level >= 5 else draw.one((1, 1, 1, 2, 4)),
        **_requirements(draw, job, experience),
    }
    if years < _TEXT_KEPT and (text := _text(draw, job, experience)):
        position["description"] = text
    if province:
        position["region"] = province
    if draw.chance(0.75):
        position["pay"] = offered_pay(
            draw, job, province, experience, market(job.isco).pay_level(years)
        )
    if draw.chance(0.8):
        position["industry"] = industry
    if draw.chance(0.7):
        position["contract"] = draw.by_weight(_CONTRACTS)
    return position


def _requirements(draw: Draw, job: Job, experience: int) -> dict[str, Any]:
    asked: dict[str, Any] = {}
    if draw.chance(0.45):
        asked["occupation"] = job.isco
    if draw.chance(0.85):
        asked["level_required"] = draw.one(_LEVEL_WORDS[job.level])
    if job.fields and draw.chance(0.65 if job.level >= 5 else 0.4):
        asked["fields_accepted"] = list(job.fields)
    if draw.chance(0.75) and (texts := skill_texts(draw, job, 2, 4)):
        asked["skills"] = texts
    if draw.chance(0.8):
        asked["experience_years"] = experience
    return asked


def _text(draw: Draw, job: Job, experience: int) -> str | None:
    duties = draw.some(core_labels(job.isco), 2, 3)
    return description(draw, duties, experience) if duties and draw.chance(0.7) else None


def _written(day: date, employer: Organisation) -> str:
    return f"{employer.year(day.year)}-{day:%m-%d}"


@cache
def _offers(band: str) -> Weighted[Job]:
    """Jobs of a level band; within it the major groups weigh as much as they advertise."""
    demand = {job: market(job.isco).demand for job in jobs().values() if _band(job.level) == band}
    sizes = {major: sum(x for job, x in demand.items() if job.major == major) for major in EMPLOYED}
    return Weighted(
        {
            job: EMPLOYED[job.major] * ADVERTISED[job.major] * x / sizes[job.major]
            for job, x in demand.items()
        }
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
