"""What is counted of records: facts that are there, survey answers, and how many of what."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from services.ingestion.domain import Kind
from services.ingestion.quality.facts import Column, Columns, SurveyFacts, columns
from services.ingestion.quality.histogram import pay_bins

Counted = dict[str, Counter[str]]

IN_WORK = ("employed", "self_employed")
_GRADUATE_FACTS = (
    "programme", "field", "level", "graduation_year", "study_region", "home_region",
    "work_placement", "tracer",
)  # fmt: skip
_JOB_FACTS = (
    "job_title", "occupation", "industry", "work_region", "pay", "contract", "job_relation",
    "level_required",
)  # fmt: skip
_VACANCY_FACTS = (
    "description", "occupation", "industry", "region", "pay", "level_required",
    "experience_years", "contract", "closes_on",
)  # fmt: skip


def graduate_tables(of: Columns) -> Counted:
    """Counts of graduates; of what and where counts persons, the rest records."""
    persons = of["persons"]
    present = _present(of, _GRADUATE_FACTS)
    present["subject"] = _either(of["programme"], of["field"])
    present["skills"] = len(persons) - of["skills"].count(())
    surveys = [tracer for tracer in of["tracer"] if tracer is not None]
    return {
        "present": present,
        "level": _by(of["level"], persons),
        "field": _by(of["field"], persons, _broad),
        "region": _by(of["study_region"], persons),
        "year": _by(of["graduation_year"], persons),
        **_survey_tables(surveys, of=persons.count(1)),
    }


def vacancy_tables(of: Columns) -> Counted:
    """Counts of vacancies, one each, however many openings they have."""
    present = _present(of, _VACANCY_FACTS)
    present["skills"] = len(of["skills"]) - of["skills"].count(())
    pays = Counter(pay for pay in of["pay"] if pay is not None)
    return {
        "present": present,
        "level": _by(of["level_required"]),
        "field": _by(of["occupation"], None, _major),
        "region": _by(of["region"]),
        "year": _by(of["posted_on"], None, _year),
        "pay": pay_bins(pays),
    }


TABLES_OF: Mapping[Kind, Callable[[Columns], Counted]] = {
    "graduates": graduate_tables,
    "vacancies": vacancy_tables,
}


def _survey_tables(surveys: Sequence[SurveyFacts], of: int) -> Counted:
    """Counts of answers `of` so many graduates, and of the facts about jobs of those in work.

    Nobody else has facts about a job: the schema sees to it.
    """
    if not surveys:
        return {"survey": Counter({"none": of})}
    answers = columns(surveys)
    statuses = Counter({"none": of - len(surveys)}) + Counter(answers["status"])
    job = _present(answers, _JOB_FACTS)
    job["record"] = sum(statuses[status] for status in IN_WORK)
    job["title"] = _either(answers["job_title"], answers["occupation"])
    pays = Counter(pay for pay in answers["pay"] if pay is not None)
    return {"survey": statuses, "job": job, "pay": pay_bins(pays)}


def _present(of: Columns, names: Sequence[str]) -> Counter[str]:
    """How often each fact is stated, of how many records."""
    records = len(of[names[0]])
    found = {name: records - of[name].count(None) for name in names}
    return Counter({"record": records, **found})


def _either(one: Column, other: Column) -> int:
    return sum(a is not None or b is not None for a, b in zip(one, other, strict=True))


def _by(
    column: Column, persons: Column | None = None, grouped: Callable[[Any], str] = str
) -> Counter[str]:
    """How many have each code; those of whom it is not known are left out."""
    if persons is None or persons.count(1) == len(persons):
        counts: Mapping[Any, int] = Counter(column)
    else:
        counts = Counter()
        for code, count in zip(column, persons, strict=True):
            counts[code] += count
    found: Counter[str] = Counter()
    for code, count in counts.items():
        if code is not None:
            found[grouped(code)] += count
    return found


def _broad(field: str) -> str:
    return field[:2]


def _major(occupation: str) -> str:
    return occupation[:1]


def _year(day: str) -> str:
    return day[:4]
