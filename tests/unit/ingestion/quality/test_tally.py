"""What is counted of a batch is exact, whichever way its rows are cut and its counts are kept."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingestion.domain import Kept, Outcome
from services.ingestion.quality.facts import GraduateFacts, SurveyFacts, VacancyFacts
from services.ingestion.quality.histogram import median_pay
from services.ingestion.quality.tally import Tally
from shared.contracts import Graduate, TracerSurvey, Vacancy
from tests.unit.ingestion.quality.tallies import (
    RECEIVED,
    a_kept_graduate,
    a_kept_vacancy,
    a_refusal,
    of_graduates,
    of_vacancies,
)

GRADUATES = [
    a_kept_graduate(),
    a_kept_graduate(programme=None, field=None, level=None, study_region=None, tracer=None),
    a_kept_graduate(graduation_year=2560, tracer={"status": "unemployed"}, skills=[]),
    a_kept_graduate(level=8, tracer={"status": "unknown"}),
    a_kept_graduate(tracer=None, persons=40),
]
ROWS = st.lists(
    st.tuples(st.sampled_from(GRADUATES), st.sampled_from(["created", "updated", "unchanged"]))
    | st.just((None, "invalid")),
    max_size=40,
)


def tally_of(rows: list[tuple[Kept | None, str]]) -> Tally:
    tally = Tally(RECEIVED)
    outcomes = [
        a_refusal() if record is None else Outcome(status, "x")  # type: ignore[arg-type]
        for record, status in rows
    ]
    tally.add("graduates", [record for record, _ in rows if record is not None], outcomes)
    return tally


@settings(max_examples=60)
@given(ROWS, st.integers(0, 40))
def test_two_tallies_of_parts_make_that_of_the_whole(
    rows: list[tuple[Kept | None, str]], cut: int
) -> None:
    merged = tally_of(rows[:cut])
    merged.merge(Tally.decode(tally_of(rows[cut:]).encode()))
    whole = tally_of(rows)
    assert merged == whole
    assert Tally.decode(whole.encode()) == whole


def test_a_million_records_need_no_more_room_than_a_thousand() -> None:
    many = of_graduates(*GRADUATES, times=300)
    few = of_graduates(*GRADUATES)
    assert {name: set(counts) for name, counts in many.tables.items()} == {
        name: set(counts) for name, counts in few.tables.items()
    }


def test_facts_are_counted_where_they_are_stated() -> None:
    present = of_graduates(*GRADUATES).table("present")
    assert present["record"] == 5
    assert (present["programme"], present["subject"], present["level"]) == (4, 4, 4)
    assert (present["study_region"], present["tracer"], present["skills"]) == (4, 3, 4)


def test_facts_about_jobs_are_those_of_graduates_in_work() -> None:
    job = of_graduates(*GRADUATES).table("job")
    assert (job["record"], job["title"], job["pay"], job["work_region"]) == (1, 1, 1, 1)


def test_levels_and_places_count_the_persons_that_a_record_stands_for() -> None:
    tally = of_graduates(*GRADUATES)
    assert tally.table("region") == {"TH-20": 43}
    assert tally.table("level") == {"6": 42, "8": 1}
    assert tally.table("field") == {"06": 43}


def test_an_aggregated_record_is_nobody_who_did_not_answer() -> None:
    survey = of_graduates(*GRADUATES).table("survey")
    assert survey == {"employed": 1, "unemployed": 1, "unknown": 1, "none": 1}


def test_only_what_is_new_tells_how_old_it_was() -> None:
    tally = Tally(date(2025, 7, 1))
    record = a_kept_graduate(graduation_year=2567)
    outcomes = [Outcome("created", "a"), Outcome("unchanged", "b"), Outcome("updated", "c")]
    tally.add("graduates", [record] * 3, outcomes)
    assert tally.table("months") == {"12": 1}


def test_a_vacancys_age_is_reckoned_from_its_posting() -> None:
    tally = of_vacancies(a_kept_vacancy(posted_on="2025-06-30", closes_on=None))
    assert tally.table("months") == {"1": 1}
    assert tally.table("year") == {"2025": 1}


def test_refusals_are_counted_by_fault_and_field_whatever_the_place_in_a_list() -> None:
    refused = [a_refusal("unknown_code", f"/fields_accepted/{n}", value="x", classification="y")
               for n in range(3)]  # fmt: skip
    tally = of_graduates(refused=[*refused, a_refusal()])
    assert tally.table("faults") == {"unknown_code /fields_accepted": 3, "required /field": 1}
    assert tally.table("rows") == {"invalid": 4}


def test_the_median_of_pay_is_within_three_per_cent() -> None:
    pays = [9_000 + 250 * n for n in range(101)]
    posts = [a_kept_vacancy(pay={"exact": pay}) for pay in pays]
    found = median_pay(of_vacancies(*posts).table("pay"))
    assert found is not None
    assert abs(found / pays[50] - 1) < 0.03


def test_pay_by_the_day_or_year_is_counted_by_the_month_and_other_money_not_at_all() -> None:
    paid = [{"exact": 1_000, "period": "day"}, {"exact": 312_000, "period": "year"},
            {"low": 26_000, "high": 26_000}, {"exact": 125, "period": "hour"}]  # fmt: skip
    bins = of_vacancies(*(a_kept_vacancy(pay=pay) for pay in paid)).table("pay")
    assert list(bins.values()) == [4]
    dollars = a_kept_vacancy(pay={"exact": 900, "currency": "USD"})
    assert of_vacancies(dollars).table("pay") == {}


def test_what_is_looked_at_is_in_the_contract() -> None:
    for looked_at, contract in (
        (GraduateFacts, Graduate),
        (SurveyFacts, TracerSurvey),
        (VacancyFacts, Vacancy),
    ):
        assert set(looked_at.__struct_fields__) <= set(contract.__struct_fields__)
