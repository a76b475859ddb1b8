"""What of a record is looked at: of one that was just checked, or of one that is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.ingestion.domain import Kind
from shared.contracts import Graduate, Pay, Vacancy

Column = Sequence[Any]
Columns = Mapping[str, Column]


class SurveyFacts(msgspec.Struct, gc=False):
    """Of the answers to a tracer survey."""

    status: str = "unknown"
    job_title: str | None = None
    occupation: str | None = None
    industry: str | None = None
    work_region: str | None = None
    pay: Pay | None = None
    contract: str | None = None
    job_relation: str | None = None
    level_required: int | None = None


class GraduateFacts(msgspec.Struct, gc=False):
    """Of a graduate."""

    programme: str | None = None
    field: str | None = None
    level: int | None = None
    graduation_year: int | None = None
    study_region: str | None = None
    home_region: str | None = None
    skills: tuple[str, ...] = ()
    work_placement: str | None = None
    persons: int = 1
    tracer: SurveyFacts | None = None


class VacancyFacts(msgspec.Struct, gc=False):
    """Of a vacancy."""

    posted_on: str
    description: str | None = None
    occupation: str | None = None
    industry: str | None = None
    region: str | None = None
    pay: Pay | None = None
    level_required: int | None = None
    skills: tuple[str, ...] = ()
    experience_years: float | None = None
    contract: str | None = None
    closes_on: str | None = None


_READ: Mapping[Kind, msgspec.json.Decoder[Any]] = {
    "graduates": msgspec.json.Decoder(list[GraduateFacts]),
    "vacancies": msgspec.json.Decoder(list[VacancyFacts]),
}


Facts = Graduate | Vacancy | GraduateFacts | VacancyFacts
"""The contracts have all of these facts under the same names."""


def facts_of(kind: Kind, contents: Sequence[str]) -> list[Facts]:
    """What is looked at of records as they are kept; the rest is not even read."""
    facts: list[Facts] = _READ[kind].decode(f"[{','.join(contents)}]")
    return facts


def columns(rows: Sequence[msgspec.Struct]) -> Columns:
    """Fact -> its value in each of the rows, of which there is at least one."""
    names = rows[0].__struct_fields__
    return dict(zip(names, zip(*map(msgspec.structs.astuple, rows), strict=True), strict=True))
