"""What ingestion keeps: its tables, and how rows get in and out."""

from services.ingestion.store.records import (
    Row,
    close,
    close_all,
    erase,
    find,
    list_own,
    now,
    upsert,
)
from services.ingestion.store.repeatable import repeatable_writes
from services.ingestion.store.tables import graduates, metadata, vacancies

__all__ = [
    "Row",
    "close",
    "close_all",
    "erase",
    "find",
    "graduates",
    "list_own",
    "metadata",
    "now",
    "repeatable_writes",
    "upsert",
    "vacancies",
]
