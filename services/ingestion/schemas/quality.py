"""What is answered about the quality of a provider's records."""

from typing import get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.domain import Kind


class QualityArgs(ma.Schema):
    """Which of the caller's records."""

    kind = fields.String(
        load_default=None,
        validate=validate.OneOf(get_args(Kind)),
        metadata={
            "description": "graduates for a university, vacancies for an employer, unless said"
        },
    )


class QualityPartSchema(ma.Schema):
    """One part of the score."""

    name = fields.String(
        validate=validate.OneOf(["completeness", "validity", "timeliness", "response", "coding"])
    )
    title = fields.String(metadata={"description": "in the reader's language"})
    value = fields.Float(
        allow_none=True, metadata={"description": "0–100; null: nothing is known, see left_out"}
    )
    weight = fields.Integer(metadata={"description": "in the mean of the parts that have a value"})
    left_out = fields.String(
        allow_none=True, metadata={"description": "why the part has no value, in words"}
    )


class QualityWarningSchema(ma.Schema):
    """Something odd that a person should look at; nothing was refused for it."""

    code = fields.String()
    detail = fields.String(metadata={"description": "in the reader's language"})
    messages = fields.Dict(keys=fields.String(), values=fields.String())


class StatedSchema(ma.Schema):
    """How often a fact is stated."""

    fact = fields.String()
    title = fields.String(metadata={"description": "in the reader's language"})
    of = fields.String(
        validate=validate.OneOf(["records", "jobs"]),
        metadata={"description": "jobs: of graduates in work"},
    )
    records = fields.Integer(metadata={"description": "that could state it"})
    stated = fields.Integer()


class GroupSchema(ma.Schema):
    """How many there are of a level, or in a place."""

    by = fields.String(validate=validate.OneOf(["level", "region"]))
    code = fields.String()
    title = fields.String(metadata={"description": "in the reader's language"})
    count = fields.Integer(metadata={"description": "graduates, as persons, or vacancies"})


class RefusedSchema(ma.Schema):
    """What rows were refused for most often."""

    code = fields.String()
    field = fields.String()
    rows = fields.Integer()


class BatchQualitySchema(ma.Schema):
    """The quality of one batch, beside the batch of the same kind before it."""

    score = fields.Float(allow_none=True, metadata={"description": "0–100; null: nothing counted"})
    parts = fields.List(fields.Nested(QualityPartSchema))
    warnings = fields.List(fields.Nested(QualityWarningSchema))
    stated = fields.List(fields.Nested(StatedSchema))
    groups = fields.List(fields.Nested(GroupSchema), metadata={"description": "largest first"})
    refused = fields.List(fields.Nested(RefusedSchema))
    response_rate = fields.Float(
        allow_none=True, metadata={"description": "of the tracer survey; null: no survey"}
    )
    median_pay = fields.Float(
        allow_none=True, metadata={"description": "baht a month, within 3 %; null: none stated"}
    )
    median_months = fields.Integer(
        allow_none=True,
        metadata={"description": "from graduation or posting to receipt; null: not known"},
    )


class PastBatchSchema(ma.Schema):
    """A batch as its quality is remembered."""

    batch = fields.String()
    name = fields.String()
    finished_at = fields.String()
    score = fields.Float(allow_none=True)
    parts = fields.List(fields.Nested(QualityPartSchema))
    warnings = fields.List(fields.Nested(QualityWarningSchema))


class CodedSchema(ma.Schema):
    """How matching coded one's records; `uncoded` has no code yet."""

    given = fields.Integer()
    coded = fields.Integer()
    uncoded = fields.Integer()


class QualitySchema(BatchQualitySchema):
    """The quality of all that a provider has sent, as it is kept now."""

    kind = fields.String(validate=validate.OneOf(get_args(Kind)))
    records = fields.Integer(metadata={"description": "looked at"})
    is_sample = fields.Boolean(
        metadata={"description": "there are more records than were looked at"}
    )
    codings = fields.Dict(
        keys=fields.String(validate=validate.OneOf(["occupation", "field"])),
        values=fields.Nested(CodedSchema),
    )
    history = fields.List(
        fields.Nested(PastBatchSchema), metadata={"description": "finished batches, newest first"}
    )
