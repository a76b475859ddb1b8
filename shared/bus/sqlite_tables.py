"""The tables of the log in SQLite, and what is asked of them by more than one module.

A stream is one partition of one topic. Records lie in the order of writing, whatever their
stream, so that appending only ever fills the end of the file.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from threading import Condition
from typing import Any, Protocol

import msgspec

from shared.bus.log import LogUnavailable, Record
from shared.bus.partitions import Partition

PAGE = 1000
"""Records read or deleted at a time, so that nobody waits long for the file."""

EVERY_CONNECTION = ("PRAGMA busy_timeout=30000", "PRAGMA secure_delete=ON")

SETUP = (
    "PRAGMA journal_mode=WAL",
    """CREATE TABLE IF NOT EXISTS topics (
        name TEXT PRIMARY KEY, partitions INTEGER NOT NULL, settings TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS streams (
        id INTEGER PRIMARY KEY, topic TEXT NOT NULL, number INTEGER NOT NULL,
        next_position INTEGER NOT NULL DEFAULT 0, clean_to INTEGER NOT NULL DEFAULT 0,
        UNIQUE (topic, number)
    )""",
    """CREATE TABLE IF NOT EXISTS records (
        id INTEGER PRIMARY KEY, stream INTEGER NOT NULL, position INTEGER NOT NULL,
        timestamp INTEGER NOT NULL, key TEXT NOT NULL, value BLOB, headers TEXT NOT NULL,
        UNIQUE (stream, position)
    )""",
    """CREATE INDEX IF NOT EXISTS tombstones ON records (stream, timestamp)
        WHERE value IS NULL""",
    # `reader` is a consumer group: "group" is a word of SQL.
    """CREATE TABLE IF NOT EXISTS committed (
        reader TEXT NOT NULL, stream INTEGER NOT NULL, position INTEGER NOT NULL,
        PRIMARY KEY (reader, stream)
    ) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS members (
        name TEXT PRIMARY KEY, reader TEXT NOT NULL, topics TEXT NOT NULL, expires REAL NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS held (
        reader TEXT NOT NULL, stream INTEGER NOT NULL, member TEXT NOT NULL,
        PRIMARY KEY (reader, stream)
    ) WITHOUT ROWID""",
)

encode = msgspec.json.Encoder().encode
mapping = msgspec.json.Decoder(dict[str, str]).decode


class Rows(Protocol):
    """A connection to the log's file, used by one thread at a time."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Iterable[Any]: ...

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object: ...

    def close(self) -> None: ...


class LogFile(Protocol):
    """The file that the log, its members and its compaction share."""

    changed: Condition

    def connect(self, *, durable: bool) -> Rows:
        """A connection; unless `durable`, a power cut may undo the last commits."""

    def writing(self, rows: Rows) -> AbstractContextManager[None]:
        """One transaction that alone may write."""

    def faults(self) -> AbstractContextManager[None]:
        """What may pass becomes LogUnavailable."""

    def tell(self) -> None:
        """Wake the members that wait in this process."""


def streams_of(rows: Rows, topic: str) -> list[int]:
    """The topic's streams in the order of their partitions' numbers."""
    found = rows.execute("SELECT id FROM streams WHERE topic = ? ORDER BY number", (topic,))
    streams = [stream for (stream,) in found]
    if not streams:
        raise LogUnavailable(f"topic {topic!r} has not been made")
    return streams


def end_of(rows: Rows, stream: int) -> int:
    ((end,),) = rows.execute("SELECT next_position FROM streams WHERE id = ?", (stream,))
    return int(end)


def committed_by(rows: Rows, group: str) -> dict[int, int]:
    """Stream -> the group's position, where it has one."""
    return dict(rows.execute("SELECT stream, position FROM committed WHERE reader = ?", (group,)))


def read(
    rows: Rows, stream: int, partition: Partition, start: int, end: int | None, limit: int
) -> list[Record]:
    """Up to `limit` records of `stream` from `start` to before `end`."""
    topic, number = partition
    found = rows.execute(
        "SELECT position, timestamp, key, value, headers FROM records WHERE stream = ?"
        " AND position >= ? AND position < ? ORDER BY position LIMIT ?",
        (stream, start, end if end is not None else 1 << 62, limit),
    )
    return [
        Record(topic, key, value, mapping(headers), number, position, timestamp)
        for position, timestamp, key, value, headers in found
    ]
