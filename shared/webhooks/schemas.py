"""What may be asked about receivers and messages, and what is answered."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma
from marshmallow import fields, validate

from shared.webhooks.addresses import Reach, url_faults
from shared.webhooks.deliveries import STATUSES
from shared.webhooks.sending import FAILURES

LARGEST_ID = 2**31 - 1
LONGEST_URL, MOST_SHOWN = 2_000, 1_000


def url_field() -> fields.String:
    """Where to send messages; a schema that knows how far they may go checks it with that."""
    return fields.String(
        required=True,
        validate=validate.Length(1, LONGEST_URL),
        metadata={"description": "https; messages are posted there", "format": "uri"},
    )


def refuse_url(asked: Mapping[str, Any], reach: Reach) -> None:
    """Raises ValidationError where the url that was asked for is out of reach."""
    refused: list[Any] = list(url_faults(asked.get("url", ""), reach))
    if refused and "url" in asked:
        raise ma.ValidationError(refused, "url")


def secret_field() -> fields.String:
    """What checks the messages of a receiver."""
    about = "whsec_…, for Standard Webhooks; keep it: it is not shown again"
    return fields.String(metadata={"description": about})


class PageArgs(ma.Schema):
    """Paging from the newest to the oldest."""

    cursor = fields.Integer(load_default=None, validate=validate.Range(1, LARGEST_ID))
    limit = fields.Integer(load_default=100, validate=validate.Range(1, MOST_SHOWN))


class AttemptSchema(ma.Schema):
    """One attempt to send a message."""

    at = fields.String()
    status = fields.Integer(allow_none=True, metadata={"description": "of the HTTP answer"})
    failure = fields.String(
        allow_none=True,
        validate=validate.OneOf(list(FAILURES)),
        metadata={"description": "; ".join(f"{code}: {text}" for code, text in FAILURES.items())},
    )


class DeliverySchema(ma.Schema):
    """A message and how far it has come."""

    id = fields.Integer()
    event = fields.String(metadata={"description": "the webhook-id, the same at every attempt"})
    kind = fields.String(metadata={"description": "what it is about, or test"})
    made_at = fields.String()
    status = fields.String(validate=validate.OneOf(STATUSES))
    next_attempt = fields.String(allow_none=True)
    attempts = fields.List(fields.Nested(AttemptSchema))
    body = fields.Dict(metadata={"description": "the CloudEvent as it is sent"})


class DeliveryPageSchema(ma.Schema):
    """Some messages to a receiver, newest first, and where to go on."""

    deliveries = fields.List(fields.Nested(DeliverySchema))
    next = fields.Integer(
        allow_none=True, metadata={"description": "cursor of the next page; null: this was all"}
    )
