"""Many new records: PostgreSQL takes those that are checked while the next are being checked.

When to use: for posts whose records are mostly all new or all known. When not to: on SQLite,
which works in this process, and where the caller must know what is valid before it writes.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table

from services.ingestion import store
from services.ingestion.domain import Kept, Kind, Outcome, Valid
from services.ingestion.handlers import Door
from services.ingestion.posts.checking import Checked, Checking

MANY = 200
"""Records from which on the ways to the server and back cost less than waiting for it."""


def check_and_add(
    connection: Connection,
    table: Table,
    door: Door,
    organisation: str,
    kind: Kind,
    rows: Sequence[Any],
) -> tuple[Checked, bool]:
    """Posted records, checked; and whether the valid ones, all of them new, are kept already."""
    checking = Checking(door, organisation, kind)
    keys = [checking.key(posted) for posted in rows]
    ordered = sorted((key, index) for index, key in enumerate(keys) if key is not None)
    results: dict[int, Valid | Outcome] = {}

    def records() -> Iterator[Kept]:
        for _, index in ordered:
            result = results[index] = checking.check(index, rows[index])
            if isinstance(result, Valid):
                yield result.record

    are_kept = store.seem_new(connection, table, [key for key, _ in ordered]) and store.add_new(
        connection, table, records()
    )
    for index, posted in enumerate(rows):
        if index not in results:
            results[index] = checking.check(index, posted)
    return Checked(kind, [results[index] for index in range(len(rows))]), are_kept
