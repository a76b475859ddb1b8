"""Corrections as people see them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row

from services.matching.taught import is_known
from shared.taxonomy import isced_f, isco
from shared.taxonomy.tables import Language

Answer = dict[str, Any]


def kept_correction(row: Row[Any]) -> Answer:
    """One correction, its withdrawal, and whether all it touches was assessed anew."""
    known = is_known(row.kind, row.code)
    return {
        "id": row.id,
        "kind": row.kind,
        "text": row.text,
        "code": row.code,
        "labels": _labels(row.kind, row.code) if known else None,
        "former_code": row.former_code,
        "reason": row.reason,
        "scope": "everybody" if row.provider is None else "own",
        "confirms": row.confirms,
        "made": _act(row.organisation, row.role, row.made_at),
        "withdrawn": _act(row.withdrawn_by, row.withdrawn_role, row.withdrawn_at),
        "applied": known and row.withdrawn_at is None,
        "recoding": "queued" if row.waiting else "done",
    }


def correction_page(rows: Sequence[Row[Any]], limit: int) -> Answer:
    """The first `limit` of the rows; one more says that there is a next page."""
    shown = rows[:limit]
    return {
        "corrections": [kept_correction(row) for row in shown],
        "next": shown[-1].id if len(rows) > limit else None,
    }


def _act(organisation: str | None, role: str | None, at: str | None) -> Answer | None:
    return None if at is None else {"organisation": organisation, "role": role, "at": at}


def _labels(kind: str, code: str) -> dict[Language, str]:
    label = isco.label if kind == "title" else isced_f.label
    return {"th": label(code, "th"), "en": label(code, "en")}
