"""Events that were refused: kept on a topic of their own, shown, sent again, forgotten.

A letter's key is `<topic>/<key>` of the refused event, so that a later refusal of the same record
replaces it and an erasure can reach it; an event without a key is known by its place instead.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from shared.bus.log import Log, Record
from shared.contracts.catalogue import DEAD_LETTERS
from shared.contracts.message import Message

_TOPIC, _KEY, _OFFSET, _TOMBSTONE = "dl_topic", "dl_key", "dl_offset", "dl_tombstone"
_REASON, _TIME = "dl_reason", "dl_time"
_OWN_HEADERS = frozenset((_TOPIC, _KEY, _OFFSET, _TOMBSTONE, _REASON, _TIME))
_LONGEST_REASON = 1000


@dataclass(frozen=True)
class DeadLetter:
    """A refused event, where it lay and why it was refused."""

    key: str
    original: Message
    offset: int
    reason: str
    refused_at: str


class Replayed(NamedTuple):
    """How many letters were sent again, and how many dropped: their record has moved on."""

    sent: int
    outdated: int


def refuse(log: Log, record: Record, reason: str) -> None:
    """Keep `record` as a dead letter, durably; raises LogUnavailable."""
    headers = {
        **record.headers,
        _TOPIC: record.topic,
        _KEY: record.key,
        _OFFSET: str(record.offset),
        _TOMBSTONE: str(record.value is None),  # a letter without a body would be one itself
        _REASON: reason[:_LONGEST_REASON],
        _TIME: datetime.now(UTC).isoformat(timespec="seconds"),
    }
    place = record.key or f"{record.partition}/{record.offset}"
    log.append(
        [Message(DEAD_LETTERS.name, f"{record.topic}/{place}", record.value or b"", headers)]
    )


def forgetting(topic: str, key: str) -> Message:
    """The tombstone of what may be kept of an erased record as a dead letter."""
    return Message(DEAD_LETTERS.name, f"{topic}/{key}", None)


def list_dead_letters(log: Log) -> list[DeadLetter]:
    """Every dead letter that was not sent again or forgotten, oldest first."""
    letters: dict[str, DeadLetter] = {}
    for record in log.replay([DEAD_LETTERS.name]):
        letters.pop(record.key, None)
        if record.value is not None:
            letters[record.key] = _letter(record, record.value)
    return list(letters.values())


def replay_dead_letters(log: Log, keys: Collection[str] | None = None) -> Replayed:
    """Send the letters with these keys, or all, to their topics again.

    Not the outdated ones: on a compacted topic an older state that comes last would be the only
    one to stay. Stop the topic's producers first, or a state published meanwhile comes before.
    """
    chosen = [letter for letter in list_dead_letters(log) if keys is None or letter.key in keys]
    outdated = _outdated(log, chosen)
    current = [letter for letter in chosen if letter.key not in outdated]
    log.append([letter.original for letter in current])
    log.append([Message(DEAD_LETTERS.name, letter.key, None) for letter in chosen])
    return Replayed(sent=len(current), outdated=len(outdated))


def _outdated(log: Log, letters: Sequence[DeadLetter]) -> set[str]:
    """Keys of the letters whose record is further up on its topic in a later state."""
    asked = {(x.original.topic, x.original.key): x for x in letters if x.original.key}
    outdated = set()
    for record in log.replay(sorted({topic for topic, _ in asked})):
        letter = asked.get((record.topic, record.key))
        if letter and record.offset > letter.offset:
            outdated.add(letter.key)
    return outdated


def _letter(record: Record, body: bytes) -> DeadLetter:
    headers = record.headers
    original = Message(
        topic=headers[_TOPIC],
        key=headers[_KEY],
        value=None if headers[_TOMBSTONE] == str(True) else body,
        headers={name: value for name, value in headers.items() if name not in _OWN_HEADERS},
    )
    return DeadLetter(record.key, original, int(headers[_OFFSET]), headers[_REASON], headers[_TIME])
