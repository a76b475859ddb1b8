"""A copy of all that is held under one reference, for the person it is about (PDPA s. 30, 31)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.ingestion import store
from services.ingestion.handlers import Door
from services.ingestion.rights.due import kept_until
from services.ingestion.store import Batch, Receipt, Standing
from shared.audit import Act, list_entries, note
from shared.db.engine import transaction

MOST_ENTRIES = 1000

ELSEWHERE: tuple[Mapping[str, Any], ...] = (
    {
        "place": "matching",
        "ask": "GET /matching/v1/graduates/{record}",
        "about": {
            "th": "รหัสอาชีพและสาขา ผลการจับคู่และความไม่สอดคล้องที่คำนวณจากรายการนี้",
            "en": "codes, matches and mismatches worked out from this record",
        },
    },
    {
        "place": "matching",
        "ask": "GET /matching/v1/former-assessments?noun=graduates&record={record}",
        "about": {
            "th": "ผลการประเมินก่อนหน้าที่ถูกแทนที่",
            "en": "earlier assessments that were replaced",
        },
    },
    {
        "place": "reporting",
        "ask": None,
        "about": {
            "th": "ข้อเท็จจริงหนึ่งแถวที่ได้จากรายการนี้ ใช้เพื่อนับรวมเท่านั้น ไม่แสดงรายบุคคล",
            "en": "one row of facts taken from this record, which is only counted, never shown",
        },
    },
)
"""What the other services make of a record; each keeps a database of its own."""


@dataclass(frozen=True)
class Export:
    """What stands under one key, the file it last came in, and what else names it.

    No `row`: nothing was ever kept under it, but rows of files or receipts are about it.
    """

    record: str
    row: Standing | None
    kept_until: str | None
    batch: Batch | None
    erasures: Sequence[Receipt]
    audit: Sequence[Any]


def elsewhere(record: str) -> list[dict[str, Any]]:
    """Where more is held under the pseudonym, and how its provider asks for it."""
    return [
        {**place, "ask": place["ask"] and place["ask"].format(record=record)} for place in ELSEWHERE
    ]


def export_graduate(
    door: Door, organisation: str, records: Sequence[str], years: int, in_files: Collection[str]
) -> Export | None:
    """The first of the provider's `records` that is known; None if none is. Noted in the log.

    Those `in_files` are known, and those that a receipt names, although nothing was ever kept.
    """
    with transaction(door.engine) as connection:
        for record in records:
            row = store.standing(connection, store.graduates, f"{organisation}/{record}")
            erasures = store.receipts_about(connection, f"{organisation}/{record}")
            if row is not None or erasures or record in in_files:
                break
        else:
            return None
        is_held = row is not None and row.content is not None
        export = Export(
            record=record,
            row=row,
            kept_until=kept_until(row.recorded_at, years) if row and is_held else None,
            batch=store.batch_of(connection, organisation, row.correlation_id) if row else None,
            erasures=erasures,
            audit=list_entries(
                connection,
                store.audit,
                provider=organisation,
                subject=record,
                limit=MOST_ENTRIES + 1,
            ),
        )
        note(connection, store.audit, Act("export", "graduates", organisation, record))
    return export
