"""What synthetic graduates answer about a year after graduation."""

from datetime import date
from functools import cache
from typing import Any

from deploy.demonstration.draw import Draw, Weighted
from deploy.demonstration.markets import market
from deploy.demonstration.organisations import Organisation
from deploy.demonstration.pay import reported_pay
from deploy.demonstration.places import work_province
from deploy.demonstration.shares import (
    CONTRACTS,
    DRIFT,
    ELSEWHERE,
    FELT_NEEDED,
    FOUND_BY,
    JOB_RELATION,
    JOBS_HELD,
    MONTHS_TO_JOB,
    OUT_OF_FIELD,
    STATUS,
    USES,
)
from deploy.demonstration.tables import Job, Programme, jobs
from deploy.demonstration.wording import job_title

_FOUND_BY = Weighted(FOUND_BY)
_JOBS_HELD = Weighted(JOBS_HELD)
_MONTHS_TO_JOB = Weighted(MONTHS_TO_JOB)
_USES = ("computer_use", "reading_use", "writing_use", "number_use")
_MIDDLE_COHORT = 3
"""Years since its graduation; the shares stated hold for it."""
_CONTRACTS = Weighted(CONTRACTS)
_RELATION = {in_field: Weighted(shares) for in_field, shares in JOB_RELATION.items()}
_REGULATED = ("221", "222", "225", "226", "231", "32")
"""Nobody enters these without having studied for them."""


def tracer_survey(
    draw: Draw,
    programme: Programme,
    university: Organisation,
    *,
    cohort: int,
    home: str,
    studied_in: str,
    today: date,
) -> dict[str, Any]:
    """The answers; facts of the job only from those who have one, and some left out."""
    asked_on = draw.day(date(cohort + 1, 2, 1), min(today, date(cohort + 1, 12, 15)))
    answers: dict[str, Any] = {
        "surveyed_on": f"{university.year(asked_on.year)}-{asked_on:%m-%d}",
        "status": draw.by_weight(_statuses(today.year - cohort)),
    }
    if answers["status"] not in ("employed", "self_employed"):
        return answers
    drift = DRIFT * (_MIDDLE_COHORT - (today.year - cohort))
    in_field = not draw.chance(OUT_OF_FIELD[programme.field[:2]] + drift)
    job = jobs()[draw.one(programme.jobs)] if in_field else _job_elsewhere(draw, programme)
    years = (today - asked_on).days / 365
    answers |= _job(draw, job, work_province(draw, home, studied_in), years)
    answers |= _search(draw)
    if draw.chance(0.3):
        answers |= _uses(draw, job)
    if answers["status"] == "employed" and draw.chance(0.85):
        answers["contract"] = draw.by_weight(_CONTRACTS)
    if draw.chance(0.9):
        answers["job_relation"] = draw.by_weight(_RELATION[in_field])
    if draw.chance(0.75):
        answers["level_required"] = _level_felt(draw, job, programme)
    return answers


@cache
def _statuses(years_since: int) -> Weighted[str]:
    """More of the later cohorts are in work."""
    drift = DRIFT * (_MIDDLE_COHORT - years_since)
    changed = {"employed": STATUS["employed"] + drift, "unemployed": STATUS["unemployed"] - drift}
    return Weighted({**STATUS, **changed})


def _search(draw: Draw) -> dict[str, Any]:
    """How the job was found, how long that took, and which one it is."""
    answers: dict[str, Any] = {}
    if draw.chance(0.85):
        answers["job_found_by"] = draw.by_weight(_FOUND_BY)
    if draw.chance(0.85):
        answers["months_to_first_job"] = draw.by_weight(_MONTHS_TO_JOB)
    if draw.chance(0.85):
        held = draw.by_weight(_JOBS_HELD)
        answers |= {"jobs_held": held, "first_job": held == 1}
    return answers


def _uses(draw: Draw, job: Job) -> dict[str, Any]:
    return {
        name: min(5, usual + draw.whole(-1, 1))
        for name, usual in zip(_USES, USES[job.major], strict=True)
    }


def _job(draw: Draw, job: Job, province: str, years_ago: float) -> dict[str, Any]:
    facts: dict[str, Any] = {"job_title": job_title(draw, job)}
    if draw.chance(0.5):
        facts["occupation"] = job.isco
    if draw.chance(0.8):
        facts["industry"] = draw.one(job.industries)
    if draw.chance(0.95):
        facts["work_region"] = province
    if draw.chance(0.85):
        facts["pay"] = reported_pay(draw, job, province, market(job.isco).pay_level(years_ago))
    return facts


def _job_elsewhere(draw: Draw, programme: Programme) -> Job:
    major = draw.by_weight(_majors(min(programme.level, 6)))
    others = [isco for isco in _open_jobs(major) if isco not in programme.jobs]
    return jobs()[draw.one(others)]


@cache
def _majors(level: int) -> Weighted[int]:
    return Weighted(ELSEWHERE[level])


@cache
def _open_jobs(major: int) -> tuple[str, ...]:
    return tuple(
        isco
        for isco, job in jobs().items()
        if job.major == major and not isco.startswith(_REGULATED)
    )


def _level_felt(draw: Draw, job: Job, programme: Programme) -> int:
    """Most see what the job asks for; some, above all with higher degrees, what they have."""
    return programme.level if draw.chance(FELT_NEEDED[programme.level]) else job.level
