"""Records for tests: plausible by default, and every test states only what it is about."""

from typing import Any

from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Coding,
    Graduate,
    TracerSurvey,
    Vacancy,
)


def a_graduate(
    record: str = "g1",
    *,
    provider: str = "uni",
    version: int = 1,
    year: int | None = 2023,
    **facts: Any,
) -> Graduate:
    """A graduate; facts about the job held go into `tracer=a_survey(…)`."""
    return Graduate(
        provider=provider, record=record, version=version, graduation_year=year, **facts
    )


def a_survey(**answers: Any) -> TracerSurvey:
    """The answers of a graduate in work."""
    return TracerSurvey(**{"status": "employed", "surveyed_on": "2024-03-01", **answers})


def a_vacancy(
    record: str = "v1",
    *,
    provider: str = "firm",
    version: int = 1,
    title: str = "Software developer",
    posted_on: str = "2025-01-10",
    **facts: Any,
) -> Vacancy:
    """A vacancy without a closing date."""
    return Vacancy(
        provider=provider, record=record, version=version, title=title, posted_on=posted_on, **facts
    )


def a_coding(code: str | None) -> Coding:
    """A given code, or none."""
    return Coding(status="uncoded" if code is None else "given", code=code)


def an_assessed_graduate(
    graduate: Graduate | None = None, *, field: str | None = None, occupation: str | None = None
) -> AssessedGraduate:
    """A graduate whose codes are as stated."""
    return AssessedGraduate(
        record=graduate or a_graduate(), field=a_coding(field), occupation=a_coding(occupation)
    )


def an_assessed_vacancy(
    vacancy: Vacancy | None = None, *, occupation: str | None = None
) -> AssessedVacancy:
    """A vacancy whose code is as stated."""
    return AssessedVacancy(record=vacancy or a_vacancy(), occupation=a_coding(occupation))


def a_graduate_post(**changes: Any) -> dict[str, Any]:
    """What a university posts about a graduate who was traced; `changes` replace members."""
    posted = {
        "reference": "6501234",
        "programme": "วศ.บ. วิศวกรรมคอมพิวเตอร์",
        "field": "0613",
        "level": "ปริญญาตรี",
        "graduation_year": 2567,
        "study_region": "TH-20",
        "home_region": "TH-50",
        "skills": ["Python", "การสื่อสาร"],
        "tracer": a_survey_post(),
    }
    return posted | changes


def a_survey_post(**changes: Any) -> dict[str, Any]:
    """The answers of a graduate in work, as they are posted."""
    answers = {
        "surveyed_on": "2568-01-15",
        "status": "employed",
        "job_title": "โปรแกรมเมอร์",
        "occupation": "2512",
        "industry": "6201",
        "work_region": "TH-10",
        "pay": {"exact": 25_000},
        "contract": "permanent",
        "job_relation": "close",
        "level_required": 6,
    }
    return answers | changes


def a_vacancy_post(**changes: Any) -> dict[str, Any]:
    """What an employer posts about a vacancy; `changes` replace members."""
    posted = {
        "reference": "HR-17",
        "title": "นักพัฒนาซอฟต์แวร์ (Software developer)",
        "description": "พัฒนาระบบหลังบ้านด้วย Python",
        "occupation": "2512",
        "industry": "J",
        "region": "TH-10",
        "pay": {"low": 25_000, "high": 40_000},
        "level_required": "BACH",
        "fields_accepted": ["0613", "06"],
        "skills": ["Python", "SQL"],
        "experience_years": 1.5,
        "openings": 2,
        "contract": "permanent",
        "posted_on": "2568-01-10",
        "closes_on": "2568-03-31",
    }
    return posted | changes
