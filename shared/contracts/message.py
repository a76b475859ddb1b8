"""A keyed message as the log carries it, before anyone has read what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """What is appended to the log: `value` None is a tombstone for `key`."""

    topic: str
    key: str
    value: bytes | None
    headers: Mapping[str, str] = field(default_factory=dict)
