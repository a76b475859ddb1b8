"""What the door decides without a database: pseudonyms, keys, the state to keep."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

from shared.contracts import Graduate, Vacancy
from shared.web.faults import Fault

UNVERSIONED = 0
"""Version inside stored content; the row's own version is put in when it is published."""

Status = Literal["created", "updated", "unchanged", "invalid"]


@dataclass(frozen=True)
class Outcome:
    """What became of one posted record; `record` is its id from now on, None when refused."""

    status: Status
    reference: str | None
    record: str | None = None
    version: int | None = None
    faults: Sequence[tuple[str, Fault]] = ()


@dataclass(frozen=True)
class Kept:
    """A record as it goes into the store: key, canonical JSON and its hash."""

    key: str
    provider: str
    content: str
    content_hash: str


def pseudonym(secret: bytes, provider: str, reference: str) -> str:
    """The id that stands for a provider's own reference; without the key it leads nowhere back.

    HMAC-SHA-256 (RFC 2104) over provider and reference, 32 hexadecimal digits.
    """
    text = f"{provider}\0{reference}".encode()
    return hmac.digest(secret, text, "sha256").hex()[:32]


def graduate_state(provider: str, record: str, posted: Mapping[str, Any]) -> Graduate:
    """The full state a validated post stands for."""
    return Graduate(provider=provider, record=record, version=UNVERSIONED, **posted)


def vacancy_state(provider: str, record: str, posted: Mapping[str, Any]) -> Vacancy:
    """The full state a validated post stands for."""
    return Vacancy(provider=provider, record=record, version=UNVERSIONED, **posted)


def closing(posted_on: str, closed_on: str | None, filled: bool | None) -> dict[str, Any]:
    """The closing that counts: a later posting of the vacancy opens it again."""
    if closed_on is None or closed_on < posted_on:
        return {"closed_on": None, "filled": None}
    return {"closed_on": closed_on, "filled": filled}


def kept(state: Graduate | Vacancy) -> Kept:
    """The state as it is stored: the same state gives the same bytes."""
    content = msgspec.json.encode(state)
    digest = hashlib.sha256(content).hexdigest()
    return Kept(state.key, state.provider, content.decode(), digest)
