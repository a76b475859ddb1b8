"""Duplicates of vacancies: what the door says of them, and what may be decided."""

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.fields import Text


class EvidenceSchema(ma.Schema):
    """How far one part of two vacancies agrees, and what that says."""

    part = fields.String()
    weight = fields.Float(metadata={"description": "bits of evidence for one job, or against"})
    text = fields.String(metadata={"description": "the agreement in words"})


class DecisionSchema(ma.Schema):
    """What somebody decided of a vacancy."""

    duplicate_of = fields.String(allow_none=True, metadata={"description": "null: of none"})
    role = fields.String(metadata={"description": "whose decision it is"})
    made_at = fields.String()


class DuplicateSchema(ma.Schema):
    """Which vacancy one repeats, and why; of either no more than its key is told."""

    vacancy = fields.String(metadata={"description": "provider/reference"})
    duplicate_of = fields.String(
        allow_none=True,
        metadata={"description": "the first of those that advertise the same job; null: none"},
    )
    score = fields.Float(
        allow_none=True, metadata={"description": "sum of the evidence; null: it was decided"}
    )
    evidence = fields.List(fields.Nested(EvidenceSchema))
    decision = fields.Nested(DecisionSchema, allow_none=True)
    is_compared = fields.Boolean(
        metadata={"description": "false: posted, changed or decided on a moment ago"}
    )


class FoundDuplicateSchema(DuplicateSchema):
    """One of a list, which tells what was found."""

    class Meta:
        exclude = ("decision", "is_compared")


class DuplicatesPageSchema(ma.Schema):
    """Some of the vacancies that repeat another, and where to go on."""

    duplicates = fields.List(fields.Nested(FoundDuplicateSchema))
    next = fields.String(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


class DuplicatesArgs(ma.Schema):
    """Paging by cursor."""

    cursor = fields.String(load_default="", validate=validate.Length(max=800))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, 1000))


class DecidedSchema(ma.Schema):
    """What is decided of a vacancy."""

    duplicate_of = Text(
        longest=400,
        required=True,
        allow_none=True,
        metadata={"description": "provider/reference of the vacancy that it repeats; null: none"},
    )
