"""Doubts as they are shown: to everybody the answered ones, to operators all of all."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

_ABOUT = ("data_set", "version", "indicator", "classification", "text", "code")


def kept_doubt(row: Row[Any], *, to_operator: bool = False) -> dict[str, Any]:
    """A doubt; the reader's words only once an operator has read and answered them."""
    is_answered = row.status == "answered"
    is_shown = to_operator or (is_answered and row.shows_message)
    return {
        "reference": row.reference,
        "received_at": row.received_at,
        "status": row.status,
        "about": _about(row, with_text=is_shown),
        "language": row.language,
        "message": row.message if is_shown else None,
        "outcome": row.outcome,
        "answer": {"th": row.answer_th, "en": row.answer_en} if is_answered else None,
        "answered_at": row.answered_at,
    }


def doubt_page(
    rows: Sequence[Row[Any]], counts: dict[str, int], limit: int, *, to_operator: bool = False
) -> dict[str, Any]:
    """A page, of rows read one beyond its end."""
    return {
        "feedback": [kept_doubt(row, to_operator=to_operator) for row in rows[:limit]],
        "counts": counts,
        "next": rows[limit - 1].number if len(rows) > limit else None,
    }


def _about(row: Row[Any], *, with_text: bool) -> dict[str, Any]:
    """`text` are words of a reader too."""
    named = {name: getattr(row, name) for name in _ABOUT if with_text or name != "text"}
    found = {name: value for name, value in named.items() if value is not None}
    return found if row.cell is None else {**found, "cell": json.loads(row.cell)}
