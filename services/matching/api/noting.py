"""Readings of what is held of graduates, noted in the audit log before they are answered."""

from collections.abc import Sequence

from sqlalchemy import Engine

from services.matching.tables import audit, graduates
from shared.audit import Act, digest_of, note_alone


def reading_of(key: str) -> Act:
    """One graduate's assessment, or what follows from it."""
    provider, record = key.split("/", 1)
    return Act("read", graduates.name, provider, record)


def note_reading(engine: Engine, key: str) -> None:
    """A graduate's data is about to be shown."""
    note_alone(engine, audit, reading_of(key))


def note_ranking(engine: Engine, keys: Sequence[str]) -> None:
    """Graduates of several universities are about to be listed for a vacancy."""
    listed = digest_of(key.split("/", 1)[1] for key in keys)
    note_alone(engine, audit, Act("read", graduates.name, None, None, len(keys), listed))
