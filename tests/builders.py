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
    record: str = "g1", *, provider: str = "uni", version: int = 1, year: int = 2023, **facts: Any
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
