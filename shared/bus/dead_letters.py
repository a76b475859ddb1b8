"""Events that were refused: kept on a topic of their own, shown, sent again, forgotten.

A letter's key is `<topic>/<key>` of the refused event, so that a later refusal of the same record
replaces it and an erasure can reach it; an event without a key is known by its place instead.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from shared.bus.log import Log, Record
from shared.contracts.catalogue import DEAD_LETTERS
from shared.contracts.message import Message

_TOPIC, _KEY, _REASON, _TIME = "dl_topic", "dl_key", "dl_reason", "dl_time"
_OWN_HEADERS = frozenset((_TOPIC, _KEY, _REASON, _TIME))


@dataclass(frozen=True)
class DeadLetter:
    """A refused event and why it was refused."""

    key: str
    original: Message
    reason: str
    refused_at: str


def refuse(log: Log, record: Record, reason: str) -> None:
    """Keep `record` as a dead letter, durably; raises LogUnavailable."""
    headers = {
        **record.headers,
        _TOPIC: record.topic,
        _KEY: record.key,
        _REASON: reason[:1000],
        _TIME: datetime.now(UTC).isoformat(timespec="seconds"),
    }
    place = record.key or f"{record.partition}/{record.offset}"
    body = record.value if record.value is not None else b""
    log.append([Message(DEAD_LETTERS.name, f"{record.topic}/{place}", body, headers)])


def forgetting(topic: str, key: str) -> Message:
    """The tombstone of what may be kept of an erased record as a dead letter."""
    return Message(DEAD_LETTERS.name, f"{topic}/{key}", None)


def list_dead_letters(log: Log) -> list[DeadLetter]:
    """Every dead letter that was not sent again or forgotten, oldest first."""
    letters: dict[str, DeadLetter] = {}
    for record in log.replay([DEAD_LETTERS.name]):
        letters.pop(record.key, None)
        if record.value is not None:
            letters[record.key] = _letter(record)
    return list(letters.values())


def replay_dead_letters(log: Log, keys: Collection[str] | None = None) -> int:
    """Send the letters with these keys, or all, to their topics again; how many there were."""
    chosen = [x for x in list_dead_letters(log) if keys is None or x.key in keys]
    log.append([letter.original for letter in chosen])
    log.append([Message(DEAD_LETTERS.name, letter.key, None) for letter in chosen])
    return len(chosen)


def _letter(record: Record) -> DeadLetter:
    headers = {k: v for k, v in record.headers.items() if k not in _OWN_HEADERS}
    original = Message(
        topic=record.headers[_TOPIC],
        key=record.headers[_KEY],
        value=record.value or None,
        headers=headers,
    )
    return DeadLetter(record.key, original, record.headers[_REASON], record.headers[_TIME])
