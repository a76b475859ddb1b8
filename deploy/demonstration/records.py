"""All synthetic records into the store, organisation by organisation, through the real handlers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from deploy.demonstration.graduates import generate_graduates
from deploy.demonstration.history import Closing
from deploy.demonstration.vacancies import Advertised, generate_vacancies
from services.ingestion.domain import Outcome

SEED = 2568
GRADUATES = 8_000
VACANCIES = 9_500
_CHUNK = 500

Record = Callable[[str, Sequence[Any]], Sequence[Outcome]]
Close = Callable[[str, Sequence[tuple[str, Closing]]], None]
Item = TypeVar("Item")


class DemonstrationRefused(Exception):
    """A synthetic record did not pass the door: tables and schemas have grown apart."""


def load(
    record_graduates: Record,
    record_vacancies: Record,
    close_vacancies: Close,
    progress: Callable[[int], None],
    *,
    today: date,
    seed: int = SEED,
    graduates: int = GRADUATES,
    vacancies: int = VACANCIES,
) -> int:
    """Synthetic records -> posted, vacancies also closed, by their organisations; how many.

    `record_*` take an organisation's id and its records, as the handlers do with their door
    bound; `close_vacancies` an organisation's id and its references with their closings.
    `progress` is called with the number of records since its last call. Loading again with the
    same arguments changes nothing.

    Raises:
        DemonstrationRefused: naming the first record that was not taken, and why.
    """
    for university, people in _chunks(generate_graduates(seed, graduates, today)):
        _check(university, record_graduates(university, people))
        progress(len(people))
    advertised = generate_vacancies(seed, vacancies, today)
    for employer, jobs in _chunks((one.employer, one) for one in advertised):
        _check(employer, record_vacancies(employer, [job.posted for job in jobs]))
        close_vacancies(employer, list(_closings(jobs)))
        progress(len(jobs))
    return graduates + vacancies


def _closings(jobs: Iterable[Advertised]) -> Iterator[tuple[str, Closing]]:
    for job in jobs:
        if job.closing:
            yield job.posted["reference"], job.closing


def _chunks(pairs: Iterable[tuple[str, Item]]) -> Iterator[tuple[str, list[Item]]]:
    """Each organisation's records, in order and some hundreds at a time."""
    waiting: dict[str, list[Item]] = {}
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
