"""What open vacancies hold for a graduate: expected mismatch, the share that fits, or too few."""

import pytest

from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.desk import Desk

JOBLESS = a_graduate(level=6, field="0613", tracer=a_survey(status="unemployed"))


def test_prospects_are_the_mean_over_open_vacancies_and_the_share_that_fits(desk: Desk) -> None:
    programming = [a_vacancy(f"p{n}", occupation="2512", level_required=6) for n in range(8)]
    selling = [a_vacancy(f"s{n}", occupation="5223", level_required=3) for n in range(8)]
    desk.keep(JOBLESS, *programming, *selling)
    body = desk.get("uni", "/v1/graduates/g1/prospects").get_json()
    assert (body["considered"], body["judged"], body["fitting"]) == (16, 16, 8)
    assert body["share_fitting"] == pytest.approx(0.5)
    assert [found["dimension"] for found in body["expected"]] == ["vertical", "horizontal"]
    for found in body["expected"]:
        assert (found["n"], found["verdict"]) == (16, "expected")
        assert 0 < found["probability"] < 1


def test_a_job_for_which_the_employer_asks_less_does_not_fit(desk: Desk) -> None:
    desk.keep(
        JOBLESS, *(a_vacancy(f"p{n}", occupation="2512", level_required=3) for n in range(10))
    )
    body = desk.get("uni", "/v1/graduates/g1/prospects").get_json()
    assert (body["judged"], body["fitting"], body["share_fitting"]) == (10, 0, 0.0)


def test_fewer_than_ten_vacancies_are_too_few_to_expect_anything(desk: Desk) -> None:
    desk.keep(JOBLESS, *(a_vacancy(f"p{n}", occupation="2512") for n in range(9)))
    body = desk.get("uni", "/v1/graduates/g1/prospects").get_json()
    assert body["judged"] == 9
    assert body["share_fitting"] is None
    assert {found["verdict"] for found in body["expected"]} == {"insufficient_evidence"}
    assert {found["probability"] for found in body["expected"]} == {None}


def test_prospects_are_for_ones_own_graduates(desk: Desk) -> None:
    desk.keep(JOBLESS)
    assert desk.get("uni", "/v1/graduates/none/prospects").status_code == 404
    assert desk.get("other-uni", "/v1/graduates/g1/prospects").status_code == 404
    assert desk.get("firm", "/v1/graduates/g1/prospects").status_code == 403
