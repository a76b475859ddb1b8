"""What may be asked of coding, and how coded texts are told."""

from collections.abc import Sequence
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.matching.schemas import CodeSchema, CodingSchema, LabelsSchema
from shared.text import tidy
from shared.web.faults import fault

MOST_TEXTS, MOST_CANDIDATES, LONGEST = 1_000, 20, 100_000


def _one_to_many(texts: Sequence[str]) -> None:
    if not texts:
        raise ma.ValidationError([fault("empty")])
    if len(texts) > MOST_TEXTS:
        raise ma.ValidationError([fault("too_many", max=MOST_TEXTS)])


class CodeRequestSchema(ma.Schema):
    """Texts to be coded: titles to ISCO-08, programmes to ISCED-F 2013, advertisements to ESCO.

    Any text is answered, an empty one by abstaining. An advertisement is taken as it is, so that
    spans count its own characters.
    """

    kind = fields.String(required=True, validate=validate.OneOf(["title", "programme", "advert"]))
    texts = fields.List(
        fields.String(validate=validate.Length(max=LONGEST)),
        required=True,
        validate=_one_to_many,
        metadata={"description": f"1 to {MOST_TEXTS:,} texts of up to {LONGEST:,} characters"},
    )
    top = fields.Integer(
        strict=True,
        load_default=5,
        validate=validate.Range(1, MOST_CANDIDATES),
        metadata={"description": "most candidates for each text"},
    )

    @ma.post_load
    def _tidied(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        if asked["kind"] == "advert":
            return asked
        return {**asked, "texts": [tidy(text) for text in asked["texts"]]}


class CandidateLabelsSchema(LabelsSchema):
    """A skill may have no Thai name yet."""

    th = fields.String(allow_none=True)


class SpanSchema(ma.Schema):
    """Characters of the text as it was given, the last one not included."""

    start = fields.Integer()
    end = fields.Integer()


class CandidateSchema(CodeSchema):
    """A code that a text may stand for; what concerns a place in the text only of skills."""

    labels = fields.Nested(CandidateLabelsSchema)
    probability = fields.Float()
    evidence = fields.String()
    accepted = fields.Boolean(metadata={"description": "the coder decides for this code"})
    uri = fields.String()
    span = fields.Nested(SpanSchema)
    essential = fields.Boolean(
        allow_none=True,
        metadata={"description": "a must (true), a plus (false), or not said (null)"},
    )


class CodedTextSchema(ma.Schema):
    """One text, the coder's decision, and what else it may stand for."""

    text = fields.String()
    decision = fields.Nested(
        CodingSchema, allow_none=True, metadata={"description": "null: a text has many skills"}
    )
    candidates = fields.List(fields.Nested(CandidateSchema))


class CodeAnswerSchema(ma.Schema):
    """One result per text, in the order asked."""

    kind = fields.String()
    classification = fields.String()
    versions = fields.Dict(keys=fields.String(), values=fields.String())
    results = fields.List(fields.Nested(CodedTextSchema))
