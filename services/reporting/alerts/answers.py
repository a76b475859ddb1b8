"""Alerts and their messages as they are shown to their owners."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row


def kept_alert(row: Row[Any]) -> dict[str, Any]:
    """An alert without its secret."""
    off = {"at": row.disabled_at, "because": row.disabled_because}
    return {
        "id": row.id,
        "organisation": row.organisation,
        "made_at": row.made_at,
        "data_set": row.data_set,
        "indicator": row.indicator,
        "cell": json.loads(row.cell),
        "comparison": row.comparison,
        "threshold": row.threshold,
        "watches": row.watches,
        "url": row.url,
        "state": row.state,
        "seen": row.seen and json.loads(row.seen),
        "disabled": off if row.disabled_at else None,
    }


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


def alert_page(rows: Sequence[Row[Any]], limit: int) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    return {"alerts": [kept_alert(row) for row in rows[:limit]], "next": _next(rows, limit)}


def delivery_page(rows: Sequence[Row[Any]], limit: int) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    shown = [kept_delivery(row) for row in rows[:limit]]
    return {"deliveries": shown, "next": _next(rows, limit)}


def _next(rows: Sequence[Row[Any]], limit: int) -> int | None:
    return rows[limit - 1].id if len(rows) > limit else None
