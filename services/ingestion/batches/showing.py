"""A batch and the faults of its rows as their owner sees them, in the owner's language."""

import json
from datetime import datetime, timedelta
from typing import Any

from services.ingestion.batches.context import Batches
from services.ingestion.batches.life import failure_of
from services.ingestion.batches.results import Finding, RowResult
from services.ingestion.store import Batch
from shared.web.faults import Fault
from shared.web.mends import expected, mend

_AS_KEPT = (
    "id", "kind", "profile", "profile_version", "name", "dry_run", "as_of", "state", "size",
    "received_bytes", "sha256", "same_as", "created_at", "received_at", "finished_at",
)  # fmt: skip
_READING = ("content", "packed", "encoding", "delimiter", "sheet")
_COUNTS = ("read", "created", "updated", "unchanged", "rejected", "warned")


def batch_shown(batches: Batches, batch: Batch, language: str) -> dict[str, Any]:
    """The batch as plain values."""
    return {
        **{name: getattr(batch, name) for name in _AS_KEPT},
        "progress": progress(batch),
        "counts": {name: getattr(batch, name) for name in _COUNTS},
        "reading": _reading_shown(batch, language),
        "left_out": json.loads(batch.left_out or "{}"),
        "failure": _failure_shown(batch, language),
        "results_until": _results_until(batches, batch),
    }


def progress(batch: Batch) -> float:
    """Share of the content that was read; 1 at the end of a batch that was read to its end."""
    if batch.state == "finished":
        return 1.0
    if not batch.received_bytes:
        return 0.0
    return min(0.999, round(batch.read_bytes / batch.received_bytes, 3))


def row_shown(row: RowResult, language: str) -> dict[str, Any]:
    """A row with everything that is to be said about it."""
    return {
        "row": row.row,
        "status": "rejected" if row.is_rejected else "warned",
        "findings": [finding_shown(each, language) for each in row.findings],
    }


def finding_shown(finding: Finding, language: str) -> dict[str, str]:
    """One finding: field, what was found, what is expected, how to mend it."""
    fault = finding.fault
    return {
        "field": finding.field,
        "found": finding.found,
        "expected": expected(fault, language),
        "mend": mend(fault, language),
        "code": finding.code,
        "message": fault.text(language),
    }


def finding_said(finding: Finding, language: str) -> str:
    """One finding as a sentence, for a cell beside the row."""
    fault = finding.fault
    advice = mend(fault, language)
    said = f"{finding.field}: {fault.text(language)}" if finding.field else fault.text(language)
    return f"{said} – {advice}" if advice else said


def _failure_shown(batch: Batch, language: str) -> dict[str, Any] | None:
    failure = failure_of(batch)
    if failure is None:
        return None
    fault = failure.fault
    return {
        "row": failure.row,
        "code": failure.code,
        "detail": fault.text(language),
        "messages": {"th": fault.text("th"), "en": fault.text("en")},
    }


def _reading_shown(batch: Batch, language: str) -> dict[str, Any] | None:
    """What the file turned out to be."""
    if batch.reading is None:
        return None
    reading = json.loads(batch.reading)
    notes = [Fault(note["code"], note["values"]) for note in reading["notes"]]
    told = {name: reading[name] for name in _READING}
    return {**told, "notes": [note.text(language) for note in notes]}


def _results_until(batches: Batches, batch: Batch) -> str | None:
    """When the results are forgotten; None where they are not yet all there, or gone."""
    if batch.finished_at is None or batch.results_key is None:
        return None
    until = datetime.fromisoformat(batch.finished_at) + timedelta(days=batches.results_days)
    return until.isoformat(timespec="seconds")
