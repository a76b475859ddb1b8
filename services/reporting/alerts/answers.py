"""Alerts as they are shown to their owners."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from shared.webhooks.answers import disabled, next_cursor


def kept_alert(row: Row[Any]) -> dict[str, Any]:
    """An alert without its secret."""
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
        "disabled": disabled(row),
    }


def alert_page(rows: Sequence[Row[Any]], limit: int) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    return {"alerts": [kept_alert(row) for row in rows[:limit]], "next": next_cursor(rows, limit)}
