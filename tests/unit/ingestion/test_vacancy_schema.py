"""What an employer may post about a vacancy and its closing."""

from typing import Any
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.schemas import ClosingSchema, VacancySchema
from tests.builders import a_vacancy_post
from tests.unit.ingestion.checking import faults_of

SCHEMA = VacancySchema()


def test_a_full_post_is_taken() -> None:
    assert faults_of(SCHEMA, a_vacancy_post()) == {}


def test_reference_title_and_date_are_enough() -> None:
    posted = {"reference": "1", "title": "ช่างไฟฟ้า", "posted_on": "2025-02-01"}
    assert SCHEMA.load(posted) == posted


@pytest.mark.parametrize("name", ["reference", "title", "posted_on"])
def test_what_is_needed_is_named_when_missing(name: str) -> None:
    posted = a_vacancy_post()
    del posted[name]
    assert faults_of(SCHEMA, posted) == {f"/{name}": "required"}


@pytest.mark.parametrize(
    "name",
    [
        "description",
        "occupation",
        "industry",
        "region",
        "pay",
        "level_required",
        "experience_years",
        "contract",
        "closes_on",
    ],
)
def test_what_is_not_known_may_be_null(name: str) -> None:
    assert faults_of(SCHEMA, a_vacancy_post(**{name: None})) == {}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("reference", "", "wrong_length"),
        ("reference", 17, "not_text"),
        ("title", "", "wrong_length"),
        ("title", "x" * 301, "wrong_length"),
        ("title", None, "null"),
        ("description", "x" * 20_001, "wrong_length"),
        ("description", 1, "not_text"),
        ("occupation", "2519x", "unknown_code"),
        ("occupation", 2512, "not_text"),
        ("industry", "99999", "unknown_code"),
        ("region", "TH-1", "unknown_code"),
        ("level_required", "smart", "unknown_level"),
        ("fields_accepted", "0613", "not_list"),
        ("fields_accepted", None, "null"),
        ("skills", 5, "not_list"),
        ("experience_years", -1, "out_of_range"),
        ("experience_years", 61, "out_of_range"),
        ("experience_years", "two", "not_number"),
        ("experience_years", "2", "not_number"),
        ("experience_years", False, "not_number"),
        ("openings", 0, "out_of_range"),
        ("openings", 100_001, "out_of_range"),
        ("openings", "2", "not_whole_number"),
        ("openings", 1.5, "not_whole_number"),
        ("openings", True, "not_whole_number"),
        ("contract", "gig", "not_one_of"),
        ("posted_on", "10 ม.ค. 2568", "not_date"),
        ("posted_on", None, "null"),
        ("closes_on", "2568-02-31", "not_date"),
        ("closes_on", "2568-01-09", "before"),
        ("synthetic", "true", "not_boolean"),
    ],
)
def test_a_bad_value_is_named(name: str, value: Any, code: str) -> None:
    assert faults_of(SCHEMA, a_vacancy_post(**{name: value})) == {f"/{name}": code}


@pytest.mark.parametrize("name", ["record", "provider", "version", "closed_on", "filled", "email"])
def test_what_the_door_decides_itself_cannot_be_posted(name: str) -> None:
    assert faults_of(SCHEMA, a_vacancy_post(**{name: "x"})) == {f"/{name}": "unknown_field"}


def test_each_wrong_member_of_a_list_is_named() -> None:
    posted = a_vacancy_post(fields_accepted=["0613", "xx", 6], skills=["ok", None])
    assert faults_of(SCHEMA, posted) == {
        "/fields_accepted/1": "unknown_code",
        "/fields_accepted/2": "not_text",
        "/skills/1": "null",
    }


def test_a_description_may_be_empty() -> None:
    assert SCHEMA.load(a_vacancy_post(description=" "))["description"] == ""


@pytest.mark.parametrize("contact", ["hr@example.co.th", "081-234-5678", "+66 2 123 4567"])
def test_contact_details_are_masked_in_every_text(contact: str) -> None:
    text = f"ส่งประวัติที่ {contact} ภายในเดือนนี้"
    loaded = SCHEMA.load(a_vacancy_post(title=text, description=text, skills=[text]))
    for kept in (loaded["title"], loaded["description"], *loaded["skills"]):
        assert contact not in kept
        assert kept.startswith("ส่งประวัติที่ [")


def test_codes_and_skills_named_twice_count_once() -> None:
    loaded = SCHEMA.load(a_vacancy_post(fields_accepted=["06", "06"], skills=["a", " a"]))
    assert (loaded["fields_accepted"], loaded["skills"]) == (("06",), ("a",))


@pytest.mark.parametrize(
    "reference",
    [
        "/1",
        "1/",
        "a//b",
        "..",
        "a/../b",
        "./a",
        "a/closing",
        "x/y/graduates",
        "a/fitting",
        "/",
        "a/duplicate",
    ],
)
def test_a_reference_that_no_url_can_name_is_refused(reference: str) -> None:
    found = faults_of(SCHEMA, a_vacancy_post(reference=reference))
    assert found == {"/reference": "not_addressable"}


@pytest.mark.parametrize(
    "reference", ["HR/2568/17", "closing", "a.b", "...", "100%", "a?b#c", "รับสมัคร 1", "a+b&c=d"]
)
def test_any_other_reference_is_taken_as_it_is(reference: str) -> None:
    assert SCHEMA.load(a_vacancy_post(reference=reference))["reference"] == reference


@given(st.text())
def test_a_taken_reference_survives_a_url(reference: str) -> None:
    posted = a_vacancy_post(reference=reference)
    if not faults_of(SCHEMA, posted):
        kept = SCHEMA.load(posted)["reference"]
        assert unquote(quote(kept, safe="")) == kept
        assert "\0" not in kept


@pytest.mark.parametrize(
    ("posted", "found"),
    [
        ({"closed_on": "2568-02-01"}, {}),
        ({"closed_on": "2025-02-01", "filled": True}, {}),
        ({"closed_on": "2025-02-01", "filled": None}, {}),
        ({}, {"/closed_on": "required"}),
        ({"closed_on": None}, {"/closed_on": "null"}),
        ({"closed_on": "soon"}, {"/closed_on": "not_date"}),
        ({"closed_on": "2025-02-01", "filled": "yes"}, {"/filled": "not_boolean"}),
        ({"closed_on": "2025-02-01", "by": "me"}, {"/by": "unknown_field"}),
    ],
)
def test_a_closing_has_a_date_and_may_say_whether_somebody_was_hired(
    posted: Any, found: dict[str, str]
) -> None:
    assert faults_of(ClosingSchema(), posted) == found


def test_which_vacancy_another_repeats_is_not_posted() -> None:
    posted = a_vacancy_post(duplicate_of="firm/HR-16")
    assert faults_of(SCHEMA, posted) == {"/duplicate_of": "unknown_field"}


def test_who_posts_for_a_firm_may_name_it() -> None:
    posted = a_vacancy_post(employer=" Example  Co., Ltd. 081-234-5678")
    assert SCHEMA.load(posted)["employer"] == "Example Co., Ltd. [phone]"
    assert faults_of(SCHEMA, a_vacancy_post(employer=None)) == {}
