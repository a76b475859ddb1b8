"""Webhooks as they are shown to their owners."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from shared.webhooks.answers import disabled, next_cursor


def kept_webhook(row: Row[Any]) -> dict[str, Any]:
    """A webhook without its secret."""
    return {
        "id": row.id,
        "made_at": row.made_at,
        "url": row.url,
        "events": json.loads(row.events),
        "first_codings": row.first_codings,
        "former_until": row.former_until,
        "disabled": disabled(row),
    }


def new_webhook(row: Row[Any]) -> dict[str, Any]:
    """A webhook with the secret that was just made for it."""
    return {**kept_webhook(row), "secret": row.secret}


def persons_in(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The pseudonyms of the graduates that messages name."""
    changes = (change for each in messages for change in each["body"]["data"].get("changes", ()))
    return [change["record"] for change in changes if change["kind"] == "graduates"]


def webhook_page(rows: Sequence[Row[Any]], limit: int) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    return {
        "webhooks": [kept_webhook(row) for row in rows[:limit]],
        "next": next_cursor(rows, limit),
    }
