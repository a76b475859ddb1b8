"""Corrections over HTTP: who may, whom they count for, and what is kept of them."""

from typing import Any

from sqlalchemy import update
from werkzeug.test import TestResponse

from services.matching.tables import repeatable_writes
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.integration.matching.desk import CODERS, Desk, pointers
from tests.integration.matching.shop import Shop

WELDER = {"kind": "title", "text": "ช่างเชื่อมใต้น้ำ", "code": "7541"}


def decision(desk: Desk, organisation: str, text: str, kind: str = "title") -> Any:
    asked = {"kind": kind, "texts": [text]}
    [result] = desk.post(organisation, "/v1/code", asked).get_json()["results"]
    return result["decision"]["code"]


def corrected(desk: Desk, organisation: str, **asked: Any) -> Any:
    response = desk.post(organisation, "/v1/corrections", {**WELDER, **asked})
    assert response.status_code == 201, response.text
    return response.get_json()


def test_an_operators_correction_is_known_to_everybody_at_once(desk: Desk) -> None:
    assert decision(desk, "ministry", "ช่างเชื่อมใต้น้ำ") is None
    made = corrected(desk, "office", reason="read the duties")
    assert decision(desk, "ministry", " ช่างเชื่อมใต้น้ำ ") == "7541"
    assert made["made"]["organisation"] == "office"
    assert made["made"]["role"] == "operator"
    expected = {
        "id": 1, "kind": "title", "text": "ช่างเชื่อมใต้น้ำ", "code": "7541", "former_code": None,
        "reason": "read the duties", "scope": "everybody", "confirms": None, "withdrawn": None,
        "applied": True, "recoding": "queued",
    }  # fmt: skip
    assert {name: made[name] for name in expected} == expected
    assert made["labels"]["en"] == "Underwater divers"


def test_an_owners_correction_counts_for_the_owner_until_an_operator_confirms_it(
    desk: Desk,
) -> None:
    made = corrected(desk, "firm")
    assert made["scope"] == "own"
    asked_by = {who: decision(desk, who, WELDER["text"]) for who in ("firm", "other-firm", "uni")}
    assert asked_by == {"firm": "7541", "other-firm": None, "uni": None}
    path = f"/v1/corrections/{made['id']}/confirmation"
    assert desk.post("firm", path, None).status_code == 403
    confirmed = desk.post("office", path, None).get_json()
    assert (confirmed["scope"], confirmed["confirms"]) == ("everybody", made["id"])
    assert decision(desk, "other-firm", WELDER["text"]) == "7541"


def test_a_correction_is_confirmed_once_and_a_confirmation_stands_for_itself(desk: Desk) -> None:
    made = corrected(desk, "firm")["id"]

    def confirm(number: int) -> tuple[int, int]:
        response = desk.post("office", f"/v1/corrections/{number}/confirmation", None)
        return response.status_code, response.get_json()["id"]

    status, confirmed = confirm(made)
    assert status == 201
    assert [confirm(made), confirm(confirmed)] == [(200, confirmed)] * 2
    desk.delete("office", f"/v1/corrections/{confirmed}")
    assert confirm(made) == (201, confirmed + 1)


def test_the_last_word_on_a_text_counts_and_within_its_own_records_the_owners(desk: Desk) -> None:
    corrected(desk, "firm", code="7212")
    corrected(desk, "office", code="7541")
    corrected(desk, "office", code="7213")
    assert decision(desk, "firm", WELDER["text"]) == "7212"
    assert decision(desk, "uni", WELDER["text"]) == "7213"


def test_a_withdrawn_correction_is_kept_and_no_longer_known(desk: Desk) -> None:
    number = corrected(desk, "firm")["id"]
    path = f"/v1/corrections/{number}"
    assert desk.delete("other-firm", path).status_code == 404
    first, again = desk.delete("office", path).get_json(), desk.delete("firm", path).get_json()
    assert first["withdrawn"]["organisation"] == "office"
    assert again == first
    assert first["applied"] is False
    assert decision(desk, "firm", WELDER["text"]) is None
    assert desk.get("firm", path).get_json() == first
    assert desk.post("office", f"{path}/confirmation", None).status_code == 404


def test_owners_see_their_own_corrections_and_operators_all_of_them(desk: Desk) -> None:
    for organisation in ("firm", "uni", "office", "firm"):
        corrected(desk, organisation)

    def ids(organisation: str, **query: Any) -> list[int]:
        body = desk.get(organisation, "/v1/corrections", **query).get_json()
        return [each["id"] for each in body["corrections"]] + [body["next"]]

    assert ids("firm") == [4, 1, None]
    assert ids("office", limit=3) == [4, 3, 2, 2]
    assert ids("office", limit=3, cursor=2) == [1, None]
    assert desk.get("uni", "/v1/corrections/1").status_code == 404
    assert desk.get("ministry", "/v1/corrections").status_code == 403
    assert desk.post("ministry", "/v1/corrections", WELDER).status_code == 403


def test_a_record_stands_for_its_text(desk: Desk) -> None:
    survey = a_survey(job_title="ช่างเชื่อม")
    desk.keep(a_graduate(programme="วิทยาการข้อมูล", tracer=survey), a_vacancy(title="Dive boss"))
    by_record = {"text": None, "record": "g1"}
    assert corrected(desk, "uni", **by_record)["text"] == "ช่างเชื่อม"
    programme = corrected(desk, "uni", **by_record, kind="programme", code="0688")
    assert programme["text"] == "วิทยาการข้อมูล"
    assert decision(desk, "uni", "วิทยาการข้อมูล", "programme") == "0688"
    of_firm = corrected(desk, "office", text=None, record="v1", provider="firm")
    assert (of_firm["text"], of_firm["scope"]) == ("Dive boss", "everybody")
    for organisation, asked in (("firm", {"record": "g1"}), ("other-uni", {"record": "g1"})):
        response = desk.post(organisation, "/v1/corrections", {**WELDER, "text": None, **asked})
        assert response.status_code == 404
    foreign = {**WELDER, "text": None, "record": "g1", "provider": "uni"}
    assert desk.post("other-uni", "/v1/corrections", foreign).status_code == 403


WRONG: list[tuple[Any, list[tuple[str, str]]]] = [
    ({}, [("/code", "required"), ("/kind", "required")]),
    ({**WELDER, "code": "9999"}, [("/code", "unknown_code")]),
    ({**WELDER, "code": "75"}, [("/code", "unknown_code")]),
    ({**WELDER, "kind": "programme"}, [("/code", "unknown_code")]),
    ({**WELDER, "kind": "skill"}, [("/kind", "not_one_of")]),
    ({**WELDER, "record": "v1"}, [("/text", "either")]),
    ({"kind": "title", "code": "7541"}, [("/text", "either")]),
    ({**WELDER, "text": "!!!"}, [("/text", "nothing_to_correct")]),
    ({**WELDER, "text": "x" * 501}, [("/text", "wrong_length")]),
    ({**WELDER, "text": None, "record": "given"}, [("/record", "nothing_to_correct")]),
    (["a"], [("", "not_object")]),
]


def test_a_wrong_correction_names_each_field(desk: Desk) -> None:
    desk.keep(a_vacancy("given", occupation="7212"))
    for asked, faults in WRONG:
        response = desk.post("firm", "/v1/corrections", asked)
        assert (response.status_code, sorted(pointers(response))) == (422, faults), asked


def test_what_was_said_of_a_record_before_is_shown_to_its_owner(desk: Desk) -> None:
    shop = Shop(desk.engine, CODERS)
    shop.take(a_vacancy(title="โปรแกรมเมอร์"))
    corrected(desk, "firm", text="โปรแกรมเมอร์", code="2513")
    shop.recode()
    path = "/v1/former-assessments"
    asked = {"noun": "vacancies", "record": "v1"}
    [was] = desk.get("firm", path, **asked).get_json()["former"]
    assert (was["occupation"], was["version"], was["revision"]) == ("2514", 1, 0)
    assert was["versions"]["occupation_coder"] == "fake-1"
    assert desk.get("office", path, **asked, provider="firm").get_json() == {"former": [was]}
    assert desk.get("other-firm", path, **asked).status_code == 404
    assert desk.get("ministry", path, **asked).status_code == 403
    assert pointers(desk.get("firm", path, noun="x")) == [
        ("?noun", "not_one_of"), ("?record", "required")
    ]  # fmt: skip


def test_no_telephone_number_is_kept_of_a_text_or_a_reason(desk: Desk) -> None:
    made = corrected(desk, "firm", text="ช่างเชื่อม 081-234-5678", reason="asked a@b.co.th")
    assert (made["text"], made["reason"]) == ("ช่างเชื่อม [phone]", "asked [e-mail]")


def test_an_operator_says_whose_record_is_meant(desk: Desk) -> None:
    asked = {**WELDER, "text": None, "record": "v1"}
    response = desk.post("office", "/v1/corrections", asked)
    assert (response.status_code, pointers(response)) == (422, [("/provider", "required")])


def test_characters_that_no_database_keeps_are_left_out_of_whose_record_it_is(desk: Desk) -> None:
    desk.keep(a_vacancy(title="Dive boss"))
    by_record = {"text": None, "record": "v1"}
    assert corrected(desk, "office", **by_record, provider="fi\0rm")["text"] == "Dive boss"
    response = desk.post("office", "/v1/corrections", {**WELDER, **by_record, "provider": "\0"})
    assert (response.status_code, pointers(response)) == (422, [("/provider", "wrong_length")])


def test_a_correction_that_is_not_there_is_not_found(desk: Desk) -> None:
    for number in ("0", "99", str(2**70)):
        assert desk.get("office", f"/v1/corrections/{number}").status_code == 404
        assert desk.delete("office", f"/v1/corrections/{number}").status_code == 404


def test_a_correction_sent_again_under_its_key_is_made_once(desk: Desk) -> None:
    def send() -> TestResponse:
        return desk.post("firm", "/v1/corrections", WELDER, Idempotency_Key="k-1")

    first, again = send(), send()
    assert (again.status_code, again.data) == (201, first.data)
    with desk.engine.begin() as connection:  # as if the process had died before its answer
        connection.execute(update(repeatable_writes).values(answer=None, leased_until=0))
    after_a_crash = send()
    assert "Idempotency-Replayed" not in after_a_crash.headers
    assert after_a_crash.get_json()["id"] == first.get_json()["id"]
    assert len(desk.get("firm", "/v1/corrections").get_json()["corrections"]) == 1
