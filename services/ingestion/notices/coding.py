"""A record's coding: as matching tells it, as it is kept, and as its provider sees it."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, RowMapping

from services.ingestion.store.codings import coder_set, coders_id, codings_of
from shared.contracts import AssessedGraduate, AssessedVacancy, Coding, Envelope

PARTS = ("occupation", "field")
Row = RowMapping | Mapping[str, Any]


def coding_row(event: Envelope, kind: str) -> dict[str, Any]:
    """The event's row of `codings`."""
    assessed = cast(AssessedGraduate | AssessedVacancy, event.data)
    field = assessed.field if isinstance(assessed, AssessedGraduate) else None
    return {
        "kind": kind,
        "key": assessed.key,
        "provider": assessed.record.provider,
        "version": assessed.record.version,
        **_columns("occupation", assessed.occupation),
        **_columns("field", field),
        "coders": coders_id(coders_of(event)),
        "taken_at": event.time,
    }


def coders_of(event: Envelope) -> tuple[tuple[str, str], ...]:
    """The models, taxonomies and tables that had a say in the assessment."""
    return tuple(cast(AssessedGraduate | AssessedVacancy, event.data).versions.items())


def shown_part(row: Row, part: str) -> dict[str, Any] | None:
    """One coding of a record as its provider sees it; None where there is no such part."""
    status = row[f"{part}_status"]
    if status is None:
        return None
    found = {name: row[f"{part}_{name}"] for name in ("code", "probability")}
    return {"status": status, **found}


def shown_codings(
    connection: Connection, kind: str, keys: Sequence[str]
) -> dict[str, dict[str, Any]]:
    """Key -> what matching said last of those records, as their provider sees it."""
    coders: dict[str, dict[str, str]] = {}
    found = {}
    for key, row in codings_of(connection, kind, keys).items():
        if row["coders"] not in coders:
            coders[row["coders"]] = coder_set(connection, row["coders"])
        parts = {part: shown_part(row, part) for part in PARTS}
        found[key] = {
            "version": row["version"],
            **{part: shown for part, shown in parts.items() if shown is not None},
            "coders": coders[row["coders"]],
            "taken_at": row["taken_at"],
        }
    return found


def _columns(part: str, coding: Coding | None) -> dict[str, Any]:
    return {
        f"{part}_status": coding and coding.status,
        f"{part}_code": coding and coding.code,
        f"{part}_probability": coding and coding.probability,
    }
