"""The audit log of the door: all readings and changes of graduates' data are in it, no names."""

from typing import Any

import pytest
from sqlalchemy import select

from services.ingestion import store
from services.ingestion.store import audit
from shared.access import Role
from shared.audit import chain_once, digest_of
from tests.builders import a_graduate_post, a_vacancy_post
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.uploading import announce, results, upload, work

TEMPLATE = {"kind": "graduates", "profile": "lmis-graduates"}
FILE = "reference,programme,graduation_year\n1,ดาราศาสตร์,2567\n2,ชีววิทยา,1\n".encode()


def entries(door: OpenDoor) -> list[Any]:
    with door.engine.connect() as connection:
        return list(connection.execute(select(audit).order_by(audit.c.id)))


def said(entry: Any) -> tuple[str, str, str | None, int]:
    return entry.action, entry.kind, entry.subject, entry.count


def test_a_post_of_many_is_one_entry_with_their_number_and_digest(
    university: Caller, door: OpenDoor
) -> None:
    posted = [a_graduate_post(reference=str(n)) for n in range(3)]
    posted.append(a_graduate_post(reference="bad", level="?"))
    answer = university.post("graduates", posted, headers={"X-Correlation-Id": "upload-7"})
    records = [result["record"] for result in answer.json["results"][:3]]
    (entry,) = entries(door)
    assert said(entry) == ("write", "graduates", None, 3)
    assert entry.digest == digest_of(records)
    assert (entry.organisation, entry.provider) == ("cu", "cu")
    assert entry.key_id == university.key.split("_")[1]
    assert (entry.correlation_id, entry.outcome) == ("upload-7", "3 changed, 0 unchanged")


def test_reading_listing_copying_and_erasing_each_leave_an_entry(
    university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    university.get("graduates/6501234")
    university.get("graduates")
    university.get("graduates/6501234/export")
    university.erase("graduates/6501234")
    assert [said(entry) for entry in entries(door)] == [
        ("write", "graduates", record, 1),
        ("read", "graduates", record, 1),
        ("read", "graduates", None, 1),
        ("export", "graduates", record, 1),
        ("erase", "graduates", record, 1),
    ]
    assert entries(door)[2].digest == digest_of([record])


def test_what_was_refused_or_not_found_is_no_reading_and_no_change(
    university: Caller, other_university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    other_university.get(f"graduates/{record}")
    other_university.erase(f"graduates/{record}")
    university.post("graduates", a_graduate_post(level="?"))
    assert len(entries(door)) == 1


def test_vacancies_are_about_nobody(employer: Caller, door: OpenDoor) -> None:
    employer.post("vacancies", a_vacancy_post())
    employer.get("vacancies/HR-17")
    employer.erase("vacancies/HR-17")
    assert entries(door) == []


def test_a_files_way_is_told_under_one_correlation_id(university: Caller, door: OpenDoor) -> None:
    batch_id = upload(university, FILE, **TEMPLATE).json["id"]
    work(door)
    results(university, batch_id)
    university.get(f"batches/{batch_id}/file?format=csv")
    cancelled = announce(university, **TEMPLATE)
    university.call("DELETE", f"/v1/batches/{cancelled}")
    found = entries(door)
    record = door.rows("graduates")[0].key.split("/")[1]
    assert [said(entry) for entry in found] == [
        ("write", "batches", batch_id, 1),
        ("write", "graduates", record, 1),
        ("read", "batch-results", batch_id, 1),
        ("read", "batch-results", batch_id, 1),
        ("write", "batches", cancelled, 1),
        ("erase", "batches", cancelled, 1),
    ]
    assert found[0].correlation_id == found[1].correlation_id
    assert (found[1].organisation, found[1].key_id) == ("cu", None)


def test_no_entry_holds_a_reference_or_content(university: Caller, door: OpenDoor) -> None:
    post = a_graduate_post(reference="ศิษย์เก่า 1", programme="ดาราศาสตร์")
    university.post("graduates", post)
    for path in ("graduates/ศิษย์เก่า 1", "graduates", "graduates/ศิษย์เก่า 1/export"):
        assert university.get(path).status_code == 200
    university.erase("graduates/ศิษย์เก่า 1")
    held = str(entries(door))
    assert len(entries(door)) == 5
    assert "ศิษย์เก่า" not in held
    assert "ดาราศาสตร์" not in held


def test_what_cannot_be_noted_is_not_answered(university: Caller, door: OpenDoor) -> None:
    university.post("graduates", a_graduate_post())
    with door.engine.begin() as connection:
        store.audit.drop(connection)
    assert university.get("graduates/6501234").status_code == 500
    assert university.erase("graduates/6501234").status_code == 500
    assert university.post("graduates", a_graduate_post(reference="2")).status_code == 500
    assert [row.version for row in door.rows("graduates")] == [1]
    with door.engine.begin() as connection:
        store.audit.create(connection)


def test_an_organisation_sees_the_entries_about_its_own_records(
    university: Caller, other_university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    university.post("graduates", a_graduate_post(reference="2"))
    other_university.post("graduates", a_graduate_post())
    operator = door.caller("ministry", Role.OPERATOR)
    chain_once(door.engine, store.audit)
    own = university.get("audit?limit=1").json
    rest = university.get(f"audit?limit=1&cursor={own['next']}").json
    assert [entry["provider"] for entry in (*own["entries"], *rest["entries"])] == ["cu", "cu"]
    assert [entry["position"] for entry in (*own["entries"], *rest["entries"])] == [2, 1]
    assert rest["next"] is None
    about = university.get(f"audit?record={record}").json["entries"]
    assert [entry["subject"] for entry in about] == [record]
    assert other_university.get(f"audit?record={record}").json["entries"] == []
    assert len(operator.get("audit").json["entries"]) == 3


@pytest.mark.parametrize("query", ["cursor=0", "cursor=x", "limit=0", "record="])
def test_a_question_that_makes_no_sense_is_refused(query: str, university: Caller) -> None:
    assert university.get(f"audit?{query}").status_code == 422
