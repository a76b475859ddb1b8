"""Whether the audit log is what it was: every entry, none missing, in the order it was chained."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from shared.audit.entry import first_hash, next_hash

_PAGE = 5000
_HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


class Broken(Exception):
    """The first place where the log is not what was chained."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(f"entry {position}: {reason}")
        self.position = position


@dataclass(frozen=True)
class Head:
    """The end of a chain at some moment: noted outside, it proves all that was before it."""

    position: int
    hash: str

    def __str__(self) -> str:
        return f"{self.position}:{self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Head":
        """The head that `str` wrote; ValueError for anything else."""
        found = _HEAD.fullmatch(text.strip())
        if not found:
            raise ValueError("a head is POSITION:HASH")
        return cls(int(found[1]), found[2])


@dataclass(frozen=True)
class Verified:
    """A log that is whole: where it ends, and how many entries wait to be chained."""

    head: Head
    waiting: int


def head(connection: Connection, audit: Table) -> Head:
    """The last chained entry's position and hash."""
    last = connection.execute(
        select(audit.c.position, audit.c.hash)
        .where(audit.c.position.is_not(None))
        .order_by(audit.c.position.desc())
        .limit(1)
    ).first()
    return Head(0, first_hash(audit.info["chain"])) if last is None else Head(*last)


def verify(connection: Connection, audit: Table, *noted: Head) -> Verified:
    """Reckon every hash anew, a page of entries at a time.

    Raises:
        Broken: at the first entry that was changed, is missing, or stands elsewhere; or when
            the log does not lead through every head `noted` outside.
    """
    end = Head(0, first_hash(audit.info["chain"]))
    _compare(end, noted)
    for entry in _chained(connection, audit):
        position = end.position + 1
        if entry.position != position:
            raise Broken(position, "is missing")
        if entry.hash != next_hash(end.hash, position, entry):
            raise Broken(position, "was changed")
        end = Head(position, entry.hash)
        _compare(end, noted)
    for each in noted:
        if each.position > end.position:
            raise Broken(end.position + 1, f"is missing, and was there when {each} was noted")
    loose = select(func.count()).select_from(audit).where(audit.c.position.is_(None))
    return Verified(end, connection.scalar(loose) or 0)


def _compare(end: Head, noted: Collection[Head]) -> None:
    if any(each.position == end.position and each.hash != end.hash for each in noted):
        raise Broken(end.position, "is not the one whose hash was noted")


def _chained(connection: Connection, audit: Table) -> Iterator[Any]:
    after = None
    while True:
        statement = select(audit).order_by(audit.c.position).limit(_PAGE)
        place = audit.c.position
        rows = connection.execute(
            statement.where(place.is_not(None) if after is None else place > after)
        ).all()
        yield from rows
        if len(rows) < _PAGE:
            return
        after = rows[-1].position
