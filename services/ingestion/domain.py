"""What the door decides without a database: pseudonyms, keys, the state to keep."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Any, Literal

import msgspec

from shared.contracts import Graduate, Vacancy
from shared.web.faults import Fault

_BLOCK = 64  # bytes that SHA-256 takes at a time
_encode = msgspec.json.Encoder().encode

UNVERSIONED = 0
"""Version inside stored content; the row's own version is put in when it is published."""

Kind = Literal["graduates", "vacancies"]
Status = Literal["created", "updated", "unchanged", "invalid"]
Noted = Sequence[tuple[str, Fault]]
"""JSON pointers into a posted record, each with what is said of the value there."""


class Outcome(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What became of one posted record; `record` is its id from now on, None when refused.

    `warnings` do not keep a record from being taken.
    """

    status: Status
    reference: str | None = None
    record: str | None = None
    version: int | None = None
    faults: Noted = ()
    warnings: Noted = ()


class Kept(msgspec.Struct, frozen=True, gc=False):
    """A record as it goes into the store: key, canonical JSON in UTF-8 and its hash.

    `state` is the same unwritten, for those who count records without reading them again.
    """

    key: str
    provider: str
    encoded: bytes
    content_hash: str
    state: Graduate | Vacancy

    @property
    def content(self) -> str:
        return self.encoded.decode()


class Valid(msgspec.Struct, frozen=True, gc=False):
    """A posted record that may be kept, under the reference that its provider knows it by."""

    reference: str
    record: Kept
    warnings: Noted = ()


def pseudonym(secret: bytes, provider: str, reference: str) -> str:
    """The id that stands for a provider's own reference; without the key it leads nowhere back.

    HMAC-SHA-256 (RFC 2104) over provider and reference, 32 hexadecimal digits.
    """
    keyed_inner, keyed_outer = _keyed(secret)
    inner, outer = keyed_inner.copy(), keyed_outer.copy()
    inner.update(f"{provider}\0{reference}".encode())
    outer.update(inner.digest())
    digest: str = outer.hexdigest()
    return digest[:32]


@lru_cache(maxsize=8)
def _keyed(secret: bytes) -> tuple[Any, Any]:
    """HMAC's inner and outer hash that have read the key: half of the work, the same each time."""
    block = (sha256(secret).digest() if len(secret) > _BLOCK else secret).ljust(_BLOCK, b"\0")
    return sha256(bytes(byte ^ 0x36 for byte in block)), sha256(
        bytes(byte ^ 0x5C for byte in block)
    )


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
    encoded = _encode(state)
    return Kept(state.key, state.provider, encoded, sha256(encoded).hexdigest(), state)
