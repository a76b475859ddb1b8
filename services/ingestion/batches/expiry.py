"""What is not kept for ever: uploads that nobody goes on with, and results after some days."""

from datetime import datetime, timedelta

from services.ingestion.batches.context import Batches
from services.ingestion.batches.life import Failure, delete_content, end
from services.ingestion.store import (
    abandoned_batches,
    change_batch,
    delete_results,
    find_batch,
    outdated_batches,
)
from shared.db.engine import transaction

OPEN_HOURS = 24
"""An open batch of which nothing has come for so long is given up."""
_AT_ONCE = 100


def clear_up(batches: Batches, moment: datetime) -> None:
    """Give up abandoned uploads, forget old results, delete content that no key opens."""
    _give_up(batches, _text(moment - timedelta(hours=OPEN_HOURS)))
    _forget(batches, _text(moment - timedelta(days=batches.results_days)))
    delete_content(batches)


def _give_up(batches: Batches, before: str) -> None:
    with batches.door.engine.connect() as connection:
        abandoned = abandoned_batches(connection, before)
    for batch in abandoned:
        with transaction(batches.door.engine) as connection:
            held = find_batch(connection, batch.id, hold=True)
            if held and held.state == "open" and held.touched_at < before:
                end(connection, held, "failed", Failure("abandoned", {"hours": OPEN_HOURS}))


def _forget(batches: Batches, before: str) -> None:
    with batches.door.engine.connect() as connection:
        outdated = outdated_batches(connection, before, _AT_ONCE)
    for batch in outdated:
        with transaction(batches.door.engine) as connection:
            change_batch(connection, batch.id, results_key=None)
            delete_results(connection, batch.id)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")
