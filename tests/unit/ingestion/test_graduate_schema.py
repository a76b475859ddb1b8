"""What a university may post about a graduate."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.ingestion.schemas import GraduateSchema
from tests.builders import a_graduate_post, a_survey_post
from tests.unit.ingestion.checking import faults_of

SCHEMA = GraduateSchema()
THIS_YEAR = datetime.now(UTC).year


def a_graduate_in_work(**answers: Any) -> dict[str, Any]:
    return a_graduate_post(tracer=a_survey_post(**answers))


def test_a_full_post_is_taken() -> None:
    assert faults_of(SCHEMA, a_graduate_post()) == {}


def test_reference_and_year_are_enough() -> None:
    assert SCHEMA.load({"reference": "1", "graduation_year": 2024}) == {
        "reference": "1",
        "graduation_year": 2024,
    }


def test_what_is_needed_is_named_when_missing() -> None:
    posted = a_graduate_post()
    del posted["reference"]
    assert faults_of(SCHEMA, posted) == {"/reference": "required"}


@pytest.mark.parametrize(
    "name",
    [
        "programme",
        "field",
        "level",
        "graduation_year",
        "study_region",
        "home_region",
        "tracer",
    ],
)
def test_what_is_not_known_may_be_null(name: str) -> None:
    assert faults_of(SCHEMA, a_graduate_post(**{name: None})) == {}


@pytest.mark.parametrize("name", ["reference", "skills", "weight", "persons", "synthetic"])
def test_what_always_has_a_value_may_not_be_null(name: str) -> None:
    assert faults_of(SCHEMA, a_graduate_post(**{name: None})) == {f"/{name}": "null"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("reference", 6501234, "not_text"),
        ("reference", "", "wrong_length"),
        ("reference", "\u200b ", "wrong_length"),
        ("reference", "x" * 201, "wrong_length"),
        ("programme", "x" * 301, "wrong_length"),
        ("programme", ["a"], "not_text"),
        ("field", "9999", "unknown_code"),
        ("field", "613", "unknown_code"),
        ("field", 613, "not_text"),
        ("level", "ปริญญาโทษ", "unknown_level"),
        ("level", "ปริญญาตรี" + "ขึ้นไป" * 50, "unknown_level"),
        ("level", 9, "unknown_level"),
        ("level", -1, "unknown_level"),
        ("level", 6.0, "unknown_level"),
        ("level", True, "unknown_level"),
        ("level", ["BACH"], "unknown_level"),
        ("level", {"level": 6}, "unknown_level"),
        ("graduation_year", "2567", "not_whole_number"),
        ("graduation_year", 2567.5, "not_whole_number"),
        ("graduation_year", True, "not_whole_number"),
        ("graduation_year", 67, "impossible_year"),
        ("graduation_year", 0, "impossible_year"),
        ("graduation_year", -2567, "impossible_year"),
        ("graduation_year", 10**18, "impossible_year"),
        ("study_region", "TH-99", "unknown_code"),
        ("study_region", "Bangkok", "unknown_code"),
        ("study_region", "th-10", "unknown_code"),
        ("home_region", 10, "not_text"),
        ("skills", "Python", "not_list"),
        ("skills", {"0": "Python"}, "not_list"),
        ("skills", [f"skill {n}" for n in range(101)], "too_long"),
        ("weight", 0, "not_above"),
        ("weight", -1.0, "not_above"),
        ("weight", 1e10, "not_above"),
        ("weight", "1", "not_number"),
        ("weight", True, "not_number"),
        ("weight", float("nan"), "not_number"),
        ("weight", float("inf"), "not_number"),
        ("synthetic", 1, "not_boolean"),
        ("synthetic", "yes", "not_boolean"),
        ("tracer", "employed", "not_object"),
        ("tracer", [], "not_object"),
    ],
)
def test_a_bad_value_is_named(name: str, value: Any, code: str) -> None:
    assert faults_of(SCHEMA, a_graduate_post(**{name: value})) == {f"/{name}": code}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("status", "working", "not_one_of"),
        ("status", None, "null"),
        ("surveyed_on", "15/01/2568", "not_date"),
        ("surveyed_on", "2568-02-30", "not_date"),
        ("surveyed_on", "2568-13-01", "not_date"),
        ("surveyed_on", "2568-00-10", "not_date"),
        ("surveyed_on", "2568-1-5", "not_date"),
        ("surveyed_on", 25680115, "not_text"),
        ("surveyed_on", "9999-01-01", "impossible_year"),
        ("job_title", "", "wrong_length"),
        ("occupation", "9999", "unknown_code"),
        ("occupation", "25120", "unknown_code"),
        ("industry", "Z", "unknown_code"),
        ("work_region", "XX", "unknown_code"),
        ("pay", 25_000, "not_object"),
        ("contract", "forever", "not_one_of"),
        ("job_relation", "ตรงสาขา", "not_one_of"),
        ("level_required", "high", "unknown_level"),
        ("job_found_by", "luck", "not_one_of"),
        ("first_job", 1, "not_boolean"),
        ("jobs_held", 1.5, "not_whole_number"),
        ("months_to_first_job", -1, "out_of_range"),
        ("computer_use", 6, "out_of_range"),
    ],
)
def test_a_bad_answer_of_the_tracer_survey_is_named(name: str, value: Any, code: str) -> None:
    assert faults_of(SCHEMA, a_graduate_in_work(**{name: value})) == {f"/tracer/{name}": code}


def test_the_way_to_the_job_and_what_it_asks_for_are_taken() -> None:
    answers = {
        "job_found_by": "school",
        "first_job": False,
        "jobs_held": 2,
        "months_to_first_job": 1.5,
        **dict.fromkeys(("computer_use", "reading_use", "writing_use", "number_use"), 0),
    }
    posted = a_graduate_in_work(**answers) | {"work_placement": "co_op"}
    assert faults_of(SCHEMA, posted) == {}


def test_every_fault_of_a_record_is_named_at_once() -> None:
    posted = a_graduate_in_work(status="?", occupation="0000") | {
        "level": "?",
        "faculty": "Engineering",
        "skills": ["Python", 7, ""],
    }
    assert faults_of(SCHEMA, posted) == {
        "/level": "unknown_level",
        "/faculty": "unknown_field",
        "/skills/1": "not_text",
        "/skills/2": "wrong_length",
        "/tracer/status": "not_one_of",
        "/tracer/occupation": "unknown_code",
    }


def test_an_unknown_field_is_named_by_an_escaped_pointer() -> None:
    posted = a_graduate_post(**{"a/b~c": 1})
    assert faults_of(SCHEMA, posted) == {"/a~1b~0c": "unknown_field"}


@pytest.mark.parametrize("posted", [None, 1, "text", [], [a_graduate_post()], True])
def test_what_is_no_object_is_no_graduate(posted: Any) -> None:
    assert faults_of(SCHEMA, posted) == {"": "not_object"}


@pytest.mark.parametrize("status", ["unemployed", "studying", "not_available", "unknown"])
def test_facts_of_a_job_need_a_job(status: str) -> None:
    found = faults_of(SCHEMA, a_graduate_in_work(status=status))
    assert set(found.values()) == {"needs_employment"}
    assert "/tracer/pay" in found
    assert "/tracer/surveyed_on" not in found


def test_next_years_cohort_may_be_announced_and_no_later_one() -> None:
    assert faults_of(SCHEMA, a_graduate_post(graduation_year=THIS_YEAR + 1, tracer=None)) == {}
    posted = a_graduate_post(graduation_year=THIS_YEAR + 2, tracer=None)
    assert faults_of(SCHEMA, posted) == {"/graduation_year": "in_the_future"}


def test_nobody_answered_a_survey_that_lies_ahead() -> None:
    ahead = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
    posted = a_graduate_in_work(surveyed_on=ahead) | {"graduation_year": THIS_YEAR}
    assert faults_of(SCHEMA, posted) == {"/tracer/surveyed_on": "in_the_future"}


def test_a_skill_named_twice_counts_once_in_the_order_given() -> None:
    loaded = SCHEMA.load(a_graduate_post(skills=["SQL", "Python ", "SQL", "Python"]))
    assert loaded["skills"] == ("SQL", "Python")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("programme", "ติดต่อ somchai@example.ac.th"),
        ("programme", "โทร 081-234-5678"),
        ("programme", "1-1017-00203-45-0"),
    ],
)
def test_a_personal_identifier_in_a_text_about_a_graduate_is_refused(name: str, text: str) -> None:
    assert faults_of(SCHEMA, a_graduate_post(**{name: text})) == {f"/{name}": "personal_identifier"}
    found = faults_of(SCHEMA, a_graduate_post(skills=["Python", text]))
    assert found == {"/skills/1": "personal_identifier"}
    found = faults_of(SCHEMA, a_graduate_in_work(job_title=text))
    assert found == {"/tracer/job_title": "personal_identifier"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("งานท\u0e4d\u0e32", "งานทำ"),
        ("เเพทยศาสตร์", "แพทยศาสตร์"),
        ("Cafe\u0301 \u200bmanagement", "Café management"),
        ("  สอง\u00a0\t คำ\x00 ", "สอง คำ"),
    ],
)
def test_text_is_kept_in_one_spelling(written: str, kept: str) -> None:
    assert SCHEMA.load(a_graduate_post(programme=written))["programme"] == kept


@pytest.mark.parametrize(
    ("written", "isced"),
    [
        ("ปวช.", 3),
        ("ปวส.", 5),
        ("อนุปริญญา", 5),
        ("ปริญญาตรี", 6),
        ("วท.บ.", 6),
        ("bachelor", 6),
        ("ปริญญาโท", 7),
        ("ปริญญาเอก", 8),
        ("DOCT", 8),
        (6, 6),
        ("6", 6),
        ("ISCED 7", 7),
        (0, 0),
    ],
)
def test_a_level_may_be_a_thai_degree_or_an_isced_level(written: Any, isced: int) -> None:
    assert SCHEMA.load(a_graduate_post(level=written))["level"] == isced


def test_a_row_of_an_aggregated_source_stands_for_its_persons() -> None:
    posted = a_graduate_post(persons=48, tracer=None)
    assert SCHEMA.load(posted)["persons"] == 48


@pytest.mark.parametrize(
    ("persons", "code"),
    [(0, "out_of_range"), (100_001, "out_of_range"), (1.5, "not_whole_number")],
)
def test_persons_are_counted_in_whole_numbers(persons: float, code: str) -> None:
    assert faults_of(SCHEMA, a_graduate_post(persons=persons, tracer=None)) == {"/persons": code}


def test_one_person_has_answered_a_survey() -> None:
    assert faults_of(SCHEMA, a_graduate_post(persons=1)) == {}
    assert faults_of(SCHEMA, a_graduate_post(persons=2)) == {"/tracer": "of_one_person"}
