"""What may be asked about webhooks, and what is answered."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from services.ingestion.notices.register import EVENTS
from services.ingestion.schemas.fields import TrueOrFalse
from shared.webhooks.addresses import Reach
from shared.webhooks.schemas import (
    DeliveryPageSchema,
    DeliverySchema,
    refuse_url,
    secret_field,
    url_field,
)


class WebhookSchema(ma.Schema):
    """Where to send word, and of what."""

    url = url_field()
    events = fields.List(
        fields.String(validate=validate.OneOf(EVENTS)),
        required=True,
        validate=validate.Length(1, len(EVENTS)),
        metadata={"example": list(EVENTS)},
    )
    first_codings = TrueOrFalse(
        load_default=False,
        metadata={
            "description": "for record.coded: also tell when a record is coded for the first time"
        },
    )


class ReachableWebhookSchema(WebhookSchema):
    """A webhook whose address is checked against where messages may go."""

    def __init__(self, reach: Reach) -> None:
        super().__init__()
        self._reach = reach

    @ma.validates_schema(skip_on_field_errors=False)
    def _leads_somewhere(self, asked: Mapping[str, Any], **_: Any) -> None:
        refuse_url(asked, self._reach)


class KeptWebhookSchema(WebhookSchema):
    """A webhook as it is kept; its secret is never shown again."""

    id = fields.Integer()
    made_at = fields.String()
    former_until = fields.String(
        allow_none=True,
        metadata={"description": "until then the secret before signs too; null: there is none"},
    )
    disabled = fields.Dict(
        allow_none=True,
        metadata={
            "description": "when and why nothing is sent any more; gone: HTTP 410; silent: a "
            "message could not be delivered for days, and none that was made later either"
        },
    )


class NewWebhookSchema(KeptWebhookSchema):
    """A webhook with a new secret that checks its messages: shown this once."""

    secret = secret_field()


class WebhookPageSchema(ma.Schema):
    """Some webhooks, newest first, and where to go on."""

    webhooks = fields.List(fields.Nested(KeptWebhookSchema))
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )


class WebhookDeliverySchema(DeliverySchema):
    """A message to a webhook and how far it has come."""

    kind = fields.String(validate=validate.OneOf([*EVENTS, "test"]))


class WebhookDeliveryPageSchema(DeliveryPageSchema):
    """Some messages to a webhook, newest first, and where to go on."""

    deliveries = fields.List(fields.Nested(WebhookDeliverySchema))
