"""API keys: 256 random bits shown once, of which only the SHA-256 is kept.

A plain hash is enough because the secret is random, not chosen by a person.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_FORM = re.compile(r"lmis_([0-9a-f]{12})_[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class NewKey:
    """A key just made: `text` goes to its owner, `key_id` and `digest` to the database."""

    text: str
    key_id: str
    digest: str


def make_key() -> NewKey:
    """A new key `lmis_<key id>_<secret>`."""
    key_id = secrets.token_hex(6)
    text = f"lmis_{key_id}_{secrets.token_urlsafe(32)}"
    return NewKey(text, key_id, digest_of(text))


def key_id_of(text: str) -> str | None:
    """The public part that finds the key's row; None when `text` is not of the form."""
    found = _FORM.fullmatch(text)
    return found[1] if found else None


def digest_of(text: str) -> str:
    """SHA-256 of the whole key, as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def matches(text: str, digest: str) -> bool:
    """Whether `text` is the key with this digest, in constant time."""
    return hmac.compare_digest(digest_of(text), digest)
