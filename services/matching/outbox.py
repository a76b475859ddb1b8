"""The record tables as the relay sees them: assessments still to be told, as messages."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Engine, Table, select

from services.matching import store
from shared.bus.dead_letters import forgetting
from shared.bus.outbox import Unpublished, mark_told
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Message,
    erased,
    recorded,
    to_message,
)
from shared.db.engine import transaction

SOURCE = "lmis/matching"
_STATE: Mapping[str, type[AssessedGraduate] | type[AssessedVacancy]] = {
    store.graduates.name: AssessedGraduate,
    store.vacancies.name: AssessedVacancy,
}


class AssessmentOutbox:
    """Unpublished rows of one record table, taken by presence and in no order across keys."""

    def __init__(self, engine: Engine, table: Table) -> None:
        self._engine = engine
        self._table = table

    def unpublished(self, limit: int) -> Sequence[Unpublished]:
        """Up to `limit` rows whose published version is behind."""
        table = self._table
        statement = (
            select(
                table.c.key,
                table.c.version,
                table.c.published_version,
                table.c.assessment,
                table.c.correlation_id,
            )
            .where(table.c.published_version < table.c.version)
            .limit(limit)
        )
        with self._engine.connect() as connection:
            rows = connection.execute(statement).all()
        state = _STATE[table.name]
        return [
            Unpublished(row.key, row.version, row.published_version, _messages(state, row))
            for row in rows
        ]

    def mark_published(self, published: Sequence[Unpublished]) -> None:
        """Note the versions told, and drop the stubs of records whose erasure was told.

        A row that moved on meanwhile stays unpublished. Where another relay has told the erasure
        and dropped the stub since the row was read, what was told here came after the tombstone:
        the erasure is told again.
        """
        table = self._table
        stated = [row.key for row in published if row.messages[0].value is not None]
        with transaction(self._engine) as connection:
            mark_told(connection, table, published)
            store.keep(connection, table, store.dropped_stubs(connection, table, stated))
            store.drop_stubs(connection, table, [row.key for row in published])


def _messages(state: type[AssessedGraduate] | type[AssessedVacancy], row: Any) -> list[Message]:
    origin = {"source": SOURCE, "correlationid": row.correlation_id}
    if row.assessment is None:
        tombstone = to_message(erased(state, row.key, row.version, **origin))
        return [tombstone, forgetting(tombstone.topic, tombstone.key)]
    return [to_message(recorded(msgspec.json.decode(row.assessment, type=state), **origin))]
