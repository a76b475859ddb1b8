"""What an entry of the audit log says, and the hash that ties it to all entries before it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

import msgspec

Action = Literal["write", "read", "export", "erase"]

SAID = (
    "id",
    "at",
    "organisation",
    "key_id",
    "provider",
    "action",
    "kind",
    "subject",
    "count",
    "digest",
    "outcome",
    "correlation_id",
)
"""The columns that the hash covers, in its order; the place in the chain comes before them."""


@dataclass(frozen=True)
class Act:
    """What was done to data of persons.

    `provider` is whose data it is, None when it is that of many; `subject` the record's pseudonym
    or the batch's id, None for a list, which `count` and `digest` (of its pseudonyms) tell.
    """

    action: Action
    kind: str
    provider: str | None
    subject: str | None = None
    count: int = 1
    digest: str | None = None
    outcome: str = "done"


def digest_of(records: Iterable[str]) -> str:
    """SHA-256 over pseudonyms in their order: who knows them can tell that they were meant."""
    return hashlib.sha256("\n".join(records).encode()).hexdigest()


def first_hash(chain: str) -> str:
    """What stands before the first entry, so that no chain can be put in another's place."""
    return hashlib.sha256(f"lmis audit {chain}".encode()).hexdigest()


def next_hash(previous: str, position: int, entry: Any) -> str:
    """The hash of `entry` (anything with the columns of `SAID`) at its place after `previous`."""
    said = [position, *(getattr(entry, name) for name in SAID)]
    return hashlib.sha256(bytes.fromhex(previous) + msgspec.json.encode(said)).hexdigest()
