"""The score: the parts' weighted mean, and what is not known is left out of it."""

import pytest

from services.ingestion.quality.score import PARTS_OF, SOON_LATE, WEIGHTS, Coded, parts_of, score_of
from services.ingestion.quality.tally import Tally
from services.ingestion.quality.wording import PARTS, REASONS
from tests.unit.ingestion.quality.tallies import (
    a_kept_graduate,
    a_kept_vacancy,
    a_refusal,
    of_graduates,
    of_vacancies,
)


def values(tally: Tally, coded: Coded | None = None) -> dict[str, float | None]:
    return {part.name: part.value for part in parts_of(tally, coded)}


def test_records_that_have_all_in_time_are_worth_a_hundred() -> None:
    tally = of_graduates(a_kept_graduate(graduation_year=2567), times=3)
    parts = parts_of(tally, Coded(3, 0))
    assert {part.name: part.value for part in parts} == dict.fromkeys(WEIGHTS, 100.0)
    assert score_of(parts) == 100.0


def test_a_part_without_evidence_is_left_out_and_said() -> None:
    tally = of_graduates(a_kept_graduate(graduation_year=None, tracer=None))
    parts = parts_of(tally, Coded(0, 0))
    known = {part.name: part.value for part in parts if part.value is not None}
    reasons = {part.name: part.why_not for part in parts if part.value is None}
    assert known == {"completeness": 75.0, "validity": 100.0}
    assert reasons == {"timeliness": "no_dates", "response": "no_survey", "coding": "no_codings"}
    assert score_of(parts) == round((35 * 75 + 25 * 100) / 60, 1)


def test_nothing_at_all_has_no_score() -> None:
    empty = Tally()
    empty.kind = "vacancies"
    parts = parts_of(empty, Coded(0, 0))
    reasons = ["no_records", "no_batches", "no_dates", "no_codings"]
    assert [part.why_not for part in parts] == reasons
    assert score_of(parts) is None


def test_where_coding_comes_later_it_is_no_part() -> None:
    assert "coding" not in values(of_graduates(a_kept_graduate()))


def test_rows_refused_lower_the_validity() -> None:
    tally = of_vacancies(*[a_kept_vacancy()] * 3, refused=[a_refusal()])
    assert values(tally)["validity"] == 75.0


@pytest.mark.parametrize(("year", "value"), [(2024, 100.0), (2022, 57.1), (2020, 0.0)])
def test_records_lose_from_the_day_they_could_have_come(year: int, value: float) -> None:
    tally = of_graduates(a_kept_graduate(graduation_year=year, tracer=None))
    assert values(tally)["timeliness"] == value


def test_the_response_rate_is_of_those_who_could_have_been_asked() -> None:
    aggregated = a_kept_graduate(tracer=None, persons=500)
    silent = a_kept_graduate(tracer=None)
    tally = of_graduates(a_kept_graduate(), silent, silent, silent, aggregated)
    assert values(tally)["response"] == 25.0


def test_facts_about_jobs_count_only_where_somebody_has_one() -> None:
    job = {"status": "employed", "job_title": "โปรแกรมเมอร์", "surveyed_on": "2568-01-15"}
    assert values(of_graduates(a_kept_graduate(tracer=job)))["completeness"] == 62.5
    idle = a_kept_graduate(tracer={"status": "unemployed"})
    assert values(of_graduates(idle))["completeness"] == 100.0


def test_what_has_no_code_lowers_the_coding_rate() -> None:
    assert values(of_vacancies(a_kept_vacancy()), Coded(3, 1))["coding"] == 75.0


def test_weights_and_words_are_there_for_every_part() -> None:
    assert sum(WEIGHTS.values()) == 100
    assert set(WEIGHTS) == set(PARTS) == {name for names in PARTS_OF.values() for name in names}
    assert all(soon < late for soon, late in SOON_LATE.values())
    assert all(english and thai for english, thai in REASONS.values())
