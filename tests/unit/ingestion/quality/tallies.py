"""Tallies of batches as tests state them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.ingestion.domain import Kept, Outcome, graduate_state, kept, vacancy_state
from services.ingestion.quality.tally import Tally
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.web.faults import Fault, fault
from tests.builders import a_graduate_post, a_vacancy_post

RECEIVED = date(2025, 7, 15)
_GRADUATE, _VACANCY = GraduateSchema(), VacancySchema()


def a_kept_graduate(**changes: Any) -> Kept:
    values = _GRADUATE.load(a_graduate_post(**changes))
    return kept(graduate_state("cu", values.pop("reference"), values))


def a_kept_vacancy(**changes: Any) -> Kept:
    values = _VACANCY.load(a_vacancy_post(**changes))
    return kept(vacancy_state("acme", values.pop("reference"), values))


def a_refusal(code: str = "required", pointer: str = "/field", **values: Any) -> Outcome:
    found: Fault = fault(code, **values)
    return Outcome("invalid", "x", faults=[(pointer, found)])


def of_graduates(*records: Kept, refused: Sequence[Outcome] = (), times: int = 1) -> Tally:
    """A tally of new graduates, each as often as stated, and of rows refused."""
    return _of("graduates", records * times, refused)


def of_vacancies(*records: Kept, refused: Sequence[Outcome] = (), times: int = 1) -> Tally:
    return _of("vacancies", records * times, refused)


def _of(kind: Any, records: Sequence[Kept], refused: Sequence[Outcome]) -> Tally:
    tally = Tally(RECEIVED)
    tally.add(kind, records, [*refused, *(Outcome("created", "x") for _ in records)])
    return tally
