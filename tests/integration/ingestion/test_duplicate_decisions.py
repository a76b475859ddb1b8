"""Duplicates as they are shown, and decisions of people that outlast what is found."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from services.ingestion.duplicates.comparing import Comparing
from services.ingestion.store.duplicates import duplicate_decisions
from shared.access import Role
from tests.integration.ingestion.door import Caller, OpenDoor, codes
from tests.integration.ingestion.test_duplicates import (
    OTHER_TEXT,
    an_advert,
    compare,
    repeated,
    told,
)

pytestmark = pytest.mark.parametrize("door_settings", ["sqlite"], indirect=True)
"""What decisions rest on is tested on both databases with the comparing itself."""


@pytest.fixture
def door(new_door: Callable[..., OpenDoor]) -> OpenDoor:
    return new_door()


@pytest.fixture
def board(door: OpenDoor) -> Caller:
    return door.caller("board", Role.EMPLOYER)


@pytest.fixture
def agency(door: OpenDoor) -> Caller:
    return door.caller("agency", Role.EMPLOYER)


@pytest.fixture
def operator(door: OpenDoor) -> Caller:
    return door.caller("office", Role.OPERATOR)


@pytest.fixture
def posted(door: OpenDoor, board: Caller, agency: Caller) -> None:
    """The agency's A-1 and A-2 repeat the board's B-1; B-9 is another job."""
    other = {"title": "พนักงานขับรถส่งของ", "description": OTHER_TEXT}
    board.post("vacancies", [an_advert("B-1"), an_advert("B-9", **other)])
    agency.post("vacancies", [an_advert("A-1", "2026-05-04"), an_advert("A-2", "2026-05-06")])
    compare(door)


def decided(caller: Caller, reference: str, of: str | None) -> Any:
    return caller.call("PUT", f"/v1/vacancies/{reference}/duplicate", json={"duplicate_of": of})


@pytest.mark.usefixtures("posted")
def test_owners_see_what_repeats_theirs_and_why_in_their_language(
    door: OpenDoor, board: Caller, agency: Caller, operator: Caller
) -> None:
    stranger = agency.get("duplicates", headers={"Accept-Language": "en"}).json
    assert stranger is not None
    assert [row["vacancy"] for row in stranger["duplicates"]] == ["agency/A-1", "agency/A-2"]
    row = stranger["duplicates"][0]
    assert (row["duplicate_of"], set(row)) == (
        "board/B-1", {"vacancy", "duplicate_of", "score", "evidence"},
    )  # fmt: skip
    words = {part["part"]: part["text"] for part in row["evidence"]}
    assert words["text"] == "the text is 100% the same"
    assert row["score"] == pytest.approx(sum(part["weight"] for part in row["evidence"]))
    assert board.get("duplicates").json == agency.get("duplicates").json
    assert door.caller("Board", Role.EMPLOYER).get("duplicates").json["duplicates"] == []
    first = operator.get("duplicates?limit=1", headers={"Accept-Language": "th"}).json
    assert first is not None
    assert [row["vacancy"] for row in first["duplicates"]] == ["agency/A-1"]
    thai = {part["part"]: part["text"] for part in first["duplicates"][0]["evidence"]}
    assert thai["employer"] == "นายจ้างตรงกัน"
    second = operator.get(f"duplicates?cursor={first['next']}").json
    assert second is not None
    assert ([row["vacancy"] for row in second["duplicates"]], second["next"]) == (
        ["agency/A-2"], None,
    )  # fmt: skip


@pytest.mark.usefixtures("posted")
def test_a_vacancy_decided_to_be_no_duplicate_stays_none(door: OpenDoor, agency: Caller) -> None:
    answer = decided(agency, "A-1", None)
    assert answer.status_code == 200
    assert answer.json["decision"]["role"] == "employer"
    assert answer.json["is_compared"] is False
    compare(door)
    assert repeated(door) == {"agency/A-2": "board/B-1"}
    agency.post("vacancies", an_advert("A-1", "2026-05-05"))
    compare(door)
    assert repeated(door) == {"agency/A-2": "board/B-1"}
    agency.call("DELETE", "/v1/vacancies/A-1/duplicate")
    compare(door)
    assert repeated(door) == dict.fromkeys(("agency/A-1", "agency/A-2"), "board/B-1")
    assert told(door)["agency/A-1"][1] == "board/B-1"


@pytest.mark.usefixtures("posted")
def test_what_stood_for_others_and_is_decided_to_stand_alone_leaves_them_one_of_theirs(
    door: OpenDoor, board: Caller
) -> None:
    decided(board, "B-1", None)
    compare(door)
    assert repeated(door) == {"agency/A-2": "agency/A-1"}


@pytest.mark.usefixtures("posted")
def test_an_operator_may_say_that_any_two_are_one_job(door: OpenDoor, operator: Caller) -> None:
    assert decided(operator, "board/B-9", "agency/A-2").status_code == 200
    compare(door)
    assert repeated(door)["board/B-9"] == "board/B-1"  # which A-2 repeats itself
    decided(operator, "agency/A-2", None)
    compare(door)
    assert repeated(door) == {"agency/A-1": "board/B-1", "board/B-9": "agency/A-2"}
    shown = operator.get("vacancies/board/B-9/duplicate").json
    assert shown is not None
    assert (shown["duplicate_of"], shown["score"], shown["evidence"]) == ("agency/A-2", None, [])


@pytest.mark.usefixtures("posted")
def test_a_decision_on_one_that_is_erased_waits_for_its_return(
    door: OpenDoor, operator: Caller, agency: Caller
) -> None:
    decided(operator, "board/B-9", "agency/A-2")
    decided(operator, "agency/A-2", None)
    agency.erase("vacancies/A-2")
    compare(door)
    assert repeated(door) == {"agency/A-1": "board/B-1"}
    agency.post("vacancies", an_advert("A-2", "2026-05-06"))
    compare(door)
    assert repeated(door)["board/B-9"] == "agency/A-2"


@pytest.mark.usefixtures("posted")
def test_only_what_one_was_told_of_can_be_named(board: Caller, agency: Caller) -> None:
    assert decided(agency, "A-1", "board/B-1").status_code == 200
    for other in ("board/B-9", "nobody/1", "agency/A-1", "agency/unknown"):
        refused = decided(agency, "A-1", other)
        assert refused.status_code == 422
        assert codes(refused) == {"/duplicate_of": "not_nameable"}
    assert decided(agency, "A-2", "agency/A-1").status_code == 200
    assert decided(agency, "A-1", "agency/A-2").status_code == 422  # in a circle
    assert decided(agency, "unknown", None).status_code == 404
    assert decided(board, "agency/A-1", None).status_code == 404
    assert board.get("vacancies/A-1/duplicate").status_code == 404


@pytest.mark.usefixtures("posted")
def test_decisions_are_kept_with_who_made_them(door: OpenDoor, agency: Caller) -> None:
    for _ in range(2):
        decided(agency, "A-1", None)
        agency.call("DELETE", "/v1/vacancies/A-1/duplicate")
        agency.call("DELETE", "/v1/vacancies/A-1/duplicate")
    decided(agency, "A-1", None)
    decided(agency, "A-1", None)
    with door.engine.connect() as connection:
        kept = connection.execute(
            select(duplicate_decisions).order_by(duplicate_decisions.c.id)
        ).all()
    assert [row.verdict for row in kept] == ["own", "automatic"] * 2 + ["own"]
    assert {(row.organisation, row.role) for row in kept} == {("agency", "employer")}


@pytest.mark.usefixtures("posted")
def test_a_decision_made_while_its_vacancy_is_compared_is_not_passed_over(
    door: OpenDoor, agency: Caller
) -> None:
    agency.post("vacancies", an_advert("A-1", "2026-05-05"))
    comparing = Comparing(door.engine)
    work = comparing.look()
    assert work is not None
    decided(agency, "A-1", None)
    comparing.finish(work)
    compare(door)
    assert repeated(door) == {"agency/A-2": "board/B-1"}
