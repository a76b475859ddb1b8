"""Reading and erasing one's own records, the same for every noun."""

from typing import Any

import msgspec
from sqlalchemy import Table

from services.ingestion import store
from services.ingestion.domain import closing
from services.ingestion.handlers import Door, erase_record
from services.ingestion.notices.coding import shown_codings
from shared.audit import Act, digest_of, note_alone
from shared.web.access import caller
from shared.web.problem import Problem


def page(door: Door, table: Table, cursor: str, limit: int) -> dict[str, Any]:
    """The caller's records after `cursor`."""
    provider = caller().organisation
    after = f"{provider}/{cursor}"
    with door.engine.connect() as connection:
        rows = store.list_own(connection, table, provider, after, limit + 1)
        codings = shown_codings(connection, table.name, [row.key for row in rows])
    more = len(rows) > limit
    if table is store.graduates:
        listed = [row.record for row in rows[:limit]]
        act = Act("read", table.name, provider, None, len(listed), digest_of(listed))
        note_alone(door.engine, store.audit, act)
    return {
        "records": [shown(row, codings.get(row.key)) for row in rows[:limit]],
        "next": rows[limit - 1].record if more else None,
    }


def one(door: Door, table: Table, records: list[str]) -> dict[str, Any]:
    """The first of the caller's `records` that is kept; a not-found problem otherwise."""
    with door.engine.connect() as connection:
        for record in records:
            row = store.find(connection, table, own_key(record))
            if row is not None:
                break
        else:
            raise Problem("not-found")
        coding = shown_codings(connection, table.name, [row.key]).get(row.key)
    if table is store.graduates:
        act = Act("read", table.name, caller().organisation, record)
        note_alone(door.engine, store.audit, act)
    return shown(row, coding)


def erase(door: Door, table: Table, records: list[str]) -> dict[str, Any]:
    """Erase the first of the caller's `records` that is kept; the receipt."""
    for record in records:
        version = erase_record(door, table, own_key(record))
        if version is not None:
            return {"record": record, "version": version, "erased_at": store.now()}
    raise Problem("not-found")


def own_key(record: str) -> str:
    """The key of a record of the caller; another organisation's can never be named."""
    return f"{caller().organisation}/{record}"


def shown(row: store.Row, coding: dict[str, Any] | None) -> dict[str, Any]:
    """A row as its owner sees it, with what matching said of it."""
    content = msgspec.json.decode(row.content or "{}")
    for own in ("provider", "record", "version", "duplicate_of"):  # what was not posted
        content.pop(own, None)
    if "posted_on" in content:
        content |= closing(content["posted_on"], row.closed_on, row.filled)
    return {
        "record": row.record,
        "version": row.version,
        "recorded_at": row.recorded_at,
        "content": content,
        "coding": coding,
    }
