"""A graduate as a university knows him or her, under a pseudonym; no personal identifiers."""

from typing import Annotated, Literal

import msgspec

from shared.contracts.pay import Pay

EmploymentStatus = Literal[
    "employed", "self_employed", "unemployed", "studying", "not_available", "unknown"
]
Contract = Literal["permanent", "fixed_term", "part_time", "casual", "internship"]
JobRelation = Literal["close", "partial", "none"]
JobSource = Literal[
    "advert", "direct_contact", "school", "agency", "job_fair", "family", "friends", "other"
]
WorkPlacement = Literal["none", "co_op", "internship", "other"]
Persons = Annotated[int, msgspec.Meta(ge=1)]


class TracerSurvey(msgspec.Struct, frozen=True, kw_only=True):
    """What the graduate answered after graduation; None is 'not asked or not answered'.

    `level_required` is the ISCED 2011 level (0–8) that the graduate says the job needs;
    `job_relation` is the graduate's own word on job and studies (ตรงสาขา / ไม่ตรงสาขา).
    `job_found_by` tells how the job was found, `first_job` whether it is the first one since
    graduation, `jobs_held` how many there were, this one included; `months_to_first_job` is 0
    when it was held at graduation already. The `*_use` tell how much the job asks for each,
    from 0 (none at all) and 1 (little) to 5 (very much).
    """

    surveyed_on: str | None = None
    status: EmploymentStatus = "unknown"
    job_title: str | None = None
    occupation: str | None = None
    industry: str | None = None
    work_region: str | None = None
    pay: Pay | None = None
    contract: Contract | None = None
    job_relation: JobRelation | None = None
    level_required: int | None = None
    job_found_by: JobSource | None = None
    first_job: bool | None = None
    jobs_held: int | None = None
    months_to_first_job: float | None = None
    computer_use: int | None = None
    reading_use: int | None = None
    writing_use: int | None = None
    number_use: int | None = None


class Graduate(msgspec.Struct, frozen=True, kw_only=True):
    """Full state of one graduate at one version, or of so many that a source tells of together.

    `provider` is the university's organisation id, `record` the keyed pseudonym of its own
    reference; `field` ISCED-F 2013 (2–4 digits), `level` ISCED 2011, `graduation_year` common
    era where known, regions ISO 3166-2 (or a bare ISO 3166-1 country), `weight` the survey weight
    of each person, `persons` how many graduates the record stands for (more than 1: a row of an
    aggregated source, without a tracer), `work_placement` the placement during the studies
    (สหกิจศึกษา / ฝึกงาน).
    """

    provider: str
    record: str
    version: int
    programme: str | None = None
    field: str | None = None
    level: int | None = None
    graduation_year: int | None = None
    study_region: str | None = None
    home_region: str | None = None
    skills: tuple[str, ...] = ()
    work_placement: WorkPlacement | None = None
    weight: float = 1.0
    persons: Persons = 1
    synthetic: bool = False
    tracer: TracerSurvey | None = None

    @property
    def key(self) -> str:
        """`provider/record`."""
        return f"{self.provider}/{self.record}"
