"""What is sent: a CloudEvent as one JSON text, the same at every attempt.

Source: CloudEvents 1.0.2, JSON event format (structured mode).
"""

import secrets
from collections.abc import Mapping
from typing import Any

import msgspec

MEDIA_TYPE = "application/cloudevents+json"


def new_event() -> str:
    """An id for a message that happens once."""
    return f"msg_{secrets.token_hex(16)}"


def cloud_event(
    event: str, kind: str, source: str, subject: str, at: str, told: Mapping[str, Any]
) -> str:
    """The message `event`, of the CloudEvents type `kind`; `told` is what happened at `at`."""
    said: dict[str, Any] = {
        "specversion": "1.0",
        "id": event,
        "source": source,
        "type": kind,
        "subject": subject,
        "time": at,
        "datacontenttype": "application/json",
        "data": told,
    }
    return msgspec.json.encode(said).decode()
