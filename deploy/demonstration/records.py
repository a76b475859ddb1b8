"""All synthetic records into the store, organisation by organisation, through the real handlers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from deploy.demonstration.graduates import generate_graduates
from deploy.demonstration.vacancies import generate_vacancies
from services.ingestion.domain import Outcome

SEED = 2568
GRADUATES = 3_000
VACANCIES = 2_000
_CHUNK = 500

Record = Callable[[str, Sequence[Any]], Sequence[Outcome]]


class DemonstrationRefused(Exception):
    """A synthetic record did not pass the door: tables and schemas have grown apart."""


def load(
    record_graduates: Record,
    record_vacancies: Record,
    progress: Callable[[int], None],
    *,
    today: date,
    seed: int = SEED,
    graduates: int = GRADUATES,
    vacancies: int = VACANCIES,
) -> int:
    """Synthetic records -> posted by their organisations; how many.

    `record_*` take an organisation's id and its records, as the handlers do with their door
    bound. `progress` is called with the number of records since its last call. Loading again with
    the same arguments changes nothing.

    Raises:
        DemonstrationRefused: naming the first record that was not taken, and why.
    """
    posted = (
        (record_graduates, generate_graduates(seed, graduates, today)),
        (record_vacancies, generate_vacancies(seed, vacancies, today)),
    )
    for record, pairs in posted:
        for organisation, records in _chunks(pairs):
            _check(organisation, record(organisation, records))
            progress(len(records))
    return graduates + vacancies


def _chunks(
    pairs: Iterable[tuple[str, dict[str, Any]]],
) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Each organisation's records, in order and some hundreds at a time."""
    waiting: dict[str, list[dict[str, Any]]] = {}
    for organisation, record in pairs:
        records = waiting.setdefault(organisation, [])
        records.append(record)
        if len(records) == _CHUNK:
            yield organisation, waiting.pop(organisation)
    yield from waiting.items()


def _check(organisation: str, outcomes: Sequence[Outcome]) -> None:
    for outcome in outcomes:
        if outcome.faults:
            pointer, fault = outcome.faults[0]
            raise DemonstrationRefused(f"{organisation} {outcome.reference}: {pointer} {fault}")
