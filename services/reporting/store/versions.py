"""Which models, taxonomies and tables assessed a record: each set of versions is kept once."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache

import msgspec
from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from services.reporting.store.tables import assessment_versions

VersionSet = tuple[tuple[str, str], ...]
"""Pairs of a name and its version."""


def id_of(versions: VersionSet) -> str:
    """What the facts of a record carry for its set, in whatever order the pairs stand."""
    return _kept(versions)[0]


def keep_version_sets(connection: Connection, found: Iterable[VersionSet]) -> None:
    """Note sets of versions; a set noted before stays as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    rows = [{"id": kept, "versions": text} for kept, text in sorted(set(map(_kept, found)))]
    if rows:
        connection.execute(dialect.insert(assessment_versions).on_conflict_do_nothing(), rows)


@lru_cache(maxsize=1024)  # few sets ever, one of them in every event
def _kept(versions: VersionSet) -> tuple[str, str]:
    canonical = msgspec.json.encode(dict(versions), order="deterministic").decode()
    return hashlib.sha256(canonical.encode()).hexdigest()[:16], canonical
