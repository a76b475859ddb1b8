"""What of a kept record is looked at: read from its content, which takes a microsecond."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from services.ingestion.domain import Kind
from shared.contracts import Pay

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


def columns_of(kind: Kind, contents: Sequence[str]) -> Columns:
    """Fact -> its value in each of the records, of which there is at least one."""
    return columns(_READ[kind].decode(f"[{','.join(contents)}]"))


def columns(rows: Sequence[msgspec.Struct]) -> Columns:
    """Fact -> its value in each row."""
    names = rows[0].__struct_fields__
    return dict(zip(names, zip(*map(msgspec.structs.astuple, rows), strict=True), strict=True))
