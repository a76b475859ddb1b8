"""What the services of a running system keep, read straight from their databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, Table, func, select

from services.ingestion import store as door
from services.reporting import store as window
from services.reporting.publication.living import is_current
from services.reporting.window import thai_today
from shared.db.engine import make_engine
from tests.e2e.running.system import RunningSystem

Versions = dict[str, dict[str, int]]
"""graduates, vacancies -> key of a record -> its version."""

_NOT_FACTS = {"key", "version", "recorded_at"}
_TABLES = (
    ("graduates", door.graduates, window.graduate_facts),
    ("vacancies", door.vacancies, window.vacancy_facts),
)


def accepted_versions(system: RunningSystem) -> Versions:
    """Every record that the door keeps and that was not erased."""
    with _database(system, "ingestion") as engine:
        return {
            name: _versions(engine, table, table.c.erased_at.is_(None))
            for name, table, _ in _TABLES
        }


def reported_versions(system: RunningSystem) -> Versions:
    """Every record that the read model has."""
    with _database(system, "reporting") as engine:
        return {name: _versions(engine, table) for name, _, table in _TABLES}


def reported_facts(system: RunningSystem) -> dict[str, dict[str, Any]]:
    """Table -> key -> facts, without what depends on when and how often a record was posted."""
    with _database(system, "reporting") as engine, engine.connect() as connection:
        return {
            name: {
                row.key: {k: v for k, v in row._mapping.items() if k not in _NOT_FACTS}
                for row in connection.execute(select(table))
            }
            for name, _, table in _TABLES
        }


def counted(system: RunningSystem, noun: str, **facts: Any) -> int:
    """How many records of the read model have exactly these facts."""
    (table,) = [table for name, _, table in _TABLES if name == noun]
    conditions = [table.c[name] == value for name, value in facts.items()]
    statement = select(func.count()).select_from(table).where(*conditions)
    with _database(system, "reporting") as engine, engine.connect() as connection:
        return connection.scalar(statement) or 0


def is_told(system: RunningSystem) -> bool:
    """Whether the live figures are of all facts."""
    with _database(system, "reporting") as engine:
        return is_current(engine, thai_today())


def _versions(engine: Engine, table: Table, *conditions: Any) -> dict[str, int]:
    statement = select(table.c.key, table.c.version).where(*conditions)
    with engine.connect() as connection:
        return {row.key: row.version for row in connection.execute(statement)}


@contextmanager
def _database(system: RunningSystem, service: str) -> Iterator[Engine]:
    engine = make_engine(system.settings().database(service))
    try:
        yield engine
    finally:
        engine.dispose()
