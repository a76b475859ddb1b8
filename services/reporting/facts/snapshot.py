"""All facts as they are at one moment, and what is known about where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, Engine, func, select

from services.reporting.facts.reading import load_graduates, load_vacancies
from services.reporting.facts.records import Graduates, Vacancies
from services.reporting.store import (
    assessment_versions,
    graduate_facts,
    positions_of,
    snapshot,
    vacancy_facts,
)
from shared.bus.log import Positions

Versions = Mapping[str, str]
"""Name of a model, taxonomy or table -> its version."""

_versions = msgspec.json.Decoder(dict[str, str]).decode


@dataclass(frozen=True)
class FactsSnapshot:
    """The facts, the positions on the log up to which they go, and their newest event's time.

    `version_sets` has, by id, each set of versions that assessed some record; the facts name
    theirs by id.
    """

    graduates: Graduates
    vacancies: Vacancies
    positions: Positions
    last_update: str | None
    version_sets: Mapping[str, Versions]


def read_facts(engine: Engine) -> FactsSnapshot:
    """Everything as of one moment, while others go on writing."""
    with snapshot(engine) as connection:
        # First what SQLAlchemy reads: it begins the transaction that the rest is read in.
        reached = positions_of(connection)
        return FactsSnapshot(
            positions=reached,
            last_update=_last_update(connection),
            version_sets=_version_sets(connection),
            graduates=load_graduates(connection),
            vacancies=load_vacancies(connection),
        )


def _last_update(connection: Connection) -> str | None:
    """Times are all in the same form, so the last in order is the latest."""
    newest = (
        connection.scalar(select(func.max(table.c.recorded_at)))
        for table in (graduate_facts, vacancy_facts)
    )
    return max((time for time in newest if time), default=None)


def _version_sets(connection: Connection) -> dict[str, Versions]:
    ordered = select(assessment_versions).order_by(assessment_versions.c.id)
    return {row.id: _versions(row.versions) for row in connection.execute(ordered)}
