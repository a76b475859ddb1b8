"""Pay as it is posted: exact, or a band whose ends may be open."""

import math
from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.schemas.fields import Number
from shared.contracts import Pay
from shared.web.faults import fault

_LARGEST = 1e12


def _amount() -> Number:
    return Number(allow_none=True, validate=validate.Range(0, _LARGEST))


class PaySchema(ma.Schema):
    """`{"exact": 18000}` or `{"low": 15000, "high": 20000}`; THB a month unless said otherwise."""

    exact = _amount()
    low = _amount()
    high = _amount()
    currency = fields.String(
        load_default="THB",
        validate=validate.Regexp(r"[A-Z]{3}\Z", error="Not a valid string."),
        metadata={"description": "ISO 4217"},
    )
    period = fields.String(
        load_default="month", validate=validate.OneOf(["hour", "day", "month", "year"])
    )

    @ma.validates_schema
    def ends_fit(self, posted: Mapping[str, Any], **_: Any) -> None:
        """One of the two forms, and the right way up."""
        exact, low, high = (posted.get(name) for name in ("exact", "low", "high"))
        if exact is None and low is None and high is None:
            raise ma.ValidationError([fault("empty_pay")])
        if exact is not None and not (low is None and high is None):
            raise ma.ValidationError({"exact": [fault("exact_and_band")]})
        if low is not None and low > (math.inf if high is None else high):
            raise ma.ValidationError({"low": [fault("upside_down")]})

    @ma.post_load
    def to_pay(self, posted: Mapping[str, Any], **_: Any) -> Pay:
        """An exact amount is a band of one point."""
        exact = posted.get("exact")
        return Pay(
            low=posted.get("low") if exact is None else exact,
            high=posted.get("high") if exact is None else exact,
            currency=posted["currency"],
            period=posted["period"],
        )
