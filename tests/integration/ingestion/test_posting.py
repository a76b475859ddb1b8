"""Records posted at the door: kept, answered one by one, told."""

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from services.ingestion.api.posting import MOST_RECORDS
from shared.access import Role
from shared.contracts import Graduate, Vacancy
from shared.settings import Settings
from tests.builders import a_graduate_post, a_survey_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, codes


def test_a_new_record_is_created_then_unchanged_then_updated(university: Caller) -> None:
    created = university.post("graduates", a_graduate_post())
    assert (created.status_code, created.json["status"]) == (201, "created")
    assert (created.json["reference"], created.json["version"]) == ("6501234", 1)
    unchanged = university.post("graduates", a_graduate_post())
    assert (unchanged.status_code, unchanged.json["status"]) == (200, "unchanged")
    assert unchanged.json["record"] == created.json["record"]
    assert "version" not in unchanged.json
    updated = university.post("graduates", a_graduate_post(field="0612"))
    assert (updated.status_code, updated.json["status"]) == (200, "updated")
    assert (updated.json["record"], updated.json["version"]) == (created.json["record"], 2)


def test_the_same_record_in_another_spelling_is_unchanged(university: Caller) -> None:
    university.post("graduates", a_graduate_post())
    again = a_graduate_post(
        level="6",
        graduation_year=2024,
        tracer=a_survey_post(surveyed_on="2025-01-15", pay={"low": 25_000, "high": 25_000.0}),
        skills=["  Python", "การ\u200bสื่อสาร"],
    )
    assert university.post("graduates", again).json["status"] == "unchanged"


def test_a_reference_is_kept_as_a_pseudonym_only(university: Caller, door: OpenDoor) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    (row,) = door.rows("graduates")
    assert row.key == f"cu/{record}"
    assert "6501234" not in str(row)
    door.tell()
    (told,) = door.told()
    assert b"6501234" not in (told.value or b"") + str(told.headers).encode()


def test_two_universities_with_one_reference_have_two_records(
    university: Caller, other_university: Caller
) -> None:
    mine = university.post("graduates", a_graduate_post()).json
    theirs = other_university.post("graduates", a_graduate_post()).json
    assert mine["status"] == theirs["status"] == "created"
    assert mine["record"] != theirs["record"]


def test_each_of_many_records_has_its_result_in_the_order_posted(university: Caller) -> None:
    university.post("graduates", [a_graduate_post(reference="old"), a_graduate_post(reference="2")])
    answer = university.post(
        "graduates",
        [
            a_graduate_post(reference="new"),
            a_graduate_post(reference="bad", level="?"),
            a_graduate_post(reference="old"),
            a_graduate_post(reference="2", field="01"),
        ],
    )
    assert answer.status_code == 200
    assert {n: answer.json[n] for n in ("created", "updated", "unchanged", "invalid")} == {
        "created": 1,
        "updated": 1,
        "unchanged": 1,
        "invalid": 1,
    }
    results = answer.json["results"]
    assert [r["reference"] for r in results] == ["new", "bad", "old", "2"]
    assert [r["status"] for r in results] == ["created", "invalid", "unchanged", "updated"]
    assert [e["pointer"] for e in results[1]["errors"]] == ["/level"]
    assert "record" not in results[1]


def test_a_record_that_is_wrong_in_one_place_is_not_kept_at_all(
    university: Caller, door: OpenDoor
) -> None:
    wrong = a_graduate_post(tracer=a_survey_post(pay={"low": 2, "high": 1}))
    answer = university.post("graduates", wrong)
    assert (answer.status_code, codes(answer)) == (422, {"/tracer/pay/low": "upside_down"})
    assert door.rows("graduates") == []


def test_when_no_record_is_good_the_problem_names_each_fault_by_its_place(
    university: Caller, door: OpenDoor
) -> None:
    answer = university.post("graduates", [a_graduate_post(level="?"), 5, {"level": 6}])
    assert answer.status_code == 422
    assert codes(answer) == {
        "/0/level": "unknown_level",
        "/1": "not_object",
        "/2/reference": "required",
    }
    assert door.rows("graduates") == []


def test_of_two_records_with_one_reference_the_first_is_taken(
    university: Caller, door: OpenDoor
) -> None:
    posts = [a_graduate_post(field="01"), a_graduate_post(reference=" 6501234", field="02")]
    answer = university.post("graduates", posts)
    first, second = answer.json["results"]
    assert (first["status"], second["status"]) == ("created", "invalid")
    assert second["errors"][0]["code"] == "duplicate_reference"
    (row,) = door.rows("graduates")
    assert msgspec.json.decode(row.content)["field"] == "01"


def test_an_empty_list_is_a_problem(university: Caller) -> None:
    answer = university.post("graduates", [])
    assert (answer.status_code, codes(answer)) == (422, {"": "empty"})


def test_a_list_may_hold_ten_thousand_records_and_no_more(
    university: Caller, door: OpenDoor
) -> None:
    posts = [{"reference": str(n), "graduation_year": 2024} for n in range(MOST_RECORDS + 1)]
    answer = university.post("graduates", posts)
    assert (answer.status_code, codes(answer)) == (422, {"": "too_many"})
    assert door.rows("graduates") == []
    answer = university.post("graduates", posts[:-1])
    assert (answer.status_code, answer.json["created"]) == (200, MOST_RECORDS)


def test_what_was_kept_is_told_once_with_its_version(
    university: Caller, employer: Caller, door: OpenDoor
) -> None:
    university.post("graduates", a_graduate_post())
    employer.post("vacancies", a_vacancy_post())
    door.tell()
    graduate, vacancy = (event.data for event in door.events())
    assert isinstance(graduate, Graduate)
    assert (graduate.provider, graduate.version, graduate.level) == ("cu", 1, 6)
    assert graduate.graduation_year == 2024
    assert isinstance(vacancy, Vacancy)
    assert (vacancy.key, vacancy.posted_on) == ("acme/HR-17", "2025-01-10")
    door.tell()
    assert len(door.told()) == 2


def test_an_unchanged_record_is_not_told_again(university: Caller, door: OpenDoor) -> None:
    for _ in range(3):
        university.post("graduates", a_graduate_post())
        door.tell()
    assert [event.recordversion for event in door.events()] == [1]


def test_versions_that_came_between_two_tellings_are_told_as_the_last(
    university: Caller, door: OpenDoor
) -> None:
    for field in ("01", "02", "03"):
        university.post("graduates", a_graduate_post(field=field))
    door.tell()
    (event,) = door.events()
    assert event.recordversion == 3
    assert isinstance(event.data, Graduate)
    assert event.data.field == "03"


@pytest.mark.parametrize("noun", ["graduates", "vacancies"])
def test_text_no_database_can_hold_is_tidied_before_it_gets_there(
    noun: str, university: Caller, employer: Caller
) -> None:
    caller = university if noun == "graduates" else employer
    post = a_graduate_post if noun == "graduates" else a_vacancy_post
    name = "programme" if noun == "graduates" else "title"
    posted = post(reference="1\x00\u200b2", **{name: "งาน\x00ท\u0e4d\u0e32"})
    assert caller.post(noun, posted).status_code == 201
    for reference in ("12", "1%E2%80%8B2"):
        kept = caller.get(f"{noun}/{reference}")
        assert kept.json["content"][name] == "งานทำ"


@pytest.mark.parametrize("demonstration", [False, True])
def test_a_record_is_synthetic_when_it_says_so_and_always_in_demonstration_mode(
    demonstration: bool, door_settings: Settings, new_door: Callable[[Settings], OpenDoor]
) -> None:
    door = new_door(replace(door_settings, demonstration=demonstration))
    posts = [a_graduate_post(reference=str(n), synthetic=n == 1) for n in range(2)]
    door.caller("cu", Role.UNIVERSITY).post("graduates", posts)
    flags = [msgspec.json.decode(row.content)["synthetic"] for row in door.rows("graduates")]
    assert sorted(flags) == [demonstration, True]
