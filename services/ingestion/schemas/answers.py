"""What the door answers."""

import marshmallow as ma
from marshmallow import fields, validate

from shared.web.problem import FaultSchema


class OutcomeSchema(ma.Schema):
    """What became of one record."""

    status = fields.String(
        validate=validate.OneOf(["created", "updated", "unchanged", "invalid"]),
        metadata={"description": "unchanged: the same was kept before, nothing is told again"},
    )
    reference = fields.String(metadata={"description": "the caller's own reference"})
    record = fields.String(metadata={"description": "the id it is kept under"})
    version = fields.Integer()
    errors = fields.List(fields.Nested(FaultSchema))
    warnings = fields.List(
        fields.Nested(FaultSchema),
        metadata={"description": "what was changed in a record that was taken all the same"},
    )


class OutcomesSchema(ma.Schema):
    """One result per posted record, in the order posted."""

    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    invalid = fields.Integer()
    results = fields.List(fields.Nested(OutcomeSchema))


class CodedPartSchema(ma.Schema):
    """A code, and where it came from."""

    status = fields.String(
        validate=validate.OneOf(["given", "coded", "uncoded"]),
        metadata={"description": "given: by the provider; uncoded: no code is sure enough"},
    )
    code = fields.String(allow_none=True)
    probability = fields.Float(allow_none=True)


class CodingSchema(ma.Schema):
    """How matching coded a record."""

    version = fields.Integer(metadata={"description": "of the record that was coded"})
    occupation = fields.Nested(CodedPartSchema)
    field = fields.Nested(
        CodedPartSchema, metadata={"description": "of study; only graduates have one"}
    )
    coders = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "model, taxonomy or table that had a say -> its version"},
    )
    taken_at = fields.String(metadata={"description": "when matching told it"})


class KeptSchema(ma.Schema):
    """A record as it is kept."""

    record = fields.String()
    version = fields.Integer()
    recorded_at = fields.String()
    content = fields.Dict()
    coding = fields.Nested(
        CodingSchema,
        allow_none=True,
        metadata={"description": "what matching said last; null: nothing yet"},
    )


class KeptPageSchema(ma.Schema):
    """Some of one's own records and where to go on."""

    records = fields.List(fields.Nested(KeptSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


class PageArgs(ma.Schema):
    """Paging by cursor."""

    cursor = fields.String(load_default="", validate=validate.Length(max=400))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class ErasureSchema(ma.Schema):
    """Receipt of an erasure: the tombstone's version goes to every service."""

    record = fields.String()
    version = fields.Integer()
    erased_at = fields.String()
