"""The log in one SQLite file: durable, shared by the threads and processes of one machine."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Condition, Lock

from shared.bus.log import Consumer, LogUnavailable, Record, TopicSettings
from shared.bus.member import Member
from shared.bus.partitions import Partition, partition_of
from shared.bus.sqlite_compaction import compact_stream, give_back, stream_is_due
from shared.bus.sqlite_group import Seat, Session
from shared.bus.sqlite_tables import (
    EVERY_CONNECTION,
    PAGE,
    SETUP,
    Rows,
    committed_by,
    encode,
    end_of,
    mapping,
    read,
    streams_of,
)
from shared.contracts.message import Message
from shared.filelock import FileLock

_SETUP_SECONDS = 0.01
_MAY_PASS = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_PROTOCOL,
        sqlite3.SQLITE_READONLY,
    }
)


class SqliteFile:
    """The log's file as the threads of one process use it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.changed = Condition()
        self._turn = Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._alone(), self.reading() as connection:
            for statement in SETUP:
                connection.execute(statement)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time: SQLite does not wait for another that changes the journal."""
        lock = FileLock(self.beside("setup"))
        while not lock.acquire():
            time.sleep(_SETUP_SECONDS)
        try:
            yield
        finally:
            lock.release()

    def beside(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{suffix}")

    def connect(self, *, durable: bool) -> sqlite3.Connection:
        """A connection; unless `durable`, a power cut may undo the last commits."""
        with self.faults():
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            for statement in EVERY_CONNECTION:
                connection.execute(statement)
            connection.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        return connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for a while."""
        connection = self.connect(durable=False)
        try:
            with self.faults():
                yield connection
        finally:
            connection.close()

    @contextmanager
    def writing(self, rows: Rows) -> Iterator[None]:
        """One transaction; threads queue here, which is fairer than SQLite's busy waiting."""
        with self._turn, self.faults():
            rows.execute("BEGIN IMMEDIATE")
            try:
                yield
                rows.execute("COMMIT")
            except BaseException:
                rows.execute("ROLLBACK")
                raise

    @contextmanager
    def faults(self) -> Iterator[None]:
        """What may pass becomes LogUnavailable; a broken file or statement stays what it is."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _MAY_PASS:
                raise
            raise LogUnavailable(f"{self.path}: {error}") from error

    def tell(self) -> None:
        """Wake the members that wait in this process."""
        with self.changed:
            self.changed.notify_all()


class SqliteLog:
    """Processes open the same path; threads share one instance."""

    def __init__(
        self,
        path: Path | str,
        *,
        session_seconds: float = 30.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._file = SqliteFile(Path(path))
        self._clock = clock
        self._session = Session(self._file.beside("members"), session_seconds, clock)
        self._compacting = FileLock(self._file.beside("compacting"))
        self._writer = self._file.connect(durable=True)

    def create_topics(self, topics: Sequence[TopicSettings]) -> None:
        with self._file.writing(self._writer):
            self._writer.executemany(
                "INSERT INTO topics VALUES (?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET settings = excluded.settings",
                [(t.name, t.partitions, encode(dict(t.settings)).decode()) for t in topics],
            )
            self._writer.executemany(
                "INSERT INTO streams (topic, number) SELECT name, ?2 FROM topics"
                " WHERE name = ?1 AND partitions > ?2 ON CONFLICT DO NOTHING",
                [(topic.name, number) for topic in topics for number in range(topic.partitions)],
            )
        self._file.tell()

    def append(self, messages: Sequence[Message]) -> None:
        now = int(self._clock() * 1000)
        with self._file.writing(self._writer):
            streams = {t: streams_of(self._writer, t) for t in {m.topic for m in messages}}
            ends = {s: end_of(self._writer, s) for numbered in streams.values() for s in numbered}
            rows = []
            for m in messages:
                stream = streams[m.topic][partition_of(m.key, len(streams[m.topic]))]
                headers = encode(dict(m.headers)).decode()
                rows.append((stream, ends[stream], now, m.key, m.value, headers))
                ends[stream] += 1
            self._writer.executemany(
                "INSERT INTO records (stream, position, timestamp, key, value, headers)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            self._writer.executemany(
                "UPDATE streams SET next_position = ?2 WHERE id = ?1", ends.items()
            )
        self._file.tell()

    def subscribe(self, group: str, topics: Sequence[str]) -> Consumer:
        return Member(Seat(self._file, group, topics, self._session))

    def replay(self, topics: Sequence[str]) -> Iterator[Record]:
        with self._file.reading() as rows:
            ends = [
                ((topic, number), stream, end_of(rows, stream))
                for topic in topics
                for number, stream in enumerate(streams_of(rows, topic))
            ]
        return self._replay(ends)

    def _replay(self, ends: Sequence[tuple[Partition, int, int]]) -> Iterator[Record]:
        with self._file.reading() as rows:
            for partition, stream, end in ends:
                start = 0
                while page := read(rows, stream, partition, start, end, PAGE):
                    yield from page
                    start = page[-1].offset + 1

    def lag(self, group: str, topics: Sequence[str]) -> int:
        with self._file.reading() as rows:
            committed = committed_by(rows, group)
            streams = [stream for topic in topics for stream in streams_of(rows, topic)]
            return sum(end_of(rows, stream) - committed.get(stream, 0) for stream in streams)

    def compact(self, now_ms: int) -> None:
        """Keep the latest record of each key, and a tombstone only for its retention.

        On return the bytes of what was removed are in none of the log's files; this rewrites
        the file, and writers wait meanwhile. Raises LogUnavailable: the next call goes on.
        """
        self._compact(now_ms, every_stream=True)

    def compact_where_due(self, now_ms: int) -> None:
        """`compact` the streams whose topic's settings ask for it by now."""
        self._compact(now_ms, every_stream=False)

    def _compact(self, now_ms: int, *, every_stream: bool) -> None:
        if not self._compacting.acquire():
            raise LogUnavailable("the log is being compacted already")
        try:
            with self._file.reading() as rows:
                for stream, text in rows.execute(
                    "SELECT id, settings FROM streams JOIN topics ON name = topic"
                ).fetchall():
                    settings = mapping(text)
                    if every_stream or stream_is_due(rows, stream, settings, now_ms):
                        compact_stream(self._file, rows, stream, settings, now_ms)
                give_back(rows)
        finally:
            self._compacting.release()

    def close(self) -> None:
        self._writer.close()
