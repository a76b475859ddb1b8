"""Messages as they are shown to the owners of their receivers."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row


def kept_delivery(row: Row[Any]) -> dict[str, Any]:
    """A message with its attempts, oldest first."""
    return {
        "id": row.id,
        "event": row.event,
        "kind": row.kind,
        "made_at": row.made_at,
        "status": row.status,
        "next_attempt": row.next_attempt,
        "attempts": json.loads(row.attempts),
        "body": json.loads(row.body),
    }


def delivery_page(rows: Sequence[Row[Any]], limit: int) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    shown = [kept_delivery(row) for row in rows[:limit]]
    return {"deliveries": shown, "next": next_cursor(rows, limit)}


def disabled(row: Row[Any]) -> dict[str, str] | None:
    """When and why nothing is sent to a receiver any more."""
    return {"at": row.disabled_at, "because": row.disabled_because} if row.disabled_at else None


def next_cursor(rows: Sequence[Row[Any]], limit: int) -> int | None:
    """Where the next page begins, of rows read one beyond this one's end."""
    return rows[limit - 1].id if len(rows) > limit else None
