"""The tables of the records as they were posted; each row is its own outbox.

A row whose `published_version` is behind its `version` is still to be told. An erased record
leaves its key and version, so that what is posted again later counts as newer.
"""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()


def _record_table(name: str, *more: Column[Any]) -> Table:
    table = Table(
        name,
        metadata,
        Column("key", Text, primary_key=True),
        Column("provider", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("published_version", Integer, nullable=False),
        Column("content", Text),
        Column("content_hash", Text),
        Column("correlation_id", Text, nullable=False),
        Column("recorded_at", Text, nullable=False),
        Column("erased_at", Text),
        *more,
    )
    Index(f"ix_{name}_provider", table.c.provider, table.c.key)
    behind = table.c.published_version < table.c.version
    Index(f"ix_{name}_unpublished", table.c.key, sqlite_where=behind, postgresql_where=behind)
    return table


graduates = _record_table("graduates")
vacancies = _record_table(
    "vacancies",
    Column("closed_on", Text),
    Column("filled", Boolean),
    Column("duplicate_of", Text),
    Column("compared_version", Integer, nullable=False, server_default="0"),
)
_uncompared = vacancies.c.compared_version < vacancies.c.version
Index(
    "ix_vacancies_uncompared",
    vacancies.c.key,
    sqlite_where=_uncompared,
    postgresql_where=_uncompared,
)
_repeats = vacancies.c.duplicate_of.is_not(None)
Index(
    "ix_vacancies_duplicate_of",
    vacancies.c.duplicate_of,
    vacancies.c.key,
    sqlite_where=_repeats,
    postgresql_where=_repeats,
)
