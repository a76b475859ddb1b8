"""What an employer posts about a vacancy, and about its closing."""

from collections.abc import Mapping
from typing import Any, get_args

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.fields import (
    AddressableText,
    EraDate,
    Level,
    MaskedText,
    Number,
    TrueOrFalse,
    field_code,
    industry_code,
    occupation_code,
    refuse_mixed_eras,
    region_code,
)
from services.ingestion.schemas.pay import PaySchema
from shared.contracts.graduate import Contract
from shared.web.faults import fault


class VacancySchema(ma.Schema):
    """One vacancy under the employer's own reference; contact details in texts are masked."""

    reference = AddressableText(longest=200, required=True)
    title = MaskedText(longest=300, required=True)
    description = MaskedText(longest=20_000, shortest=0, allow_none=True)
    employer = MaskedText(
        longest=200,
        allow_none=True,
        metadata={"description": "the firm that hires, where another posts for it"},
    )
    occupation = occupation_code(allow_none=True)
    industry = industry_code(allow_none=True)
    region = region_code(allow_none=True)
    pay = fields.Nested(PaySchema, allow_none=True)
    level_required = Level(allow_none=True)
    fields_accepted = fields.List(field_code(), validate=validate.Length(max=100))
    skills = fields.List(MaskedText(longest=200), validate=validate.Length(max=100))
    experience_years = Number(allow_none=True, validate=validate.Range(0, 60))
    openings = fields.Integer(strict=True, validate=validate.Range(1, 100_000))
    contract = fields.String(allow_none=True, validate=validate.OneOf(get_args(Contract)))
    posted_on = EraDate(required=True)
    closes_on = EraDate(allow_none=True)
    synthetic = TrueOrFalse(metadata={"description": "true for made-up records"})

    @ma.validates_schema(pass_original=True, skip_on_field_errors=False)
    def one_era(self, posted: Mapping[str, Any], original: Mapping[str, Any], **_: Any) -> None:
        refuse_mixed_eras(original, ("posted_on",), ("closes_on",))

    @ma.validates_schema
    def closes_after_posting(self, posted: Mapping[str, Any], **_: Any) -> None:
        if posted.get("closes_on") and posted["closes_on"] < posted["posted_on"]:
            raise ma.ValidationError({"closes_on": [fault("before", other="posted_on")]})

    @ma.post_load
    def fix_lists(self, posted: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Each code and skill once, in the order given."""
        for name in ("fields_accepted", "skills"):
            if name in posted:
                posted[name] = tuple(dict.fromkeys(posted[name]))
        return posted


class ClosingSchema(ma.Schema):
    """The end of a vacancy before its closing date."""

    closed_on = EraDate(required=True)
    filled = TrueOrFalse(
        allow_none=True,
        load_default=None,
        metadata={"description": "true: somebody was hired; false: withdrawn; null: not said"},
    )
