"""The record tables as the relay sees them: rows still to be told, as messages."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Engine, Table, select

from services.ingestion.domain import closing
from services.ingestion.store import graduates, vacancies
from shared.bus.dead_letters import forgetting
from shared.bus.outbox import Unpublished, mark_told
from shared.contracts import Graduate, Message, Vacancy, erased, recorded, to_message
from shared.db.engine import transaction

SOURCE = "lmis/ingestion"
_STATE: Mapping[str, type[Graduate] | type[Vacancy]] = {
    graduates.name: Graduate,
    vacancies.name: Vacancy,
}


class RecordOutbox:
    """Unpublished rows of one record table, taken by presence and in no order across keys."""

    def __init__(self, engine: Engine, table: Table) -> None:
        self._engine = engine
        self._table = table

    def unpublished(self, limit: int) -> Sequence[Unpublished]:
        """Up to `limit` rows whose published version is behind."""
        behind = self._table.c.published_version < self._table.c.version
        with self._engine.connect() as connection:
            rows = connection.execute(select(self._table).where(behind).limit(limit)).all()
        return [
            Unpublished(row.key, row.version, row.published_version, _messages(self._table, row))
            for row in rows
        ]

    def mark_published(self, published: Sequence[Unpublished]) -> None:
        """Note the versions told; a row that moved on meanwhile stays unpublished."""
        with transaction(self._engine) as connection:
            mark_told(connection, self._table, published)


def _messages(table: Table, row: Any) -> list[Message]:
    state = _STATE[table.name]
    if row.content is None:
        tombstone = to_message(
            erased(state, row.key, row.version, source=SOURCE, correlationid=row.correlation_id)
        )
        return [tombstone, forgetting(tombstone.topic, tombstone.key)]
    known = msgspec.json.decode(row.content, type=state)
    changes: dict[str, Any] = {"version": row.version}
    if isinstance(known, Vacancy):
        changes |= closing(known.posted_on, row.closed_on, row.filled)
        changes["duplicate_of"] = row.duplicate_of
    stated = msgspec.structs.replace(known, **changes)
    return [to_message(recorded(stated, source=SOURCE, correlationid=row.correlation_id))]
