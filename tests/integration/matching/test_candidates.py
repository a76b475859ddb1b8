"""Whom to score: near in occupation and place first, all of a small market, no more than enough."""

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine

from services.matching import candidates, store
from services.matching.candidates import vacancy_market
from shared.contracts import AssessedVacancy
from shared.db.engine import transaction
from tests.builders import a_vacancy, an_assessed_vacancy

TODAY = "2025-06-01"


def keep(engine: Engine, *assessed: AssessedVacancy) -> None:
    with transaction(engine) as connection:
        for one in assessed:
            store.keep(connection, store.vacancies, [store.vacancy_row(one, "")])


def vacancies(engine: Engine, market: candidates.Market, bound: int = 100) -> list[str]:
    with engine.connect() as connection:
        keys = candidates.open_vacancies(connection, market, TODAY, bound)
    return [key.removeprefix("firm/") for key in keys]


def some_vacancies() -> Sequence[AssessedVacancy]:
    def vacancy(record: str, occupation: str | None, region: str | None) -> AssessedVacancy:
        return an_assessed_vacancy(a_vacancy(record, region=region), occupation=occupation)

    return [
        vacancy("uncoded", None, None),
        vacancy("other-here", "5223", "TH-50"),
        vacancy("same-far", "2512", "TH-90"),
        vacancy("same-north", "2512", "TH-57"),
        vacancy("same-here", "2513", "TH-50"),
        vacancy("major-here", "2166", "TH-50"),
        vacancy("sub-major-far", "2522", "TH-90"),
    ]


def test_vacancies_near_in_occupation_and_place_come_first_and_all_come(engine: Engine) -> None:
    keep(engine, *some_vacancies())
    market = vacancy_market(None, "2512", "TH-50")
    assert vacancies(engine, market) == [
        "same-here", "same-north", "same-far", "sub-major-far", "major-here", "other-here",
        "uncoded",
    ]  # fmt: skip


def test_no_more_than_the_bound_are_found_and_they_are_the_nearest(engine: Engine) -> None:
    keep(engine, *some_vacancies())
    market = vacancy_market(None, "2512", "TH-50")
    assert vacancies(engine, market, bound=3) == ["same-here", "same-north", "same-far"]


def test_a_graduate_without_a_job_looks_where_the_field_usually_leads(engine: Engine) -> None:
    keep(engine, *some_vacancies())
    assert vacancies(engine, vacancy_market("0613", None, None), bound=3)[0].startswith("same")


def test_nothing_known_of_a_graduate_still_finds_every_open_vacancy(engine: Engine) -> None:
    keep(engine, *some_vacancies())
    assert len(vacancies(engine, vacancy_market(None, None, None))) == len(some_vacancies())


@pytest.mark.parametrize(
    ("posted_on", "closes_on", "closed_on", "is_open"),
    [
        ("2025-01-01", None, None, True),
        ("2025-06-01", "2025-06-01", None, True),
        ("2025-06-02", None, None, False),
        ("2025-01-01", "2025-05-31", None, False),
        ("2025-01-01", "2025-12-31", "2025-06-01", False),
        ("2025-01-01", None, "2025-06-02", True),
    ],
)
def test_only_vacancies_open_on_the_day_are_found(
    engine: Engine, posted_on: str, closes_on: str | None, closed_on: str | None, is_open: bool
) -> None:
    vacancy = a_vacancy(posted_on=posted_on, closes_on=closes_on, closed_on=closed_on)
    keep(engine, an_assessed_vacancy(vacancy))
    assert bool(vacancies(engine, vacancy_market(None, None, None))) is is_open
