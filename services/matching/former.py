"""Assessments that were replaced without a newer record: their codes, verdicts and versions.

They keep figures comparable across coders, models and taxonomies, and go with the record.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from services.matching.tables import former_assessments, former_versions
from shared.contracts import REVISIONS, AssessedGraduate, AssessedVacancy

Assessed = AssessedGraduate | AssessedVacancy


def keep(connection: Connection, table: Table, replaced: Sequence[Assessed]) -> None:
    """Keep what was said of these records of the table until now."""
    if not replaced:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    named = {_versions_id(each): _versions(each) for each in replaced}
    versions = [{"id": one, "versions": named[one]} for one in sorted(named)]
    connection.execute(dialect.insert(former_versions).on_conflict_do_nothing(), versions)
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    rows = [{**_row(each), "noun": table.name, "replaced_at": at} for each in replaced]
    connection.execute(dialect.insert(former_assessments).on_conflict_do_nothing(), rows)


def forget(connection: Connection, table: Table, keys: Iterable[str]) -> None:
    """Erased records leave no former assessment."""
    of_record = former_assessments.c.key.in_(list(keys))
    connection.execute(
        delete(former_assessments).where(former_assessments.c.noun == table.name, of_record)
    )


def of_record(connection: Connection, table: Table, key: str) -> list[dict[str, Any]]:
    """What was said of the record before, oldest first."""
    statement = (
        select(former_assessments, former_versions.c.versions)
        .join(former_versions, former_versions.c.id == former_assessments.c.versions_id)
        .where(former_assessments.c.noun == table.name, former_assessments.c.key == key)
        .order_by(former_assessments.c.version)
    )
    return [
        {
            "version": row.version // REVISIONS,
            "revision": row.version % REVISIONS,
            "field": row.field,
            "occupation": row.occupation,
            "verdicts": msgspec.json.decode(row.verdicts),
            "versions": msgspec.json.decode(row.versions),
            "replaced_at": row.replaced_at,
        }
        for row in connection.execute(statement)
    ]


def _row(assessed: Assessed) -> dict[str, Any]:
    graduate = assessed if isinstance(assessed, AssessedGraduate) else None
    judgements = graduate.judgements if graduate else ()
    verdicts = {f"{each.dimension}/{each.method}": each.verdict for each in judgements}
    return {
        "key": assessed.key,
        "version": assessed.version,
        "field": graduate.field.code if graduate else None,
        "occupation": assessed.occupation.code,
        "verdicts": msgspec.json.encode(verdicts).decode(),
        "versions_id": _versions_id(assessed),
    }


def _versions(assessed: Assessed) -> str:
    return msgspec.json.encode(assessed.versions, order="deterministic").decode()


def _versions_id(assessed: Assessed) -> str:
    return hashlib.sha256(_versions(assessed).encode()).hexdigest()[:16]
