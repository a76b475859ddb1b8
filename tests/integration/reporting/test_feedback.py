"""Feedback over HTTP: anyone may doubt, nobody is asked who they are, and answers are public."""

from collections.abc import Iterator
from typing import Any

import pytest

from services.reporting.feedback import handlers
from services.reporting.feedback.doubts import Doubt
from services.reporting.store import feedback
from tests.integration.reporting.notices import Notices, faults, open_notices
from tests.integration.reporting.watching import a_release
from tests.support.published import ShelfOf

FIGURE = {
    "data_set": "occupation-balance",
    "version": "1.*",
    "indicator": "tightness",
    "cell": {"region": "TH-20"},
}
CODE = {"classification": "ISCO-08", "text": "ช่างแอร์ โทร 081-234-5678", "code": "2514"}
ANSWER = {"outcome": "confirmed", "answer": {"th": "ตัวเลขถูกต้องแล้ว", "en": "It is right"}}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Notices]:
    with open_notices(tmp_path_factory.mktemp("notices")) as opened:
        yield opened


@pytest.fixture
def notices(office: Notices) -> Notices:
    office.begin(ShelfOf(a_release("1.0.0", 3.4), a_release("1.1.0", 3)))
    return office


def doubt(notices: Notices, about: Any = FIGURE, message: str = "Too high") -> dict[str, Any]:
    body = {"about": about, "message": message, "language": "en"}
    answer = notices.post("", "feedback", json=body)
    assert answer.status_code == 201
    kept: dict[str, Any] = answer.get_json()
    return kept


def answer(notices: Notices, reference: str, **changes: Any) -> dict[str, Any]:
    given = notices.post("office", f"feedback/{reference}/answer", json={**ANSWER, **changes})
    assert given.status_code == 200
    answered: dict[str, Any] = given.get_json()
    return answered


def test_a_doubt_is_followed_by_its_reference_to_the_answer(notices: Notices) -> None:
    kept = doubt(notices)
    assert kept["status"] == "received"
    assert kept["about"] == {**FIGURE, "version": "1.1.0"}
    path = f"feedback/{kept['reference']}"
    assert notices.get("", path).get_json() == kept
    assert notices.post("office", f"{path}/review").get_json()["status"] == "in_review"
    assert notices.get("", path).get_json()["status"] == "in_review"
    answer(notices, kept["reference"])
    shown = notices.get("", path).get_json()
    assert (shown["status"], shown["outcome"]) == ("answered", "confirmed")
    assert (shown["answer"], shown["message"]) == (ANSWER["answer"], "Too high")
    assert notices.post("office", f"{path}/review").get_json()["status"] == "answered"


def test_a_better_answer_takes_the_place_of_the_first(notices: Notices) -> None:
    reference = doubt(notices)["reference"]
    answer(notices, reference)
    assert answer(notices, reference, outcome="corrected")["outcome"] == "corrected"


def test_a_readers_words_are_the_operators_alone_until_they_are_answered(notices: Notices) -> None:
    kept = doubt(notices, CODE, "It repairs air conditioners")
    assert kept["message"] is None
    assert "text" not in kept["about"]
    [at_desk] = notices.get("office", "feedback/desk").get_json()["feedback"]
    assert at_desk["message"] == "It repairs air conditioners"
    assert at_desk["about"]["text"] == "ช่างแอร์ โทร [phone]"
    public = notices.get("", "feedback").get_json()
    assert public["feedback"] == []
    assert public["counts"] == {"received": 1, "in_review": 0, "answered": 0}
    answer(notices, kept["reference"], shows_message=False)
    [shown] = notices.get("", "feedback").get_json()["feedback"]
    assert (shown["message"], "text" in shown["about"]) == (None, False)
    assert shown["answer"] == ANSWER["answer"]


def test_the_answered_doubts_of_a_figure_are_listed(notices: Notices) -> None:
    references = [doubt(notices)["reference"] for _ in range(3)]
    other = doubt(notices, {**FIGURE, "indicator": "vacancies"})["reference"]
    for reference in (*references[:2], other):
        answer(notices, reference)
    path = "feedback?data_set=occupation-balance&indicator=tightness"
    found = notices.get("", path).get_json()
    assert [entry["reference"] for entry in found["feedback"]] == references[1::-1]
    assert found["counts"] == {"received": 1, "in_review": 0, "answered": 2}
    waiting = notices.get("", f"{path}&status=received").get_json()
    assert (waiting["feedback"], waiting["counts"]) == ([], found["counts"])
    first = notices.get("", f"{path}&limit=1").get_json()
    rest = notices.get("", f"{path}&limit=1&cursor={first['next']}").get_json()
    assert [entry["reference"] for entry in rest["feedback"]] == references[:1]
    assert rest["next"] is None
    at_desk = notices.get("office", "feedback/desk?status=received").get_json()["feedback"]
    assert [entry["reference"] for entry in at_desk] == references[2:]


@pytest.mark.parametrize(
    ("about", "expected"),
    [
        ({}, {"/about": "either"}),
        ({**FIGURE, **CODE}, {"/about": "either"}),
        ({"data_set": "occupation-balance"}, {"/about/indicator": "required"}),
        ({"classification": "ISCO-08"}, {"/about/code": "required"}),
        ({**FIGURE, "data_set": "nothing"}, {"/about/data_set": "unknown_data_set"}),
        ({**FIGURE, "version": "7.0.0"}, {"/about/version": "unknown_version"}),
        (
            {**FIGURE, "indicator": "luck", "cell": {"region": "TH-99"}},
            {"/about/indicator": "unknown_indicator", "/about/cell/region": "unknown_member"},
        ),
        ({**FIGURE, "text": "x"}, {"/about/text": "only_with"}),
        ({**CODE, "code": "99999"}, {"/about/code": "unknown_code"}),
        ({**CODE, "classification": "Dewey"}, {"/about/classification": "not_one_of"}),
    ],
)
def test_a_doubt_about_nothing_is_refused(
    notices: Notices, about: dict[str, Any], expected: dict[str, str]
) -> None:
    given = notices.post("", "feedback", json={"about": about, "message": "Too high"})
    assert (given.status_code, faults(given)) == (422, expected)


@pytest.mark.parametrize(
    "message",
    ["Write to somchai@example.org", "โทร ๐๘๑-๒๓๔-๕๖๗๘", "id 1-1017-00230-70-8", "", "x" * 2001],
)
def test_a_message_with_an_identifier_or_of_no_length_is_refused(
    notices: Notices, message: str
) -> None:
    given = notices.post("", "feedback", json={"about": FIGURE, "message": message})
    assert given.status_code == 422
    assert set(faults(given)) == {"/message"}


def test_nothing_is_kept_of_who_reports(notices: Notices) -> None:
    doubt(notices)
    assert {"address", "email", "name", "organisation", "ip"}.isdisjoint(feedback.c.keys())
    given = notices.post("", "feedback", json={"about": FIGURE, "message": "x", "email": "a@b.c"})
    assert faults(given) == {"/email": "unknown_field"}


def test_only_operators_read_all_and_answer(notices: Notices) -> None:
    reference = doubt(notices)["reference"]
    for organisation, status in (("ministry", 403), ("uni", 403), ("", 401)):
        assert notices.get(organisation, "feedback/desk").status_code == status
        for act in ("review", "answer"):
            path = f"feedback/{reference}/{act}"
            assert notices.post(organisation, path, json=ANSWER).status_code == status
    assert notices.post("office", "feedback/none/answer", json=ANSWER).status_code == 404
    assert notices.post("office", "feedback/none/review").status_code == 404
    assert notices.get("", "feedback/none").status_code == 404


def test_an_answer_has_both_languages_and_an_outcome(notices: Notices) -> None:
    reference = doubt(notices)["reference"]
    given = notices.post(
        "office",
        f"feedback/{reference}/answer",
        json={"outcome": "maybe", "answer": {"th": "โทร 081-234-5678"}},
    )
    assert faults(given) == {
        "/outcome": "not_one_of",
        "/answer/th": "personal_identifier",
        "/answer/en": "required",
    }


def test_a_flood_of_doubts_ends_at_the_days_limit_and_answers_make_room(notices: Notices) -> None:
    said = Doubt(message="x", language="en", classification="ISCO-08", code="2514")
    with notices.engine.begin() as connection:
        for n in range(handlers.MOST_OPEN_A_DAY):
            handlers.doubts.keep(connection, said, f"flood-{n}")
    body = {"about": CODE, "message": "Too high"}
    refused = notices.post("", "feedback", json=body)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "3600")
    answer(notices, "flood-7")
    assert notices.post("", "feedback", json=body).status_code == 201
