"""From what happened to the messages about it: both in one transaction, so that each is made once.

Batch ended -> marked as noticed and its messages; codings changed -> gone from those that wait and
their message. Webhooks are asked then: one that was made or deleted meanwhile is treated as it is.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, select, update

from services.ingestion.notices import messages
from services.ingestion.notices.register import deliveries, told_of
from services.ingestion.quality.reading import batch_notice
from services.ingestion.store import audit
from services.ingestion.store.batches import batches
from services.ingestion.store.codings import oldest_change, take_changes
from services.ingestion.store.webhooks import name_records
from shared.audit import Act, digest_of, note
from shared.db.engine import transaction
from shared.webhooks.clock import Now, written
from shared.webhooks.messages import new_event

GATHERED_FOR = timedelta(seconds=10)
"""How long changes of codings wait for others to go with them."""
MOST_CHANGES = 500
"""In one message."""


class Teller:
    """Makes the messages about ended batches and changed codings."""

    def __init__(self, engine: Engine, now: Now) -> None:
        self._engine = engine
        self._now = now

    def work(self) -> int:
        """Tell of some batches and of one organisation's changes; of how many."""
        return self._of_batches() + self._of_changes()

    def _of_batches(self) -> int:
        ended = batches.c.finished_at.is_not(None), batches.c.noticed_at.is_(None)
        oldest = select(batches.c.id).where(*ended).order_by(batches.c.finished_at).limit(100)
        with self._engine.connect() as connection:
            found = connection.scalars(oldest).all()
        for batch in found:
            with transaction(self._engine) as connection:
                _tell_of_batch(connection, batch, written(self._now()))
        return len(found)

    def _of_changes(self) -> int:
        with self._engine.connect() as connection:
            oldest = oldest_change(connection)
        if oldest is None or oldest.at > written(self._now() - GATHERED_FOR):
            return 0
        with transaction(self._engine) as connection:
            taken = take_changes(connection, oldest.provider, MOST_CHANGES)
            _tell_of_changes(connection, oldest.provider, taken, written(self._now()))
        return len(taken)


def _tell_of_batch(connection: Connection, batch: str, at: str) -> None:
    unnoticed = batches.c.id == batch, batches.c.noticed_at.is_(None)
    marked = update(batches).where(*unnoticed).values(noticed_at=at).returning(batches)
    row = connection.execute(marked).first()
    if row is None:  # another process was first
        return
    wanted = told_of(connection, row.provider, "batch.finished")
    quality = batch_notice(connection, row.id) if wanted else None
    for webhook in wanted:
        event = new_event()
        body = messages.batch_finished(webhook.id, event, row, quality, at)
        deliveries.queue(connection, webhook.id, "batch.finished", event, body, at)


def _tell_of_changes(
    connection: Connection, provider: str, taken: Sequence[Row[Any]], at: str
) -> None:
    for webhook in told_of(connection, provider, "record.coded"):
        told = [row for row in taken if webhook.first_codings or not row.is_first]
        if told:
            event = new_event()
            body = messages.records_coded(webhook.id, event, told, at)
            number = deliveries.queue(connection, webhook.id, "record.coded", event, body, at)
            name_records(connection, number, [(row.kind, row.key) for row in told])
            _note_persons(connection, provider, told)


def _note_persons(connection: Connection, provider: str, told: Sequence[Row[Any]]) -> None:
    """That what is known of persons goes out is in the audit log like any other reading."""
    persons = [row.key.split("/", 1)[1] for row in told if row.kind == "graduates"]
    if persons:
        act = Act("export", "graduates", provider, None, len(persons), digest_of(persons))
        note(connection, audit, act)
