"""An erasure reaches the sealed results too: the rows of a person are taken out of them."""

from collections.abc import Collection

from sqlalchemy import Connection

from services.ingestion.batches.context import Batches
from services.ingestion.batches.results import open_results, seal_results
from services.ingestion.batches.sealing import BatchKey, KeyLost
from services.ingestion.domain import Kind
from services.ingestion.store import (
    Batch,
    batches_with_results,
    change_batch,
    delete_results,
    find_batch,
    get_results,
    replace_results,
)
from shared.db.engine import transaction


def forget_rows(batches: Batches, organisation: str, kind: Kind, records: Collection[str]) -> int:
    """Take every row about one of the `records` out of what can be read of batches; how many.

    A row of a graduate that could not be taken apart names nobody, and may be about anybody:
    nothing but its number and its fault is left of it.

    Content that is not yet processed stays sealed until it is; records erased since it came are
    not brought back by it, and the rows that say so are `erased_since`. Results that nobody can
    open any more, because the system's secret was changed, go as a whole.
    """
    with batches.door.engine.connect() as connection:
        held = batches_with_results(connection, organisation, kind)
    count = 0
    for batch in held:
        with transaction(batches.door.engine) as connection:
            find_batch(connection, batch.id, hold=True)  # two erasures at once take turns
            try:
                key = batches.key_of(batch, "results")
            except KeyLost:
                change_batch(connection, batch.id, results_key=None)
                delete_results(connection, batch.id)
            else:
                count += _forget(connection, batch, key, records) if key else 0
    return count


def _forget(connection: Connection, batch: Batch, key: BatchKey, records: Collection[str]) -> int:
    after = count = 0
    while sealed := get_results(connection, batch.id, after):
        rows = open_results(key, sealed.first, sealed.content)
        others = [row for row in rows if row.record is None or row.record not in records]
        count += len(rows) - len(others)
        if batch.kind == "graduates":
            others = [row if row.record else row.without_text() for row in others]
        if others != rows:
            content = seal_results(key, sealed.first, others)
            replace_results(connection, batch.id, sealed.first, content)
        after = sealed.last
    return count
