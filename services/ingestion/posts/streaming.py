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


def keep_new(
    connection: Connection,
    table: Table,
    door: Door,
    organisation: str,
    kind: Kind,
    rows: Sequence[Any],
) -> Checked | None:
    """Keep the valid ones of posted records that are all new; None, and none kept, otherwise."""
    checking = Checking(door, organisation, kind)
    keys = [checking.key(posted) for posted in rows]
    ordered = sorted((key, index) for index, key in enumerate(keys) if key is not None)
    if store.any_known(connection, table, [key for key, _ in ordered]):
        return None
    results: dict[int, Valid | Outcome] = {}

    def records() -> Iterator[Kept]:
        for _, index in ordered:
            result = results[index] = checking.check(index, rows[index])
            if isinstance(result, Valid):
                yield result.record

    if not store.add_new(connection, table, records()):
        return None
    for index, key in enumerate(keys):
        if key is None:
            results[index] = checking.check(index, rows[index])
    return Checked(kind, [results[index] for index in range(len(rows))])
