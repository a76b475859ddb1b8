"""The audit log of ingestion: readings and changes of graduates' records and batches."""

from services.ingestion.store.tables import metadata
from shared.audit import audit_table

audit = audit_table(metadata, "ingestion")
