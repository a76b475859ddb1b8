"""What may be asked about a graduate beside a job and what is answered: codes in, verdicts out."""

from collections.abc import Callable, Mapping
from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.matching.schemas import JudgementSchema
from shared.contracts.graduate import Contract, JobRelation, JobSource, WorkPlacement
from shared.contracts.pay import PayPeriod
from shared.taxonomy import isced_f, isco, isic, regions
from shared.taxonomy import skills as esco
from shared.web.faults import fault
from shared.web.fields import Number, TrueOrFalse

MOST_PAIRS, MOST_SKILLS = 1_000, 100


class _Code(fields.String):
    """A code of one classification."""

    def __init__(
        self, classification: str, is_code: Callable[[str], bool], allow_none: bool = True
    ) -> None:
        self._classification, self._is_code = classification, is_code
        about = {"description": f"code of {classification}"}
        default = None if allow_none else ma.missing
        super().__init__(load_default=default, allow_none=allow_none, metadata=about)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        code: str = super()._deserialize(value, attr, data, **kwargs)
        if not self._is_code(code):
            unknown = fault("unknown_code", value=code[:40], classification=self._classification)
            raise ma.ValidationError([unknown])
        return code


def _level() -> fields.Integer:
    return _whole(0, 8, "ISCED 2011")


def _whole(least: int, most: int, about: str) -> fields.Integer:
    return fields.Integer(
        strict=True,
        load_default=None,
        allow_none=True,
        validate=validate.Range(least, most),
        metadata={"description": about},
    )


def _choice(of: Any) -> fields.String:
    return fields.String(load_default=None, allow_none=True, validate=validate.OneOf(get_args(of)))


def _skills() -> fields.List[str]:
    return fields.List(
        _Code("ESCO skills", esco.is_skill, allow_none=False),
        load_default=list,
        validate=validate.Length(max=MOST_SKILLS),
    )


class PairPaySchema(ma.Schema):
    """An amount (low and high alike) or a band."""

    low = Number(load_default=None, allow_none=True, validate=validate.Range(0, 1e9))
    high = Number(load_default=None, allow_none=True, validate=validate.Range(0, 1e9))
    currency = fields.String(
        load_default="THB",
        validate=validate.Regexp(r"[A-Z]{3}\Z", error="Not a valid string."),
        metadata={"description": "ISO 4217"},
    )
    period = fields.String(load_default="month", validate=validate.OneOf(get_args(PayPeriod)))

    @ma.validates_schema
    def _ends_fit(self, asked: Mapping[str, Any], **_: Any) -> None:
        low, high = asked.get("low"), asked.get("high")
        if low is None and high is None:
            raise ma.ValidationError([fault("empty_pay")])
        if low is not None and high is not None and low > high:
            raise ma.ValidationError({"low": [fault("upside_down")]})


class PairGraduateSchema(ma.Schema):
    """What is known of a graduate; sex, age and home are nobody's business here."""

    level = _level()
    field = _Code("ISCED-F 2013", isced_f.is_code)
    skills = _skills()
    work_placement = _choice(WorkPlacement)


class PairJobSchema(ma.Schema):
    """What is known of a job, held or open."""

    occupation = _Code("ISCO-08", isco.is_code)
    industry = _Code("ISIC Rev.4", isic.is_code)
    region = _Code("ISO 3166-2", regions.is_region)
    level_required = _level()
    skills_required = _skills()
    contract = _choice(Contract)
    pay = fields.Nested(PairPaySchema, load_default=None, allow_none=True)
    self_employed = TrueOrFalse(load_default=None, allow_none=True)
    stated_by = fields.String(
        load_default="employer",
        validate=validate.OneOf(["employer", "graduate"]),
        metadata={"description": "who says which level the job requires"},
    )
    job_relation = _choice(JobRelation)
    job_found_by = _choice(JobSource)
    first_job = TrueOrFalse(load_default=None, allow_none=True)
    jobs_held = _whole(0, 100, "since graduation, this one included")
    months_to_first_job = Number(
        load_default=None, allow_none=True, validate=validate.Range(0, 1200)
    )
    computer_use = _whole(0, 5, "0 none at all … 5 very much")
    reading_use = _whole(0, 5, "0 none at all … 5 very much")
    writing_use = _whole(0, 5, "0 none at all … 5 very much")
    number_use = _whole(0, 5, "0 none at all … 5 very much")


class PairSchema(ma.Schema):
    """A graduate beside a job."""

    graduate = fields.Nested(PairGraduateSchema, required=True)
    job = fields.Nested(PairJobSchema, required=True)


class AssessRequestSchema(ma.Schema):
    """Pairs of graduate and job, told by codes."""

    pairs = fields.List(
        fields.Nested(PairSchema),
        required=True,
        metadata={"description": f"1 to {MOST_PAIRS:,} of them"},
    )

    @ma.pre_load
    def _not_too_many(self, asked: Any, **_: Any) -> Any:
        """Counted before they are read, so that a flood of them costs nothing."""
        pairs = asked.get("pairs") if isinstance(asked, Mapping) else None
        if isinstance(pairs, list) and not 0 < len(pairs) <= MOST_PAIRS:
            found = fault("too_many", max=MOST_PAIRS) if pairs else fault("empty")
            raise ma.ValidationError({"pairs": [found]})
        return asked


class AssessedPairSchema(ma.Schema):
    judgements = fields.List(fields.Nested(JudgementSchema))


class AssessAnswerSchema(ma.Schema):
    """One result per pair, in the order asked."""

    versions = fields.Dict(keys=fields.String(), values=fields.String())
    results = fields.List(fields.Nested(AssessedPairSchema))


class ExpectedSchema(ma.Schema):
    """What the model expects over many vacancies, on one dimension."""

    dimension = fields.String()
    n = fields.Integer(metadata={"description": "vacancies it could judge"})
    verdict = fields.String(metadata={"description": "expected, or insufficient_evidence"})
    probability = fields.Float(
        allow_none=True, metadata={"description": "mean probability of a mismatch"}
    )


class ProspectsSchema(ma.Schema):
    """What the open vacancies of a graduate's markets hold for him or her."""

    graduate = fields.String()
    as_of = fields.String(metadata={"description": "date on which vacancies had to be open"})
    considered = fields.Integer(metadata={"description": "vacancies looked at"})
    bounded = fields.Boolean(metadata={"description": "true: the nearest were looked at, not all"})
    expected = fields.List(fields.Nested(ExpectedSchema))
    fitting = fields.Integer(metadata={"description": "of those judged, how many fit"})
    judged = fields.Integer(metadata={"description": "vacancies judged on level and field"})
    share_fitting = fields.Float(
        allow_none=True, metadata={"description": "null: fewer than 10 could be judged"}
    )
    synthetic = fields.Boolean(metadata={"description": "true: made-up records had a part in it"})
    versions = fields.Dict(keys=fields.String(), values=fields.String())
