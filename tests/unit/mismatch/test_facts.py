"""Which facts are taken from records, and which never."""

from dataclasses import fields
from typing import Any

import pytest

from services.matching.domain import CodedGraduate
from services.matching.mismatch import MatchFacts, PayScale, held_job, open_job
from services.matching.mismatch.facts import placed
from shared.contracts import Graduate, Pay
from tests.builders import a_graduate, a_survey, a_vacancy

SCALE = PayScale("THB", tuple(float(amount) for amount in range(10_000, 40_000, 1_000)))


def coded(
    record: Graduate, field: str | None = "0613", occupation: str | None = "2512", **more: Any
) -> CodedGraduate:
    return CodedGraduate(
        record,
        field,
        occupation,
        more.get("skills", frozenset()),
        more.get("required", frozenset()),
    )


def test_the_job_held_is_told_by_the_tracer_survey() -> None:
    tracer = a_survey(
        status="self_employed",
        industry="6201",
        work_region="TH-10",
        pay=Pay(low=24_000, high=24_000),
        contract="permanent",
        job_relation="close",
        level_required=5,
    )
    facts = held_job(coded(a_graduate(level=6, tracer=tracer)))
    assert facts == MatchFacts(
        employed=True,
        level=6,
        field=frozenset(("0613",)),
        occupation=frozenset(("2512",)),
        industry=frozenset(("6201",)),
        level_required=5,
        job_relation="close",
        contract="permanent",
        self_employed=True,
        pay=Pay(low=24_000, high=24_000),
        country="TH",
    )


@pytest.mark.parametrize(
    ("status", "employed"),
    [
        ("employed", True),
        ("self_employed", True),
        ("unemployed", False),
        ("studying", False),
        ("not_available", False),
    ],
)
def test_a_stated_status_decides_who_works(status: str, employed: bool) -> None:
    assert held_job(coded(a_graduate(tracer=a_survey(status=status)))).employed is employed


def test_a_named_job_counts_as_held_when_no_status_is_stated() -> None:
    named = a_graduate(tracer=a_survey(status="unknown", job_title="ครู"))
    assert held_job(coded(named, occupation=None)).employed is True
    silent = a_graduate(tracer=a_survey(status="unknown"))
    assert held_job(coded(silent, occupation=None)).employed is None


def test_a_graduate_without_a_survey_has_no_known_job() -> None:
    facts = held_job(coded(a_graduate(level=6), occupation=None))
    assert facts == MatchFacts(level=6, field=frozenset(("0613",)))


def test_where_a_graduate_comes_from_is_never_a_fact() -> None:
    from_here = a_graduate(home_region="TH-50", study_region="TH-50")
    from_there = a_graduate(home_region="TH-90", study_region="TH-90")
    assert held_job(coded(from_here)) == held_job(coded(from_there))
    named = {spec.name for spec in fields(MatchFacts)}
    assert not named & {"sex", "gender", "age", "home_region"}


def test_an_open_job_is_told_by_the_vacancy_and_its_level_by_the_employer() -> None:
    vacancy = a_vacancy(
        level_required=3, region="TH-10", industry="G", pay=Pay(low=15_000, high=None)
    )
    facts = open_job(
        a_graduate(level=6), "0413", frozenset(("a",)), vacancy, "5223", frozenset(("b",))
    )
    assert facts == MatchFacts(
        employed=True,
        level=6,
        field=frozenset(("0413",)),
        occupation=frozenset(("5223",)),
        industry=frozenset(("G",)),
        level_required=3,
        stated_by="employer",
        self_employed=False,
        pay=Pay(low=15_000, high=None),
        country="TH",
        skills=frozenset(("a",)),
        skills_required=frozenset(("b",)),
    )


def test_pay_is_placed_on_a_scale_where_both_are_there() -> None:
    paid = MatchFacts(pay=Pay(low=24_000, high=24_000))
    assert placed(paid, SCALE).pay_position == pytest.approx(14.5 / 30)
    open_ended = MatchFacts(pay=Pay(low=15_000, high=None))
    assert placed(open_ended, SCALE).pay_position == pytest.approx((5.5 / 30 + 1) / 2)
    assert placed(paid, None) == paid
    surveyed = MatchFacts(pay_position=0.25)
    assert placed(surveyed, SCALE) == surveyed
