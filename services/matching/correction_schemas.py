"""What may be asked about corrections, and what is answered."""

from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.matching.schemas import LONGEST_TEXT, LabelsSchema, Text
from shared.identifiers import mask
from shared.taxonomy import isced_f, isco
from shared.web.faults import fault

LONGEST_REASON, LONGEST_RECORD, MOST_SHOWN, LARGEST_ID = 500, 400, 1_000, 2**31 - 1


class MaskedText(Text):
    """Identifiers are masked, as the door masks them in the titles that are compared with this."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        return mask(super()._deserialize(value, attr, data, **kwargs))


class CorrectionSchema(ma.Schema):
    """A person's code for a text, given as such or as the record that it stands in."""

    kind = fields.String(required=True, validate=validate.OneOf(["title", "programme"]))
    text = MaskedText(load_default=None, validate=validate.Length(1, LONGEST_TEXT))
    record = Text(
        load_default=None,
        validate=validate.Length(1, LONGEST_RECORD),
        metadata={"description": "reference of the record, in the place of its text"},
    )
    provider = Text(
        load_default=None,
        validate=validate.Length(1, 100),
        metadata={"description": "whose record; for operators"},
    )
    code = fields.String(
        required=True,
        metadata={"description": "unit group of ISCO-08, or detailed field of ISCED-F 2013"},
    )
    reason = MaskedText(load_default=None, validate=validate.Length(1, LONGEST_REASON))

    @ma.validates_schema
    def _check(self, asked: dict[str, Any], **_: Any) -> None:
        if (asked.get("text") is None) == (asked.get("record") is None):
            raise ma.ValidationError([fault("either", one="text", other="record")], "text")
        codes, name = _UNIT_GROUPS if asked.get("kind") == "title" else _DETAILED_FIELDS
        code = asked.get("code")
        if "kind" in asked and code is not None and code not in codes(4):
            raise ma.ValidationError(
                [fault("unknown_code", value=code, classification=name)], "code"
            )


_UNIT_GROUPS = (isco.groups, "ISCO-08 (4)")
_DETAILED_FIELDS = (isced_f.groups, "ISCED-F 2013 (4)")


class CorrectionPageArgs(ma.Schema):
    """Paging from the newest to the oldest."""

    cursor = fields.Integer(load_default=None, validate=validate.Range(1, LARGEST_ID))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_SHOWN))


class ActSchema(ma.Schema):
    """Who did something, in which role, and when."""

    organisation = fields.String()
    role = fields.String()
    at = fields.String()


class KeptCorrectionSchema(ma.Schema):
    """A correction as it is kept."""

    id = fields.Integer()
    kind = fields.String()
    text = fields.String()
    code = fields.String()
    labels = fields.Nested(LabelsSchema, allow_none=True)
    former_code = fields.String(
        allow_none=True, metadata={"description": "the coder's before; null: it abstained"}
    )
    reason = fields.String(allow_none=True)
    scope = fields.String(
        metadata={"description": "everybody: counts everywhere; own: for the provider's records"}
    )
    confirms = fields.Integer(allow_none=True)
    made = fields.Nested(ActSchema)
    withdrawn = fields.Nested(ActSchema, allow_none=True)
    applied = fields.Boolean(
        metadata={"description": "false: withdrawn, or no code of the classification in use"}
    )
    recoding = fields.String(
        metadata={"description": "queued: records it touches are still assessed anew; done"}
    )


class CorrectionPageSchema(ma.Schema):
    """Some corrections, newest first, and where to go on."""

    corrections = fields.List(fields.Nested(KeptCorrectionSchema))
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )
