"""What ingestion keeps: its tables, and how rows get in and out."""

from services.ingestion.store.audit import audit
from services.ingestion.store.erasures import (
    Receipt,
    await_takers,
    erase_all,
    erased_records,
    erased_since,
    erasures,
    find_receipt,
    keep_receipt,
    kept_among,
    list_receipts,
    receipts_about,
    record_table,
    untold,
    versions_of,
)
from services.ingestion.store.putting import foresee, upsert
from services.ingestion.store.records import (
    Row,
    close,
    close_all,
    erase,
    find,
    list_own,
    now,
)
from services.ingestion.store.repeatable import repeatable_writes
from services.ingestion.store.standings import Standing, next_keys, standing, unchanged_since
from services.ingestion.store.tables import graduates, metadata, vacancies

__all__ = [
    "Receipt",
    "Row",
    "Standing",
    "audit",
    "await_takers",
    "close",
    "close_all",
    "erase",
    "erase_all",
    "erased_records",
    "erased_since",
    "erasures",
    "find",
    "find_receipt",
    "foresee",
    "graduates",
    "keep_receipt",
    "kept_among",
    "list_own",
    "list_receipts",
    "metadata",
    "next_keys",
    "now",
    "receipts_about",
    "record_table",
    "repeatable_writes",
    "standing",
    "unchanged_since",
    "untold",
    "upsert",
    "vacancies",
    "versions_of",
]
