"""The table of writes that may be sent again under an Idempotency-Key."""

from services.reporting.store.tables import metadata
from shared.db.repeatable import repeatable_writes_table

repeatable_writes = repeatable_writes_table(metadata)
