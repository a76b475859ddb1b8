"""The read model: its tables, and how rows get into it in bulk."""

from services.reporting.store.alert_tables import alert_deliveries, alerts
from services.reporting.store.connections import hold_back_writers, snapshot
from services.reporting.store.feedback_tables import feedback
from services.reporting.store.positions import keep_positions, positions_of
from services.reporting.store.release_tables import (
    hidden_counts,
    live,
    live_files,
    pay_ledger,
    release_files,
    releases,
)
from services.reporting.store.repeatable import repeatable_writes
from services.reporting.store.rows import (
    Row,
    append_rows,
    forget_rows,
    upsert_rows,
)
from services.reporting.store.tables import (
    FACTS,
    assessment_versions,
    graduate_facts,
    inbox,
    metadata,
    positions,
    vacancy_facts,
)
from services.reporting.store.versions import VersionSet, id_of, keep_version_sets

__all__ = [
    "FACTS",
    "Row",
    "VersionSet",
    "alert_deliveries",
    "alerts",
    "append_rows",
    "assessment_versions",
    "feedback",
    "forget_rows",
    "graduate_facts",
    "hidden_counts",
    "hold_back_writers",
    "id_of",
    "inbox",
    "keep_positions",
    "keep_version_sets",
    "live",
    "live_files",
    "metadata",
    "pay_ledger",
    "positions",
    "positions_of",
    "release_files",
    "releases",
    "repeatable_writes",
    "snapshot",
    "upsert_rows",
    "vacancy_facts",
]
