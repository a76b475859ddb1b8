"""Signatures of webhooks: who has the secret knows that a message is ours, whole and of now.

Source: Standard Webhooks 1.0 (symmetric signatures: HMAC-SHA256 over id.timestamp.body).
"""

import base64
import hashlib
import hmac
import secrets as random_bytes
from collections.abc import Sequence

_PREFIX = "whsec_"
_SECRET_BYTES = 32


def new_secret() -> str:
    """`whsec_` and 256 random bits in base64."""
    return _PREFIX + base64.b64encode(random_bytes.token_bytes(_SECRET_BYTES)).decode()


def signature(secret: str, event: str, timestamp: int, body: bytes) -> str:
    """What the header `webhook-signature` says of a message sent at `timestamp` (Unix seconds)."""
    key = base64.b64decode(secret.removeprefix(_PREFIX))
    signed = f"{event}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()


def headers(secrets: Sequence[str], event: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The headers that a receiver checks; any of several signatures will do for it."""
    signed = [signature(secret, event, timestamp, body) for secret in secrets]
    return {
        "webhook-id": event,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signed),
    }
