"""The synthetic records: valid, repeatable, and shaped as the stated shares say."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from deploy.demonstration import Advertised, generate_graduates, generate_vacancies
from deploy.demonstration.organisations import EMPLOYERS, UNIVERSITIES
from deploy.demonstration.records import SEED
from deploy.demonstration.shares import (
    COHORT_SIZES,
    JOB_RELATION,
    LEVELS_DEMANDED,
    LEVELS_SUPPLIED,
    OUT_OF_FIELD,
    RESPONSE,
    STATUS,
)
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.taxonomy import regions

TODAY = date(2025, 11, 20)
GRADUATES, VACANCIES = 3_000, 2_500
Posted = list[tuple[str, dict[str, Any]]]


@pytest.fixture(scope="module")
def graduates() -> Posted:
    return list(generate_graduates(SEED, GRADUATES, TODAY))


@pytest.fixture(scope="module")
def advertised() -> list[Advertised]:
    return list(generate_vacancies(SEED, VACANCIES, TODAY))


@pytest.fixture(scope="module")
def vacancies(advertised: list[Advertised]) -> Posted:
    return [(one.employer, one.posted) for one in advertised]


@pytest.fixture(scope="module")
def loaded_graduates(graduates: Posted) -> list[dict[str, Any]]:
    schema = GraduateSchema()
    return [schema.load(graduate) for _, graduate in graduates]


@pytest.fixture(scope="module")
def loaded_vacancies(vacancies: Posted) -> list[dict[str, Any]]:
    schema = VacancySchema()
    return [schema.load(vacancy) for _, vacancy in vacancies]


def shares(values: Iterable[Any]) -> dict[Any, float]:
    counts = Counter(values)
    return {value: count / counts.total() for value, count in counts.items()}


def near(target: Mapping[Any, float], within: float = 0.025) -> Any:
    return pytest.approx(dict(target), abs=within)


def band(level: int) -> str:
    return "low" if level <= 4 else "diploma" if level == 5 else "degree"


def answers(graduates: Sequence[dict[str, Any]]) -> list[Any]:
    return [graduate["tracer"] for graduate in graduates if "tracer" in graduate]


def in_work(graduates: Sequence[dict[str, Any]]) -> list[Any]:
    return [
        answer for answer in answers(graduates) if answer.status in ("employed", "self_employed")
    ]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("today", [date(2024, 2, 29), date(2025, 1, 1), date(2025, 12, 31)])
def test_every_record_is_valid_on_any_day(seed: int, today: date) -> None:
    for _, graduate in generate_graduates(seed, 150, today):
        GraduateSchema().load(graduate)
    for one in generate_vacancies(seed, 150, today):
        VacancySchema().load(one.posted)


def test_every_record_says_that_it_is_synthetic(graduates: Posted, vacancies: Posted) -> None:
    assert all(record["synthetic"] is True for _, record in (*graduates, *vacancies))


def test_the_same_seed_and_day_give_the_same_records(
    graduates: Posted, advertised: list[Advertised]
) -> None:
    assert list(generate_graduates(SEED, GRADUATES, TODAY)) == graduates
    assert list(generate_vacancies(SEED, VACANCIES, TODAY)) == advertised
    assert list(generate_graduates(SEED + 1, GRADUATES, TODAY)) != graduates


def test_no_organisation_uses_a_reference_twice(graduates: Posted, vacancies: Posted) -> None:
    for posted in (graduates, vacancies):
        keys = [(organisation, record["reference"]) for organisation, record in posted]
        assert len(set(keys)) == len(keys)


def test_every_organisation_has_records(graduates: Posted, vacancies: Posted) -> None:
    assert {name for name, _ in graduates} == {university.id for university in UNIVERSITIES}
    assert {name for name, _ in vacancies} == {employer.id for employer in EMPLOYERS}


def test_levels_supplied_and_demanded_follow_the_published_shares(
    loaded_graduates: list[dict[str, Any]], loaded_vacancies: list[dict[str, Any]]
) -> None:
    assert shares(graduate["level"] for graduate in loaded_graduates) == near(LEVELS_SUPPLIED)
    stated = [v["level_required"] for v in loaded_vacancies if "level_required" in v]
    assert shares(band(level) for level in stated) == near(LEVELS_DEMANDED)


def test_the_mismatch_of_levels_is_the_published_one(
    loaded_graduates: list[dict[str, Any]], loaded_vacancies: list[dict[str, Any]]
) -> None:
    """OECD's shares on Thailand give a dissimilarity of 0.46 between demand and supply."""
    supply = shares(band(graduate["level"]) for graduate in loaded_graduates)
    demand = shares(band(v["level_required"]) for v in loaded_vacancies if "level_required" in v)
    dissimilarity = sum(abs(supply[key] - demand[key]) for key in demand) / 2
    assert dissimilarity == pytest.approx(0.46, abs=0.03)


def test_tracer_answers_follow_the_stated_shares(loaded_graduates: list[dict[str, Any]]) -> None:
    assert len(answers(loaded_graduates)) / GRADUATES == pytest.approx(RESPONSE, abs=0.025)
    assert shares(answer.status for answer in answers(loaded_graduates)) == near(STATUS)


def test_one_in_three_works_above_the_level_needed_and_few_below(
    loaded_graduates: list[dict[str, Any]],
) -> None:
    told = [
        (graduate["level"], graduate["tracer"].level_required)
        for graduate in loaded_graduates
        if "tracer" in graduate and graduate["tracer"].level_required is not None
    ]
    assert sum(own > needed for own, needed in told) / len(told) == pytest.approx(0.35, abs=0.05)
    assert sum(own < needed for own, needed in told) / len(told) == pytest.approx(0.04, abs=0.02)


def test_work_outside_the_field_is_rare_in_health_and_common_in_social_sciences(
    graduates: Posted,
) -> None:
    unrelated: dict[str, list[bool]] = {}
    for _, graduate in graduates:
        relation = graduate.get("tracer", {}).get("job_relation")
        if "field" in graduate and relation:
            unrelated.setdefault(graduate["field"][:2], []).append(relation == "none")
    for field, expected in (("09", OUT_OF_FIELD["09"]), ("03", OUT_OF_FIELD["03"])):
        share = sum(unrelated[field]) / len(unrelated[field])
        elsewhere, within = (JOB_RELATION[in_field]["none"] for in_field in (False, True))
        stated = expected * elsewhere + (1 - expected) * within
        assert share == pytest.approx(stated, abs=0.1)


def test_all_provinces_are_home_place_of_study_work_and_vacancies(
    loaded_graduates: list[dict[str, Any]], loaded_vacancies: list[dict[str, Any]]
) -> None:
    every = set(regions.provinces())
    assert {graduate["study_region"] for graduate in loaded_graduates} == every
    assert {graduate.get("home_region") for graduate in loaded_graduates} >= every
    assert {answer.work_region for answer in in_work(loaded_graduates)} >= every
    assert {vacancy.get("region") for vacancy in loaded_vacancies} >= every


def test_bangkok_and_its_vicinity_offer_a_third_of_the_jobs(
    loaded_vacancies: list[dict[str, Any]],
) -> None:
    around = {"TH-10", "TH-11", "TH-12", "TH-13", "TH-73", "TH-74"}
    placed = [vacancy["region"] for vacancy in loaded_vacancies if "region" in vacancy]
    assert 0.3 < sum(region in around for region in placed) / len(placed) < 0.5


def test_the_five_cohorts_before_this_year_shrink_as_stated(
    loaded_graduates: list[dict[str, Any]],
) -> None:
    years = shares(graduate["graduation_year"] for graduate in loaded_graduates)
    assert years == near({TODAY.year - since: part for since, part in COHORT_SIZES.items()})


def test_nobody_answers_or_advertises_in_the_future(
    loaded_graduates: list[dict[str, Any]], loaded_vacancies: list[dict[str, Any]]
) -> None:
    today = TODAY.isoformat()
    assert all(answer.surveyed_on <= today for answer in answers(loaded_graduates))
    assert all(vacancy["posted_on"] <= today for vacancy in loaded_vacancies)


def test_answers_of_those_in_work_are_full_enough_to_be_counted(
    loaded_graduates: list[dict[str, Any]],
) -> None:
    working = in_work(loaded_graduates)
    for fact in ("pay", "job_found_by", "months_to_first_job", "first_job", "jobs_held"):
        assert sum(getattr(answer, fact) is not None for answer in working) / len(working) > 0.8
    assert any(answer.computer_use is not None for answer in working)
    assert all((answer.jobs_held == 1) is bool(answer.first_job) for answer in working)


def test_codes_are_given_on_a_part_and_text_on_all(graduates: Posted, vacancies: Posted) -> None:
    assert all(graduate["programme"] for _, graduate in graduates)
    assert all(vacancy["title"] for _, vacancy in vacancies)
    assert sum("field" in graduate for _, graduate in graduates) / GRADUATES == near_half()
    assert sum("occupation" in vacancy for _, vacancy in vacancies) / VACANCIES == near_half()


def near_half() -> Any:
    return pytest.approx(0.48, abs=0.06)


def test_text_is_thai_english_and_both(graduates: Posted, vacancies: Posted) -> None:
    texts = [graduate["programme"] for _, graduate in graduates]
    texts += [vacancy["title"] for _, vacancy in vacancies]
    thai = [any("ก" <= letter <= "๙" for letter in text) for text in texts]
    latin = [any("A" <= letter <= "z" for letter in text) for text in texts]
    kinds = shares(zip(thai, latin, strict=True))
    assert kinds[(True, False)] > 0.5
    assert kinds[(False, True)] > 0.15
    assert kinds[(True, True)] > 0.05
