"""What a university posts about a graduate."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.fields import (
    EraDate,
    ImpersonalText,
    Level,
    Number,
    Text,
    TrueOrFalse,
    Year,
    field_code,
    industry_code,
    occupation_code,
    refuse_mixed_eras,
    region_code,
)
from services.ingestion.schemas.pay import PaySchema
from shared.contracts import TracerSurvey
from shared.contracts.graduate import (
    Contract,
    EmploymentStatus,
    JobRelation,
    JobSource,
    WorkPlacement,
)
from shared.web.faults import fault

_OF_A_JOB = (
    "job_title",
    "occupation",
    "industry",
    "work_region",
    "pay",
    "contract",
    "job_relation",
    "level_required",
    "job_found_by",
    "first_job",
    "computer_use",
    "reading_use",
    "writing_use",
    "number_use",
)


def _use(of: str) -> fields.Integer:
    """How much of something a job asks for."""
    about = f"how much the job asks for {of}: 0 none at all, 1 little … 5 very much"
    return fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(0, 5),
        metadata={"description": about},
    )


def _tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat()


class TracerSchema(ma.Schema):
    """The tracer survey's answers; leave out what was not asked or not answered."""

    surveyed_on = EraDate(allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(get_args(EmploymentStatus)))
    job_title = ImpersonalText(longest=200, allow_none=True)
    occupation = occupation_code(allow_none=True)
    industry = industry_code(allow_none=True)
    work_region = region_code(allow_none=True)
    pay = fields.Nested(PaySchema, allow_none=True)
    contract = fields.String(allow_none=True, validate=validate.OneOf(get_args(Contract)))
    job_relation = fields.String(allow_none=True, validate=validate.OneOf(get_args(JobRelation)))
    level_required = Level(allow_none=True)
    job_found_by = fields.String(allow_none=True, validate=validate.OneOf(get_args(JobSource)))
    first_job = TrueOrFalse(
        allow_none=True, metadata={"description": "the first job since graduation"}
    )
    jobs_held = fields.Integer(
        strict=True,
        allow_none=True,
        validate=validate.Range(0, 100),
        metadata={"description": "jobs and businesses since graduation, this one included"},
    )
    months_to_first_job = Number(
        allow_none=True,
        validate=validate.Range(0, 1200),
        metadata={"description": "from graduation; 0: held it already"},
    )
    computer_use = _use("work with a computer")
    reading_use = _use("reading")
    writing_use = _use("writing")
    number_use = _use("reckoning with numbers")

    @ma.validates_schema
    def job_needs_work(self, posted: Mapping[str, Any], **_: Any) -> None:
        """Facts of a job belong to those who have one."""
        if posted.get("status") in ("employed", "self_employed"):
            return
        stray = [name for name in _OF_A_JOB if posted.get(name) is not None]
        if stray:
            raise ma.ValidationError({name: [fault("needs_employment")] for name in stray})

    @ma.validates_schema
    def surveyed_by_now(self, posted: Mapping[str, Any], **_: Any) -> None:
        """Nobody has answered tomorrow's survey; a day's grace covers the time zones."""
        surveyed_on = posted.get("surveyed_on")
        if surveyed_on and surveyed_on > _tomorrow():
            raise ma.ValidationError({"surveyed_on": [fault("in_the_future")]})

    @ma.post_load
    def to_tracer(self, posted: Mapping[str, Any], **_: Any) -> TracerSurvey:
        return TracerSurvey(**posted)


class GraduateSchema(ma.Schema):
    """One graduate under the provider's own reference, which is replaced by a pseudonym."""

    reference = Text(
        longest=200,
        required=True,
        metadata={"description": "the provider's own reference; never stored as it is"},
    )
    programme = ImpersonalText(longest=300, allow_none=True)
    field = field_code(allow_none=True)
    level = Level(allow_none=True)
    graduation_year = Year(
        allow_none=True,
        metadata={"description": "Buddhist or common era; kept as common era; null: not known"},
    )
    study_region = region_code(allow_none=True)
    home_region = region_code(allow_none=True)
    skills = fields.List(ImpersonalText(longest=200), validate=validate.Length(max=100))
    work_placement = fields.String(
        allow_none=True,
        validate=validate.OneOf(get_args(WorkPlacement)),
        metadata={"description": "placement during the studies (สหกิจศึกษา / ฝึกงาน)"},
    )
    weight = Number(
        validate=validate.Range(0, 1e9, min_inclusive=False),
        metadata={"description": "survey weight of each person, 1 unless stated"},
    )
    persons = fields.Integer(
        strict=True,
        validate=validate.Range(1, 100_000),
        metadata={
            "description": "how many graduates this record stands for, 1 unless stated; an "
            "aggregated row of a source stays one record, without a tracer"
        },
    )
    synthetic = TrueOrFalse(metadata={"description": "true for made-up records"})
    tracer = fields.Nested(TracerSchema, allow_none=True)

    @ma.validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_era(self, posted: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        refuse_mixed_eras(original, ("graduation_year",), ("tracer", "surveyed_on"))

    @ma.validates_schema
    def graduated_by_now(self, posted: Mapping[str, Any], **_: Any) -> None:
        """Next year's cohort may be announced, no later one."""
        if (posted.get("graduation_year") or 0) > datetime.now(UTC).year + 1:
            raise ma.ValidationError({"graduation_year": [fault("in_the_future")]})

    @ma.validates_schema
    def answers_are_of_one(self, posted: Mapping[str, Any], **_: Any) -> None:
        """A survey's answers are those of a single person."""
        if posted.get("persons", 1) > 1 and posted.get("tracer") is not None:
            raise ma.ValidationError({"tracer": [fault("of_one_person")]})

    @ma.post_load
    def fix_skills(self, posted: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Each skill once, in the order given."""
        if "skills" in posted:
            posted["skills"] = tuple(dict.fromkeys(posted["skills"]))
        return posted
