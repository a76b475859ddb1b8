"""Graduates of real surveys as facts: through the importer's profile, the schema and the rules."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from services.ingestion.domain import graduate_state
from services.ingestion.importers import load_profile, open_file
from services.ingestion.importers.dating import dated
from services.ingestion.schemas import GraduateSchema
from services.matching.domain import CodedGraduate, coding_of
from services.matching.mismatch.facts import held_job
from services.matching.mismatch.rules import judge_by_rules
from services.reporting import store
from services.reporting.facts import Graduates, load_graduates
from services.reporting.projections import project_graduates
from shared.contracts import AssessedGraduate, Envelope, Graduate, recorded
from shared.db.engine import transaction

CHUNK = 2_000


def imported(
    path: Path, profile: str, provider: Callable[[Mapping[str, Any]], str]
) -> list[Graduate]:
    """The file's rows as ingestion keeps them; `provider` says whose each one is."""
    schema, kept = GraduateSchema(), []
    with path.open("rb") as stream:
        for row in open_file(stream, dated(load_profile(profile), date(2024, 1, 1))):
            assert not row.faults, row
            values = schema.load(row.posted)
            reference = values.pop("reference")
            kept.append(graduate_state(provider(row.posted), reference, values))
    return kept


def facts_of(graduates: Sequence[Graduate], engine: Engine) -> Graduates:
    """Assessed by matching's rules, projected into reporting's database, and read back."""
    for start in range(0, len(graduates), CHUNK):
        events = [_assessed(graduate) for graduate in graduates[start : start + CHUNK]]
        with transaction(engine) as connection:
            project_graduates(connection, events)
    with store.snapshot(engine) as connection:
        return load_graduates(connection)


def _assessed(record: Graduate) -> Envelope:
    occupation = record.tracer.occupation if record.tracer else None
    coded = CodedGraduate(
        record=record,
        field=record.field,
        occupation=occupation,
        skills=frozenset(),
        required_skills=frozenset(),
    )
    assessed = AssessedGraduate(
        record=record,
        field=coding_of(record.field, None),
        occupation=coding_of(occupation, None),
        judgements=judge_by_rules(held_job(coded)),
    )
    return recorded(assessed, source="matching", correlationid="test")
