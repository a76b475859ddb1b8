"""The quality of a batch, and of all that a provider has sent: read from what is kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from services.ingestion.domain import Kind
from services.ingestion.quality.drift import QualityWarning, warnings_of
from services.ingestion.quality.facts import facts_of
from services.ingestion.quality.score import Coded, Part, parts_of, score_of
from services.ingestion.quality.tally import Tally, today
from services.ingestion.store.batches import Batch, batches
from services.ingestion.store.codings import coding_counts
from services.ingestion.store.tables import graduates, vacancies

MOST_LOOKED_AT = 10_000
"""Records looked at for the present state; more are a sample of this size."""
MOST_BATCHES = 20
VALID_FOR = timedelta(days=365)
"""What was refused longer ago says nothing about today's files."""


@dataclass(frozen=True)
class Quality:
    """A score and what it rests on."""

    tally: Tally
    parts: Sequence[Part]
    warnings: Sequence[QualityWarning] = ()

    @property
    def score(self) -> float | None:
        return score_of(self.parts)


@dataclass(frozen=True)
class Overview:
    """A provider's records of one kind: how they are now, and batch by batch, newest first."""

    kind: Kind
    now: Quality
    is_sample: bool
    codings: Sequence[Row[Any]]
    history: Sequence[tuple[Row[Any], Quality]]


def of_batch(connection: Connection, batch: str) -> Quality | None:
    """A batch's quality beside that of the one before; None while nothing was counted."""
    row = connection.execute(select(batches).where(batches.c.id == batch)).first()
    if row is None or row.quality is None:
        return None
    before = _finished(row.provider, row.kind).where(batches.c.created_at < row.created_at)
    earlier = connection.execute(before.limit(MOST_BATCHES)).all()
    return _quality(row, _last_whole(earlier))


def overview(connection: Connection, provider: str, kind: Kind) -> Overview:
    """All that is known of the quality of a provider's records."""
    recent = connection.execute(_finished(provider, kind).limit(MOST_BATCHES + 1)).all()
    history = [
        (row, _quality(row, _last_whole(recent[place:])))
        for place, row in enumerate(recent[:MOST_BATCHES], start=1)
    ]
    tally, is_sample = _present(connection, provider, kind)
    for row in recent:
        if datetime.fromisoformat(row.finished_at).date() > today() - VALID_FOR:
            tally.merge(_refusals(row))
    counts = coding_counts(connection, kind, provider)
    now = Quality(tally, parts_of(tally, _coded(kind, counts)))
    return Overview(kind, now, is_sample, counts, history)


def batch_notice(connection: Connection, batch: str) -> dict[str, Any] | None:
    """A batch's quality as a message tells it: the score, and warnings in both languages."""
    found = of_batch(connection, batch)
    if found is None:
        return None
    warnings = [
        {"code": w.code, "texts": {language: w.text(language) for language in ("th", "en")}}
        for w in found.warnings
    ]
    return {"score": found.score, "warnings": warnings}


def _finished(provider: str, kind: Kind) -> Select[Any]:
    """A provider's batches whose records were kept, newest first."""
    return (
        select(batches)
        .where(
            batches.c.provider == provider,
            batches.c.kind == kind,
            batches.c.state == "finished",
            batches.c.dry_run.is_(False),
            batches.c.quality.is_not(None),
        )
        .order_by(batches.c.created_at.desc(), batches.c.id.desc())
    )


def points_of(batch: Batch) -> float | None:
    """The score of a batch whose records were kept."""
    if batch.state != "finished" or batch.dry_run or batch.quality is None:
        return None
    return score_of(parts_of(Tally.decode(batch.quality)))


def _last_whole(earlier: Sequence[Row[Any]]) -> Row[Any] | None:
    """The newest of these that was not merely rows of another one, mended."""
    return next((row for row in earlier if not Tally.decode(row.quality).is_mended), None)


def _quality(row: Row[Any], before: Row[Any] | None) -> Quality:
    tally = Tally.decode(row.quality)
    last = None if before is None else Tally.decode(before.quality)
    return Quality(tally, parts_of(tally), warnings_of(tally, last))


def _refusals(row: Row[Any]) -> Tally:
    """Of a batch only what became of its rows; its records are looked at as they are now."""
    whole, part = Tally.decode(row.quality), Tally()
    part.tables = {"rows": whole.table("rows"), "faults": whole.table("faults")}
    return part


def _present(connection: Connection, provider: str, kind: Kind) -> tuple[Tally, bool]:
    """A tally of the records as they are kept, and whether there are more than it counts."""
    table = graduates if kind == "graduates" else vacancies
    own = table.c.provider == provider, table.c.erased_at.is_(None)
    shown = select(table.c.content, table.c.version, table.c.recorded_at).where(*own)
    rows = connection.execute(shown.order_by(table.c.key).limit(MOST_LOOKED_AT + 1)).all()
    is_sample = len(rows) > MOST_LOOKED_AT
    days: dict[str, list[Any]] = defaultdict(list)
    for row in rows[:MOST_LOOKED_AT]:
        days[row.recorded_at[:10]].append(row)
    tally = Tally()
    tally.kind = kind
    for day, of_day in days.items():
        came = Tally(date.fromisoformat(day))
        facts = facts_of(kind, [row.content for row in of_day])
        came.add_records(kind, facts, [row.version == 1 for row in of_day])
        tally.merge(came)
    return tally, is_sample


def _coded(kind: Kind, counts: Sequence[Row[Any]]) -> Coded:
    """Of graduates the field counts: whose occupation has no code may have no job."""
    name = "field_status" if kind == "graduates" else "occupation_status"
    without = sum(row.records for row in counts if getattr(row, name) == "uncoded")
    return Coded(sum(row.records for row in counts) - without, without)
