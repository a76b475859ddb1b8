"""Which taxonomies, models and data the read model rests on."""

from collections import defaultdict

import msgspec
from sqlalchemy import Connection, Select, exists, func, or_, select

from services.reporting import methods
from services.reporting.queries.report import Provenance
from services.reporting.store import assessment_versions, graduate_facts, vacancy_facts

_MODEL_WORDS = ("model", "coder")


def provenance(connection: Connection, synthetic: bool) -> Provenance:
    """Where a report's figures come from, as of this transaction."""
    taxonomies: dict[str, set[str]] = defaultdict(set)
    models: dict[str, set[str]] = defaultdict(set)
    for text in connection.execute(_versions_in_use()).scalars():
        for name, version in msgspec.json.decode(text, type=dict[str, str]).items():
            kind = models if any(word in name for word in _MODEL_WORDS) else taxonomies
            kind[name].add(version)
    return Provenance(
        method=methods.VERSION,
        taxonomies={name: sorted(found) for name, found in sorted(taxonomies.items())},
        models={name: sorted(found) for name, found in sorted(models.items())},
        last_update=_last_update(connection),
        synthetic=synthetic,
    )


def _versions_in_use() -> Select[str]:
    known = assessment_versions.c
    return select(known.versions).where(
        or_(
            exists().where(graduate_facts.c.versions_id == known.id),
            exists().where(vacancy_facts.c.versions_id == known.id),
        )
    )


def _last_update(connection: Connection) -> str | None:
    newest = [
        connection.scalar(select(func.max(table.c.recorded_at)))
        for table in (graduate_facts, vacancy_facts)
    ]
    return max((time for time in newest if time), default=None)
