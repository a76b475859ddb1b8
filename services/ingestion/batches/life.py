"""A batch found, listed, cancelled and ended by whoever owns it."""

from typing import Literal

import msgspec
from sqlalchemy import Connection

from services.ingestion.batches.context import Batches, UnknownBatch
from services.ingestion.store import (
    Batch,
    audit,
    change_batch,
    delete_results,
    delete_some_parts,
    find_batch,
    list_batches,
    now,
)
from shared.audit import Act, note
from shared.db.engine import transaction
from shared.web.faults import Fault

_DELETED_AT_ONCE = 16
"""Parts in one transaction: SQLite overwrites what it deletes, and others wait for it."""


class Failure(msgspec.Struct, frozen=True):
    """Why a batch failed, and after which row of the file; None where no row was read."""

    code: str
    values: dict[str, str | int | float]
    row: int | None = None

    @property
    def fault(self) -> Fault:
        return Fault(self.code, dict(self.values))


def find(batches: Batches, organisation: str, batch_id: str) -> Batch:
    """A batch of the organisation; raises UnknownBatch for any other."""
    with batches.door.engine.connect() as connection:
        return own(find_batch(connection, batch_id), organisation)


def own(batch: Batch | None, organisation: str) -> Batch:
    """The batch if it is the organisation's; raises UnknownBatch."""
    if batch is None or batch.provider != organisation:
        raise UnknownBatch
    return batch


def list_own(batches: Batches, organisation: str, cursor: str, limit: int) -> list[Batch]:
    """The organisation's batches, newest first, after the one whose id is `cursor`."""
    with batches.door.engine.connect() as connection:
        after = own(find_batch(connection, cursor), organisation) if cursor else None
        return list_batches(connection, organisation, after, limit)


def cancel(batches: Batches, organisation: str, batch_id: str) -> Batch:
    """End a batch that has not ended, and take away what is left of its content and results.

    Records that were kept before stay; what was counted says how many.
    """
    with transaction(batches.door.engine) as connection:
        batch = own(find_batch(connection, batch_id, hold=True), organisation)
        if not batch.is_ended:
            end(connection, batch, "cancelled")
        if batch.kind == "graduates":
            note(connection, audit, Act("erase", "batches", organisation, batch_id))
        change_batch(connection, batch_id, results_key=None)
        delete_results(connection, batch_id)
    delete_content(batches)
    return find(batches, organisation, batch_id)


def end(
    connection: Connection,
    batch: Batch,
    state: Literal["finished", "failed", "cancelled"],
    failure: Failure | None = None,
) -> None:
    """Mark a held batch as ended; with its key the content cannot be read any more."""
    change_batch(
        connection,
        batch.id,
        state=state,
        failure=msgspec.json.encode(failure).decode() if failure else None,
        content_key=None,
        finished_at=now(),
    )


def failure_of(batch: Batch) -> Failure | None:
    """Why the batch failed; None for one that did not."""
    return msgspec.json.decode(batch.failure, type=Failure) if batch.failure else None


def delete_content(batches: Batches) -> None:
    """Delete the parts that no key opens any more, some at a time."""
    while True:
        with transaction(batches.door.engine) as connection:
            if not delete_some_parts(connection, _DELETED_AT_ONCE):
                return
