"""What a person who looks at a batch would ask back about, and nothing that chance does."""

import random
import re
from itertools import pairwise
from typing import Any

import pytest

from services.ingestion.quality.drift import QualityWarning, warnings_of
from services.ingestion.quality.tally import Tally
from services.ingestion.quality.wording import FACTS, WARNINGS
from tests.unit.ingestion.quality.tallies import (
    a_kept_graduate,
    a_kept_vacancy,
    a_refusal,
    of_graduates,
    of_vacancies,
)

USUAL = of_vacancies(a_kept_vacancy(pay={"exact": 24_000}), times=100)


def codes(now: Tally, before: Tally | None = None) -> list[str]:
    return [warning.code for warning in warnings_of(now, before)]


def paid(amount: int, period: str = "month", times: int = 100) -> Tally:
    return of_vacancies(a_kept_vacancy(pay={"exact": amount, "period": period}), times=times)


def test_a_batch_like_the_last_one_is_nothing_to_ask_about() -> None:
    assert codes(USUAL, USUAL) == []
    assert codes(USUAL) == []


@pytest.mark.parametrize(
    ("amount", "period", "expected"),
    [
        (12_500, "month", []),
        (11_000, "month", ["pay_fell"]),
        (47_000, "month", []),
        (52_000, "month", ["pay_rose"]),
        (24_000, "year", ["pay_implausible", "pay_fell"]),
        (24_000, "day", ["pay_implausible", "pay_rose"]),
    ],
)
def test_a_median_that_halves_or_doubles_is_asked_about(
    amount: int, period: str, expected: list[str]
) -> None:
    assert codes(paid(amount, period), USUAL) == expected


def test_pay_stated_in_thousands_is_not_called_nothing() -> None:
    said = [warning.text("en") for warning in warnings_of(paid(24), USUAL)]
    assert [re.findall("[0-9,]+", text) for text in said] == [["24"], ["24,400", "24"]]


def test_mended_rows_are_compared_with_nothing() -> None:
    few = of_vacancies(a_kept_vacancy(pay={"exact": 24_000}), times=3)
    assert codes(few, USUAL) == ["shrank"]
    few.is_mended = True
    assert codes(few, USUAL) == []
    assert Tally.decode(few.encode()) == few
    assert Tally.decode(few.encode()).is_mended


def test_a_few_records_tell_nothing() -> None:
    assert codes(paid(500, times=49), paid(24_000, times=49)) == []


def test_a_fact_that_is_no_longer_stated_is_asked_about() -> None:
    without = of_vacancies(a_kept_vacancy(pay={"exact": 24_000}, industry=None), times=100)
    assert [str(w.values["fact"]) for w in warnings_of(without, USUAL)] == ["industry"]
    assert codes(USUAL, without) == []


def test_facts_about_jobs_are_compared_among_those_in_work() -> None:
    traced = of_graduates(a_kept_graduate(), times=60)
    job = {"status": "employed", "job_title": "โปรแกรมเมอร์", "surveyed_on": "2568-01-15"}
    bare = of_graduates(a_kept_graduate(tracer=job), times=60)
    missing = [w.values["fact"] for w in warnings_of(bare, traced) if w.code == "fact_missing"]
    assert {"pay", "work_region", "industry"} <= set(missing)
    nobody_traced = of_graduates(a_kept_graduate(tracer=None), times=60)
    assert [w.values["fact"] for w in warnings_of(nobody_traced, traced)] == ["tracer"]


def test_a_level_or_province_that_vanished_is_asked_about() -> None:
    two = [a_kept_graduate(level=6), a_kept_graduate(level=7, study_region="TH-50")]
    before, now = of_graduates(*two, times=100), of_graduates(two[0], times=200)
    found = [w.values["code"] for w in warnings_of(now, before) if w.code == "group_vanished"]
    assert found == ["level:7", "region:TH-50"]
    small = of_graduates(two[0], times=199)
    assert "group_vanished" not in codes(small, before)


def test_half_a_file_is_asked_about() -> None:
    assert codes(paid(24_000, times=49), USUAL) == ["shrank"]
    assert codes(paid(24_000, times=50), USUAL) == []


def test_more_refusals_than_last_time_are_asked_about() -> None:
    record = a_kept_vacancy(pay={"exact": 24_000})
    worse = of_vacancies(*[record] * 90, refused=[a_refusal()] * 10)
    assert codes(worse, USUAL) == ["refused_rose"]
    assert codes(of_vacancies(*[record] * 91, refused=[a_refusal()] * 9), USUAL) == []


@pytest.mark.parametrize(
    ("year", "code"), [(3110, "era_too_late"), (1481, "era_too_early"), (300, None)]
)
def test_years_refused_that_lie_an_era_off_are_told_apart_from_slips(
    year: int, code: str | None
) -> None:
    refused = [a_refusal("impossible_year", "/graduation_year", value=year)] * 5
    assert codes(of_graduates(refused=refused)) == ([code] if code else [])
    assert codes(of_graduates(refused=refused[:4])) == []


def test_a_response_rate_that_fell_is_asked_about_and_a_batch_without_survey_is_not() -> None:
    answered = a_kept_graduate()
    silent = a_kept_graduate(tracer={"status": "unknown"})
    before = of_graduates(*[answered] * 80, *[silent] * 20)
    now = of_graduates(*[answered] * 60, *[silent] * 40)
    assert "response_fell" in codes(now, before)
    unasked = of_graduates(a_kept_graduate(tracer=None), times=100)
    assert "response_fell" not in codes(unasked, before)


def test_batches_drawn_from_one_population_are_hardly_ever_asked_about() -> None:
    draw = random.Random(7)

    def a_batch() -> Tally:
        def post() -> dict[str, Any]:
            return {
                "pay": {"exact": round(draw.lognormvariate(10, 0.5))},
                "industry": draw.choice(["6201", None]),
                "region": draw.choice(["TH-10", "TH-20", "TH-50", None]),
            }

        return of_vacancies(*(a_kept_vacancy(**post()) for _ in range(60)))

    batches = [a_batch() for _ in range(60)]
    pairs = pairwise(batches)
    assert sum(bool(codes(now, before)) for before, now in pairs) <= 1


def test_every_warning_can_be_said_in_both_languages() -> None:
    values = {"median": 1.0, "before": 2, "now": 1, "rows": 5, "fact": "pay", "code": "level:6"}
    for code in WARNINGS:
        warning = QualityWarning(code, values)
        english, thai = warning.text("en"), warning.text("th")
        assert not any("ก" <= letter <= "๛" for letter in english)
        assert any("ก" <= letter <= "๛" for letter in thai)


def test_every_fact_that_is_counted_has_a_name() -> None:
    for tally in (of_graduates(a_kept_graduate()), USUAL):
        facts = {*tally.table("present"), *tally.table("job")} - {"record"}
        assert facts <= set(FACTS)
