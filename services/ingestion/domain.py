"""What the door decides without a database: pseudonyms, keys, masking, the state to keep."""

import hashlib
import hmac
import re
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


# Digits are those of any script: ๐๘๑ is 081. Each pattern reads a text once, however long.
_THAI = "\\u0e00-\\u0e7f"
_EMAIL = re.compile(
    rf"""
    (?: [a-zA-Z0-9\u00c0-\u024f._%+-]++ | [{_THAI}]++ )  # taken without an address after it too,
    ( [@＠]                                               # so that no run is read twice
      (?: [a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+ | [\w{_THAI}-]+(?:\.[\w{_THAI}-]+)+ ) )?""",
    re.VERBOSE,
)
_NATIONAL_ID = re.compile(r"(?<!\d)\d[- ]?\d{4}[- ]?\d{5}[- ]?\d{2}[- ]?\d(?!\d)")
_PHONE = re.compile(
    r"""
    (?: \(?[+＋](?:66|๖๖)\)?[-. ]?(?:\([0๐]\)[-. ]?)? | (?<!\d)\(?[0๐] )
    (?: \d{2}\)?[-–. ]?\d{3}[-–. ]?\d{3,4} | \d\)?[-–. ]?\d{3}[-–. ]?\d{4}  # 081-234-5678
      | \d[- ]?\d{4}[- ]?\d{3,4} | [- ]?\d{4}[- ]?\d{4} )                   # 0-2123-4567
    (?!\d)""",
    re.VERBOSE,
)


def personal_identifier(text: str) -> str | None:
    """The kind of personal identifier found in `text`: email, national_id, phone, or None.

    A number is a Thai national id only when its check digit fits (weights 13…2, modulo 11).
    """
    if _has_at(text) and any(found[1] for found in _EMAIL.finditer(text)):
        return "email"
    if any(_is_national_id(found.group()) for found in _NATIONAL_ID.finditer(text)):
        return "national_id"
    return "phone" if _PHONE.search(text) else None


def mask(text: str) -> str:
    """The text with e-mail addresses, national ids and telephone numbers blotted out."""
    if _has_at(text):
        text = _EMAIL.sub(lambda found: "[e-mail]" if found[1] else found.group(), text)
    text = _NATIONAL_ID.sub(
        lambda found: "[id]" if _is_national_id(found.group()) else found.group(), text
    )
    return _PHONE.sub("[phone]", text)


def _has_at(text: str) -> bool:
    return "@" in text or "＠" in text


def _is_national_id(text: str) -> bool:
    digits = [int(character) for character in text if character.isdigit()]
    weighted = sum(
        weight * digit for weight, digit in zip(range(13, 1, -1), digits[:12], strict=True)
    )
    return (11 - weighted % 11) % 10 == digits[12]
