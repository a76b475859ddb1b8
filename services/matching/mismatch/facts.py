"""What is known of a graduate and a job, as far as the match of the two may be judged by it.

Never sex, age or home region: a judgement on a match must not rest on who somebody is.
"""

from dataclasses import dataclass, replace
from typing import Literal

from services.matching.domain import CodedGraduate
from services.matching.mismatch.groups import Codes
from services.matching.mismatch.pay import PayScale
from shared.contracts import Graduate, Pay, TracerSurvey, Vacancy
from shared.contracts.graduate import (
    Contract,
    EmploymentStatus,
    JobRelation,
    JobSource,
    WorkPlacement,
)

_EMPLOYED: dict[EmploymentStatus, bool | None] = {
    "employed": True,
    "self_employed": True,
    "unemployed": False,
    "studying": False,
    "not_available": False,
    "unknown": None,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class MatchFacts:
    """One graduate beside one job; None and the empty set are 'not known'.

    `level` and `level_required` are ISCED 2011, `field` ISCED-F 2013, `occupation` ISCO-08 and
    `industry` ISIC codes of any depth; `pay_position` the pay's ridit among graduates, where a
    survey tells it or a pay scale has placed `pay`; `country` ISO 3166-1 of the work place;
    `*_use` how much the job asks for each, 0–5; skills are ESCO ids. `stated_by` tells who says
    which level the job requires.
    """

    employed: bool | None = None
    level: int | None = None
    field: Codes = frozenset()
    occupation: Codes = frozenset()
    industry: Codes = frozenset()
    level_required: int | None = None
    stated_by: Literal["graduate", "employer"] = "graduate"
    job_relation: JobRelation | None = None
    contract: Contract | None = None
    self_employed: bool | None = None
    pay: Pay | None = None
    pay_position: float | None = None
    country: str | None = None
    job_found_by: JobSource | None = None
    first_job: bool | None = None
    jobs_held: int | None = None
    months_to_first_job: float | None = None
    work_placement: WorkPlacement | None = None
    computer_use: int | None = None
    reading_use: int | None = None
    writing_use: int | None = None
    number_use: int | None = None
    skills: frozenset[str] = frozenset()
    skills_required: frozenset[str] = frozenset()


def held_job(graduate: CodedGraduate) -> MatchFacts:
    """Facts on the graduate and the job he or she holds.

    A job without a stated status counts as held.
    """
    tracer = graduate.record.tracer or TracerSurvey()
    occupation = _codes(graduate.occupation)
    return MatchFacts(
        employed=_employed(tracer, occupation),
        level=graduate.record.level,
        field=_codes(graduate.field),
        occupation=occupation,
        industry=_codes(tracer.industry),
        level_required=tracer.level_required,
        job_relation=tracer.job_relation,
        contract=tracer.contract,
        self_employed=_self_employed(tracer.status),
        pay=tracer.pay,
        country=_country(tracer.work_region),
        job_found_by=tracer.job_found_by,
        first_job=tracer.first_job,
        jobs_held=tracer.jobs_held,
        months_to_first_job=tracer.months_to_first_job,
        work_placement=graduate.record.work_placement,
        computer_use=tracer.computer_use,
        reading_use=tracer.reading_use,
        writing_use=tracer.writing_use,
        number_use=tracer.number_use,
        skills=graduate.skills,
        skills_required=graduate.required_skills,
    )


def open_job(
    graduate: Graduate,
    field: str | None,
    skills: frozenset[str],
    vacancy: Vacancy,
    occupation: str | None,
    skills_required: frozenset[str],
) -> MatchFacts:
    """Facts on the graduate and a job he or she could take; codes as matching decided them."""
    return MatchFacts(
        employed=True,
        level=graduate.level,
        field=_codes(field),
        occupation=_codes(occupation),
        industry=_codes(vacancy.industry),
        level_required=vacancy.level_required,
        stated_by="employer",
        contract=vacancy.contract,
        self_employed=False,
        pay=vacancy.pay,
        country=_country(vacancy.region),
        work_placement=graduate.work_placement,
        skills=skills,
        skills_required=skills_required,
    )


def placed(facts: MatchFacts, scale: PayScale | None) -> MatchFacts:
    """The facts with their pay's position on the scale; without a scale, as they are."""
    if facts.pay is None or scale is None:
        return facts
    return replace(facts, pay_position=scale.position(facts.pay))


def _codes(code: str | None) -> Codes:
    return frozenset() if code is None else frozenset((code,))


def _employed(tracer: TracerSurvey, occupation: Codes) -> bool | None:
    stated = _EMPLOYED[tracer.status]
    names_a_job = bool(occupation or tracer.job_title)
    return True if stated is None and names_a_job else stated


def _self_employed(status: EmploymentStatus) -> bool | None:
    return status == "self_employed" if _EMPLOYED[status] else None


def _country(region: str | None) -> str | None:
    return region[:2] if region else None
