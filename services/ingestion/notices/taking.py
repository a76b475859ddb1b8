"""Assessments taken: each record's coding kept, and what changed in it noted to be told.

The caller's transaction holds codings, changes and inbox: a change is noted once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping

from services.ingestion.notices.changes import change_of
from services.ingestion.notices.coding import coders_of, coding_row
from services.ingestion.notices.register import awaiting_codings
from services.ingestion.store.codings import (
    add_changes,
    codings_of,
    erased_among,
    forget_codings,
    keep_coder_sets,
    keep_codings,
)
from shared.contracts import Envelope
from shared.webhooks.clock import now, written


def take_graduates(connection: Connection, events: Sequence[Envelope]) -> None:
    """GraduateAssessed -> the graduate's coding, and what changed in it."""
    _take(connection, "graduates", events)


def take_vacancies(connection: Connection, events: Sequence[Envelope]) -> None:
    """VacancyAssessed -> the vacancy's coding, and what changed in it."""
    _take(connection, "vacancies", events)


def forget_graduates(connection: Connection, events: Sequence[Envelope]) -> None:
    """Graduate erased -> no coding, and nothing told of it."""
    forget_codings(connection, "graduates", [event.record_key for event in events])


def forget_vacancies(connection: Connection, events: Sequence[Envelope]) -> None:
    """Vacancy erased -> no coding, and nothing told of it."""
    forget_codings(connection, "vacancies", [event.record_key for event in events])


def _take(connection: Connection, kind: str, events: Sequence[Envelope]) -> None:
    gone = erased_among(connection, kind, [event.record_key for event in events])
    rows = [coding_row(event, kind) for event in events if event.record_key not in gone]
    if not rows:
        return
    wanted = awaiting_codings(connection)
    watched = [row for row in rows if row["provider"] in wanted]
    before = codings_of(connection, kind, [row["key"] for row in watched]) if watched else {}
    add_changes(connection, _changes(before, watched))
    keep_codings(connection, rows)
    keep_coder_sets(connection, map(coders_of, events))


def _changes(
    before: Mapping[str, RowMapping], rows: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    at, found = written(now()), []
    for row in rows:
        known = before.get(row["key"])
        change = change_of(known, row)
        if change is not None:
            same = {name: row[name] for name in ("kind", "key", "provider")}
            content = msgspec.json.encode({"version": row["version"], **change}).decode()
            found.append({**same, "is_first": known is None, "content": content, "at": at})
    return found
