"""A member's seat in a consumer group of the log in SQLite.

A member is alive while its process holds the lock on the member's file, which ends with the
process, and while it polls or commits within the session's length.
"""

import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import msgspec

from shared.bus.log import Positions, Record
from shared.bus.member import Claim
from shared.bus.partitions import Partition, handover, shares
from shared.bus.sqlite_tables import LogFile, committed_by, encode, read
from shared.filelock import FileLock

_LOOK_SECONDS = 0.025
"""How often a waiting member looks for what other processes wrote."""

_INSPECT_SECONDS = 1.0
"""How often a member looks whether the others' processes live."""

_names = msgspec.json.Decoder(list[str]).decode


@dataclass(frozen=True)
class Session:
    """How long a silent member keeps its partitions, and where the living keep their locks."""

    locks: Path
    seconds: float = 30.0
    clock: Callable[[], float] = time.time

    def lock(self, member: str) -> FileLock:
        return FileLock(self.locks / member)


class Seat:
    """Used by one thread."""

    def __init__(self, file: LogFile, group: str, topics: Sequence[str], session: Session) -> None:
        self._file = file
        self._group = group
        self._topics = encode(list(topics)).decode()
        self._session = session
        self._name = uuid.uuid4().hex
        self._rows = file.connect(durable=False)
        self._life = session.lock(self._name)
        self._life.acquire()
        self._streams: dict[Partition, int] = {}
        self._seen = 0
        self._renew_at = 0.0
        self._inspect_at = 0.0

    def claim(self) -> Claim:
        with self._file.faults():
            self._seen = self._data_version()
            dead = self._dead()
            held, give_up, take = self._plan()
        if dead or give_up or take or self._session.clock() >= self._renew_at:
            with self._file.writing(self._rows):
                self._bury(dead)
                self._renew()
                held, give_up, take = self._plan()
                self._exchange(give_up, take)
            self._file.tell()
        return Claim((held - give_up) | take, gained=take)

    def _dead(self) -> list[str]:
        """The other members whose session has passed or whose process has gone."""
        now = self._session.clock()
        inspecting = now >= self._inspect_at
        if inspecting:
            self._inspect_at = now + _INSPECT_SECONDS
        others = self._rows.execute(
            "SELECT name, expires FROM members WHERE reader = ? AND name <> ?",
            (self._group, self._name),
        )
        return [m for m, expires in others if expires < now or (inspecting and self._gone(m))]

    def _gone(self, member: str) -> bool:
        lock = self._session.lock(member)
        if not lock.acquire():
            return False
        lock.remove()
        return True

    def _bury(self, members: Iterable[str]) -> None:
        for member in members:
            self._rows.execute("DELETE FROM members WHERE name = ?", (member,))
            self._rows.execute(
                "DELETE FROM held WHERE reader = ? AND member = ?", (self._group, member)
            )

    def _renew(self) -> None:
        now = self._session.clock()
        self._rows.execute(
            "INSERT INTO members VALUES (?, ?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET expires = excluded.expires",
            (self._name, self._group, self._topics, now + self._session.seconds),
        )
        self._renew_at = now + self._session.seconds / 3

    def _plan(self) -> tuple[set[Partition], set[Partition], set[Partition]]:
        """What this member holds, must give up and may take."""
        members = {
            name: _names(topics)
            for name, topics in self._rows.execute(
                "SELECT name, topics FROM members WHERE reader = ?", (self._group,)
            )
        }
        sizes = dict(self._rows.execute("SELECT name, partitions FROM topics"))
        held = {
            (topic, number): member
            for topic, number, member in self._rows.execute(
                "SELECT topic, number, member FROM held JOIN streams ON id = stream"
                " WHERE reader = ?",
                (self._group,),
            )
        }
        mine = {partition for partition, member in held.items() if member == self._name}
        return mine, *handover(self._name, shares(members, sizes), held)

    def _exchange(self, give_up: Iterable[Partition], take: Iterable[Partition]) -> None:
        for partition in give_up:
            self._rows.execute(
                "DELETE FROM held WHERE reader = ? AND stream = ?",
                (self._group, self._stream(partition)),
            )
        for partition in take:
            self._rows.execute(
                "INSERT INTO held VALUES (?, ?, ?)",
                (self._group, self._stream(partition), self._name),
            )

    def committed(self, partitions: Iterable[Partition]) -> Mapping[Partition, int]:
        with self._file.faults():
            positions = committed_by(self._rows, self._group)
        return {p: positions.get(self._stream(p), 0) for p in partitions}

    def read(self, partition: Partition, position: int, limit: int) -> Sequence[Record]:
        with self._file.faults():
            return read(self._rows, self._stream(partition), partition, position, None, limit)

    def commit(self, positions: Positions) -> None:
        with self._file.writing(self._rows):
            for partition, position in positions.items():
                self._rows.execute(
                    "INSERT INTO committed SELECT reader, stream, ? FROM held"
                    " WHERE reader = ? AND stream = ? AND member = ?"
                    " ON CONFLICT (reader, stream) DO UPDATE SET position = excluded.position",
                    (position, self._group, self._stream(partition), self._name),
                )

    def wait(self, timeout: float) -> None:
        deadline = monotonic() + min(timeout, _INSPECT_SECONDS, self._session.seconds / 3)
        with self._file.faults(), self._file.changed:
            while self._data_version() == self._seen and (left := deadline - monotonic()) > 0:
                self._file.changed.wait(min(left, _LOOK_SECONDS))

    def leave(self) -> None:
        try:
            with self._file.writing(self._rows):
                self._bury([self._name])
        finally:
            self._rows.close()
            self._life.remove()
            self._file.tell()

    def _data_version(self) -> int:
        """Changes when another connection, of whatever process, has written."""
        ((version,),) = self._rows.execute("PRAGMA data_version")
        return int(version)

    def _stream(self, partition: Partition) -> int:
        if partition not in self._streams:
            ((self._streams[partition],),) = self._rows.execute(
                "SELECT id FROM streams WHERE topic = ? AND number = ?", partition
            )
        return self._streams[partition]
