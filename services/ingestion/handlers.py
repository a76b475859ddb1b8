"""What the door does: one function is one transaction, and what it kept is durable on return."""

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Engine, Table

from services.ingestion import store
from services.ingestion.domain import pseudonym
from shared.contracts import Vacancy
from shared.db.engine import transaction
from shared.db.journal import empty_journal
from shared.web.faults import Fault, fault


@dataclass(frozen=True)
class Door:
    """What taking records in needs: the database, the pseudonyms' key, and the mode.

    In demonstration mode every record counts as synthetic, whatever it says of itself.
    """

    engine: Engine
    secret: bytes
    demonstration: bool = False

    def graduate_record(self, organisation: str, reference: str) -> str:
        """The id under which a university's own reference is kept."""
        return pseudonym(self.secret, organisation, reference)


def erase_record(door: Door, table: Table, key: str) -> int | None:
    """A record's key -> its content gone -> GraduateErased or VacancyErased; None if unknown."""
    with transaction(door.engine) as connection:
        version = store.erase(connection, table, key)
        store.forget_codings(connection, table.name, [key])
    if version is not None:
        empty_journal(door.engine)
    return version


def close_vacancy(
    door: Door, key: str, closed_on: str | None, filled: bool | None
) -> tuple[int | None, list[tuple[str, Fault]]]:
    """A vacancy's key -> its closing kept -> VacancyRecorded; the version, or what is wrong."""
    with transaction(door.engine) as connection:
        row = store.find(connection, store.vacancies, key)
        if row is None:
            return None, []
        posted_on = msgspec.json.decode(row.content or "{}", type=Vacancy).posted_on
        if closed_on and closed_on < posted_on:
            return None, [("/closed_on", fault("before", other="posted_on"))]
        if (row.closed_on, row.filled) == (closed_on, filled):
            return row.version, []
        return store.close(connection, key, closed_on, filled), []


def close_vacancies(door: Door, closings: Sequence[tuple[str, str, bool | None]]) -> None:
    """Key, day and whether filled -> all closings kept together -> a VacancyRecorded each.

    For closings whose days are known to be right; a vacancy closed on that day stays as it is.
    """
    with transaction(door.engine) as connection:
        store.close_all(connection, closings)
