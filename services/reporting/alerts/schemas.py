"""What may be asked about alerts, and what is answered."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.reporting.alerts.rules import COMPARISONS, WATCHED
from services.reporting.data_sets import Publication
from services.reporting.data_sets.naming import faults_of
from shared.web.faults import fault
from shared.web.fields import Number
from shared.webhooks.addresses import Reach
from shared.webhooks.schemas import (
    DeliveryPageSchema,
    DeliverySchema,
    refuse_url,
    secret_field,
    url_field,
)

LARGEST_THRESHOLD = 1e12
LONGEST_CODE, MOST_DIMENSIONS = 100, 20


class AlertSchema(ma.Schema):
    """A rule about one figure, and where to send word of it."""

    data_set = fields.String(required=True, metadata={"example": "occupation-balance"})
    indicator = fields.String(required=True, metadata={"example": "tightness"})
    cell = fields.Dict(
        keys=fields.String(validate=validate.Length(1, LONGEST_CODE)),
        values=fields.String(validate=validate.Length(1, LONGEST_CODE)),
        load_default=dict,
        validate=validate.Length(max=MOST_DIMENSIONS),
        metadata={
            "description": "dimension -> code; those not named are everything together",
            "example": {"occupation": "2512", "region": "TH-20"},
        },
    )
    comparison = fields.String(
        required=True,
        validate=validate.OneOf(COMPARISONS),
        metadata={
            "description": "changes_by: at least the threshold away, up or down, from the figure "
            "at the last alert, at first from the first figure seen"
        },
    )
    threshold = Number(
        required=True,
        validate=validate.Range(-LARGEST_THRESHOLD, LARGEST_THRESHOLD),
        metadata={"description": "in the unit of the indicator", "example": 3},
    )
    watches = fields.String(
        data_key="on",
        load_default="release",
        validate=validate.OneOf(WATCHED),
        metadata={"description": "judged by every release, or by every making of live figures"},
    )
    url = url_field()

    @ma.validates_schema
    def _a_change_has_a_size(self, asked: Mapping[str, Any], **_: Any) -> None:
        if asked.get("comparison") == "changes_by" and asked.get("threshold", 1) <= 0:
            refused = fault("not_above", min=0, max=f"{LARGEST_THRESHOLD:.0f}")
            raise ma.ValidationError([refused], "threshold")


class CheckedAlertSchema(AlertSchema):
    """A rule checked against a publication, and its address against where messages may go."""

    def __init__(self, publication: Publication | None, reach: Reach) -> None:
        super().__init__()
        self._publication = publication
        self._reach = reach

    @ma.validates_schema(skip_on_field_errors=False)
    def _means_a_figure(self, asked: Mapping[str, Any], **_: Any) -> None:
        if "data_set" not in asked:
            return
        names = asked["data_set"], asked.get("indicator"), asked.get("cell", {})
        faults: dict[str, Any] = {}
        for place, found in faults_of(self._publication, *names):
            name, *dimension = place.split("/", 1)
            faults.setdefault(name, {})["".join(dimension) or "_schema"] = [found]
        if faults:
            raise ma.ValidationError(faults)

    @ma.validates_schema(skip_on_field_errors=False)
    def _leads_somewhere(self, asked: Mapping[str, Any], **_: Any) -> None:
        refuse_url(asked, self._reach)


class KeptAlertSchema(AlertSchema):
    """An alert as it is kept; its secret is never shown again."""

    id = fields.Integer()
    organisation = fields.String()
    made_at = fields.String()
    state = fields.String(
        validate=validate.OneOf(["unknown", "clear", "raised"]),
        metadata={"description": "by the last figure that could be read; unknown: none yet"},
    )
    seen = fields.Dict(
        allow_none=True,
        metadata={"description": "the publication judged last and its figure; null: none yet"},
    )
    disabled = fields.Dict(
        allow_none=True,
        metadata={"description": "when and why nothing is sent any more; gone: HTTP 410"},
    )


class NewAlertSchema(KeptAlertSchema):
    """An alert just made, with the secret that checks its messages: shown this once."""

    secret = secret_field()


class AlertPageSchema(ma.Schema):
    """Some alerts, newest first, and where to go on."""

    alerts = fields.List(fields.Nested(KeptAlertSchema))
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


class AlertDeliverySchema(DeliverySchema):
    """A message of an alert and how far it has come."""

    kind = fields.String(validate=validate.OneOf(["raised", "test"]))


class AlertDeliveryPageSchema(DeliveryPageSchema):
    """Some messages of an alert, newest first, and where to go on."""

    deliveries = fields.List(fields.Nested(AlertDeliverySchema))
