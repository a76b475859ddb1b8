"""The tables of matching's database."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from shared.audit import audit_table
from shared.db.inbox import inbox_table
from shared.db.repeatable import repeatable_writes_table

metadata = MetaData()
inbox = inbox_table(metadata)
audit = audit_table(metadata, "matching")
repeatable_writes = repeatable_writes_table(metadata)


def _record_table(name: str, *own: Column[Any]) -> Table:
    """`occupation_*`, `region` and `region_group` (NSO region) find the other side's candidates.

    `title_key` is the form by which the coder knows the job's title; null where no text was coded.
    """
    table = Table(
        name,
        metadata,
        Column("key", Text, primary_key=True),
        Column("version", BigInteger, nullable=False),
        Column("published_version", BigInteger, nullable=False),
        Column("correlation_id", Text, nullable=False),
        Column("assessment", Text),
        Column("occupation_major", Text),
        Column("occupation_sub_major", Text),
        Column("occupation_minor", Text),
        Column("region", Text),
        Column("region_group", Text),
        *own,
        Column("title_key", Text),
    )
    behind = table.c.published_version < table.c.version
    Index(f"ix_{name}_unpublished", table.c.key, sqlite_where=behind, postgresql_where=behind)
    for level in ("major", "sub_major", "minor"):
        Index(f"ix_{name}_{level}", table.c[f"occupation_{level}"], table.c.region_group)
    Index(f"ix_{name}_region", table.c.region_group, table.c.region)
    Index(f"ix_{name}_title_key", table.c.title_key)
    return table


graduates = _record_table(
    "graduates",
    Column("field_broad", Text),
    Column("field_narrow", Text),
    Column("level", Integer),
    Column("graduation_year", Integer),
    Column("programme_key", Text),
)
Index("ix_graduates_field", graduates.c.field_narrow, graduates.c.region_group)
Index("ix_graduates_programme_key", graduates.c.programme_key)
vacancies = _record_table(
    "vacancies",
    Column("level_required", Integer),
    Column("posted_on", Text),
    Column("closes_on", Text),
    Column("closed_on", Text),
)

# Rows are added and never changed; `provider` null: counts for everybody's records.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("former_code", Text),
    Column("provider", Text),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("reason", Text),
    Column("made_at", Text, nullable=False),
    Column("confirms", Integer, ForeignKey("corrections.id")),
)
Index("ix_corrections_organisation", corrections.c.organisation, corrections.c.id)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("correction", Integer, ForeignKey("corrections.id"), primary_key=True),
    Column("organisation", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

# What a correction or its withdrawal touches is still to be assessed anew until `finished_at`.
recodings = Table(
    "recodings",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    Column("correction", Integer, ForeignKey("corrections.id"), nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("queued_at", Text, nullable=False),
    Column("finished_at", Text),
)
Index("ix_recodings_correction", recodings.c.correction)
_unfinished = recodings.c.finished_at.is_(None)
Index(
    "ix_recodings_unfinished",
    recodings.c.id,
    sqlite_where=_unfinished,
    postgresql_where=_unfinished,
)

# `noun` is the name of the record's table; no text of the record is kept.
former_assessments = Table(
    "former_assessments",
    metadata,
    Column("noun", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("field", Text),
    Column("occupation", Text),
    Column("verdicts", Text, nullable=False),
    Column("versions_id", Text, nullable=False),
    Column("replaced_at", Text, nullable=False),
)
former_versions = Table(
    "former_versions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("versions", Text, nullable=False),  # JSON object: name of a model or table -> version
)

# Every record's last change, also its removal; database triggers write it, whoever changes the
# record. Rows are never deleted, so a mark is never given twice.
record_changes = Table(
    "record_changes",
    metadata,
    Column("noun", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("mark", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_record_changes_mark", record_changes.c.mark)
