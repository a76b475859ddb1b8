"""Rows that are their own outbox: a row is to be told while its published version is behind.

A table of such rows has the columns `key`, `version` and `published_version`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection, Table, bindparam, case, update

from shared.contracts.message import Message


@dataclass(frozen=True)
class Unpublished:
    """A row read while `published_version` was behind; `messages` tell its state at `version`."""

    key: str
    version: int
    published_version: int
    messages: Sequence[Message]


class Outbox(Protocol):
    """The unpublished rows of one table, taken by presence and in no order across keys."""

    def unpublished(self, limit: int) -> Sequence[Unpublished]:
        """Up to `limit` rows whose published version is behind."""

    def mark_published(self, published: Sequence[Unpublished]) -> None:
        """Note the versions told; a row that moved on meanwhile stays unpublished."""


def mark_told(connection: Connection, table: Table, told: Sequence[Unpublished]) -> None:
    """Note the versions told, in key order so that two markers cannot wait in a circle.

    Where another relay has marked the row since it was read, nobody knows whose message came
    last on the log: such a row is told again.
    """
    undisturbed = table.c.published_version == bindparam("read_published")
    statement = (
        update(table)
        .where(table.c.key == bindparam("told_key"))
        .values(published_version=case((undisturbed, bindparam("told_version")), else_=0))
    )
    rows = [
        {
            "told_key": row.key,
            "told_version": row.version,
            "read_published": row.published_version,
        }
        for row in sorted(told, key=lambda row: row.key)
    ]
    if rows:
        connection.execute(statement, rows)
