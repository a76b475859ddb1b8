"""One's own records: read, paged through, and nobody else's."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.access import Role
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor, codes


def test_a_graduate_is_found_by_own_reference_and_by_pseudonym(university: Caller) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    by_reference = university.get("graduates/6501234")
    by_pseudonym = university.get(f"graduates/{record}")
    assert by_reference.status_code == 200
    assert by_reference.json == by_pseudonym.json
    content = by_reference.json["content"]
    assert (content["level"], content["graduation_year"]) == (6, 2024)
    assert not {"provider", "record", "version", "reference"} & content.keys()


def test_a_vacancy_is_found_by_its_reference_slashes_included(employer: Caller) -> None:
    employer.post("vacancies", a_vacancy_post(reference="HR/2568/17"))
    assert employer.get("vacancies/HR/2568/17").json["record"] == "HR/2568/17"
    assert employer.get("vacancies/HR%2F2568%2F17").json["record"] == "HR/2568/17"


@given(reference=st.text(min_size=1, max_size=30))
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_is_taken_can_be_read_back_and_erased(employer: Caller, reference: str) -> None:
    posted = employer.post("vacancies", a_vacancy_post(reference=reference))
    assert posted.status_code in (200, 201, 422)
    if posted.status_code != 422:
        path = f"vacancies/{quote(posted.json['record'], safe='')}"
        assert employer.get(path).json["record"] == posted.json["record"]
        assert employer.erase(path).status_code == 200


@pytest.mark.parametrize("noun", ["graduates", "vacancies"])
def test_what_is_unknown_is_not_found(noun: str, university: Caller, employer: Caller) -> None:
    caller = university if noun == "graduates" else employer
    for answer in (caller.get(f"{noun}/nothing"), caller.erase(f"{noun}/nothing")):
        assert (answer.status_code, answer.json["type"]) == (404, "urn:lmis:problem:not-found")


def test_a_university_cannot_see_or_erase_anothers_graduate(
    university: Caller, other_university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    for name in ("6501234", record, f"cu/{record}", f"../cu/{record}", f"%2e%2e/cu/{record}"):
        assert other_university.get(f"graduates/{name}").status_code == 404
        assert other_university.erase(f"graduates/{name}").status_code == 404
    assert other_university.get("graduates").json["records"] == []
    (row,) = door.rows("graduates")
    assert (row.version, row.erased_at) == (1, None)


def test_a_university_that_posts_anothers_pseudonym_changes_nothing_of_it(
    university: Caller, other_university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    other_university.post("graduates", a_graduate_post(reference=record, field="01"))
    assert university.get("graduates/6501234").json["version"] == 1


def test_an_employer_cannot_see_close_or_erase_anothers_vacancy(
    employer: Caller, other_employer: Caller
) -> None:
    employer.post("vacancies", a_vacancy_post())
    closing = {"closed_on": "2568-02-01"}
    for name in ("HR-17", "acme/HR-17", "../acme/HR-17"):
        path = f"/v1/vacancies/{name}"
        assert other_employer.call("GET", path).status_code == 404
        assert other_employer.call("DELETE", path).status_code == 404
        assert other_employer.call("PUT", f"{path}/closing", json=closing).status_code == 404
        assert other_employer.call("DELETE", f"{path}/closing").status_code == 404
    assert employer.get("vacancies/HR-17").json["version"] == 1


def test_an_organisation_whose_id_begins_like_anothers_sees_only_its_own(door: OpenDoor) -> None:
    short, long = door.caller("u", Role.EMPLOYER), door.caller("u2", Role.EMPLOYER)
    short.post("vacancies", a_vacancy_post(reference="2/HR"))
    long.post("vacancies", a_vacancy_post(reference="HR"))
    assert [r["record"] for r in short.get("vacancies").json["records"]] == ["2/HR"]
    assert [r["record"] for r in long.get("vacancies").json["records"]] == ["HR"]


@pytest.mark.parametrize(
    ("role", "noun"),
    [
        (Role.EMPLOYER, "graduates"),
        (Role.POLICYMAKER, "graduates"),
        (Role.OPERATOR, "graduates"),
        (Role.UNIVERSITY, "vacancies"),
        (Role.POLICYMAKER, "vacancies"),
        (Role.OPERATOR, "vacancies"),
    ],
)
def test_a_foreign_role_may_do_nothing(role: Role, noun: str, door: OpenDoor) -> None:
    caller = door.caller("someone", role)
    post = a_graduate_post() if noun == "graduates" else a_vacancy_post()
    answers = [caller.post(noun, post), caller.get(noun), caller.get(f"{noun}/1")]
    answers.append(caller.erase(f"{noun}/1"))
    assert {answer.status_code for answer in answers} == {403}
    assert door.rows(noun) == []


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer lmis_000000000000_nothing",
        "Bearer lmis__",
        "Bearer lmis_\x00_x",
        "Bearer นะ".encode().decode("latin-1"),
        "Basic dXNlcjpwYXNz",
        "Token x",
    ],
)
def test_without_a_valid_key_nothing_is_read_of_the_request(
    authorization: str | None, door: OpenDoor
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    answer = door.app.test_client().post("/v1/graduates", data=b"{bad", headers=headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="lmis"')


def test_a_key_with_one_wrong_character_or_another_keys_secret_is_invalid(
    university: Caller, other_university: Caller
) -> None:
    wrong = university.key[:-1] + ("a" if university.key[-1] != "a" else "b")
    mixed = university.key[:18] + other_university.key[18:]
    for key in (wrong, mixed, university.key + " x", university.key.upper()):
        caller = Caller(university.client, "cu", key)
        assert caller.get("graduates").status_code == 401


def test_a_revoked_key_is_invalid_at_once_and_the_others_stay(
    university: Caller, door: OpenDoor
) -> None:
    spare = Caller(university.client, "cu", door.access.issue_key("cu").text)
    assert door.access.revoke(university.key.split("_")[1])
    assert university.get("graduates").status_code == 401
    assert spare.get("graduates").status_code == 200


def test_pages_hold_every_record_once(employer: Caller) -> None:
    references = {f"HR/{n}" for n in range(7)} | {"งาน 1", "งาน 2", "a b", "Z", "-"}
    employer.post("vacancies", [a_vacancy_post(reference=r) for r in references])
    seen: list[str] = []
    page = {"next": ""}
    while page["next"] is not None:
        cursor = quote(page["next"], safe="")
        page = employer.get(f"vacancies?limit=5&cursor={cursor}").json
        assert len(page["records"]) <= 5
        seen += [record["record"] for record in page["records"]]
    assert sorted(seen) == sorted(references)


def test_a_page_that_is_exactly_full_is_the_last(employer: Caller) -> None:
    employer.post("vacancies", [a_vacancy_post(reference=str(n)) for n in range(3)])
    page = employer.get("vacancies?limit=3").json
    assert (len(page["records"]), page["next"]) == (3, None)


def test_erased_records_are_on_no_page(employer: Caller) -> None:
    employer.post("vacancies", [a_vacancy_post(reference=str(n)) for n in range(3)])
    employer.erase("vacancies/1")
    assert [r["record"] for r in employer.get("vacancies").json["records"]] == ["0", "2"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("limit=0", {"?limit": "out_of_range"}),
        ("limit=1001", {"?limit": "out_of_range"}),
        ("limit=ten", {"?limit": "not_whole_number"}),
        ("limit=" + "9" * 5000, {"?limit": "not_whole_number"}),
        ("limit=", {"?limit": "not_whole_number"}),
        ("cursor=" + "x" * 401, {"?cursor": "too_long"}),
    ],
)
def test_a_bad_page_is_a_problem_that_names_the_argument(
    query: str, found: dict[str, str], employer: Caller
) -> None:
    answer = employer.get(f"vacancies?{query}")
    assert (answer.status_code, codes(answer)) == (422, found)


@pytest.mark.parametrize("path", ["vacancies?cursor=%00", "vacancies/%00", "vacancies/a%00b"])
def test_a_nul_character_names_nothing(path: str, employer: Caller) -> None:
    assert employer.get(path).status_code == 400
