"""Uploads through the door: whole and in forms, followed, mended and cancelled."""

import io
import re
from dataclasses import replace

import openpyxl
import pytest
from sqlalchemy import select

from services.ingestion.batches import Sealing, forget_rows
from services.ingestion.store import batch_parts, batches
from tests.integration.ingestion.door import Caller, OpenDoor, codes, rows_of
from tests.integration.ingestion.uploading import (
    OPENING,
    adverts,
    announce,
    batch,
    batches_of,
    counts,
    mended,
    results,
    send,
    upload,
    work,
)


def test_a_file_is_taken_then_kept_and_counted(employer: Caller, door: OpenDoor) -> None:
    answer = upload(employer, adverts(250), name="ads.csv")
    assert (answer.status_code, answer.json["state"]) == (202, "received")
    assert answer.headers["Location"] == answer.json["links"]["self"]
    work(door)
    shown = batch(employer, answer.json["id"])
    assert (shown["state"], shown["progress"], shown["failure"]) == ("finished", 1.0, None)
    assert shown["counts"]["created"] == shown["counts"]["read"] == 250
    assert (shown["reading"]["content"], shown["reading"]["encoding"]) == ("csv", "utf-8")
    assert {row.version for row in door.rows("vacancies")} == {1}
    assert rows_of(door.engine, batch_parts) == []


def test_a_batch_whose_results_an_erasure_could_not_open_ends_and_holds_up_nobody(
    employer: Caller, other_employer: Caller, door: OpenDoor
) -> None:
    ids = [upload(caller, adverts(5)).json["id"] for caller in (employer, other_employer)]
    sealing = Sealing(b"another secret, of 32 characters or more")
    forget_rows(replace(batches_of(door), sealing=sealing), "acme", "vacancies", {"A-1"})
    work(door)
    assert batch(employer, ids[0])["failure"]["code"] == "key_lost"
    assert counts(other_employer, ids[1]) == {"read": 5, "created": 5}


def test_the_same_file_again_changes_nothing_and_names_the_earlier_batch(
    employer: Caller, door: OpenDoor
) -> None:
    first = upload(employer, adverts(5)).json["id"]
    work(door)
    again = upload(employer, adverts(5)).json
    assert again["same_as"] == first
    work(door)
    assert counts(employer, again["id"]) == {"read": 5, "unchanged": 5}
    assert len(door.events()) == 0 or {row.version for row in door.rows("vacancies")} == {1}


def test_two_uploads_of_one_file_at_once_double_nothing(employer: Caller, door: OpenDoor) -> None:
    ids = [upload(employer, adverts(5)).json["id"] for _ in range(2)]
    work(door)
    counted = sorted(tuple(counts(employer, each).items()) for each in ids)
    assert counted == [(("read", 5), ("created", 5)), (("read", 5), ("unchanged", 5))]
    assert {row.version for row in door.rows("vacancies")} == {1}


def test_what_is_wrong_with_rows_is_told_in_the_readers_language(
    employer: Caller, door: OpenDoor
) -> None:
    content = adverts(
        250,
        _3={"title": ""},
        _120={"salary": "", "postedDate": "soon 0812345678"},
        _240={"title": "ติดต่อ 081-234-5678"},
    )
    found = upload(employer, content).json["id"]
    work(door)
    assert counts(employer, found) == {"read": 250, "created": 248, "rejected": 2, "warned": 1}
    english, thai = results(employer, found), results(employer, found, "th")
    assert [(each["row"], each["status"]) for each in english] == [
        (5, "rejected"),
        (122, "rejected"),
        (242, "warned"),
    ]
    assert english[0]["findings"] == [
        {
            "field": "title",
            "found": "",
            "expected": "a value",
            "mend": "fill in the cell",
            "code": "required",
            "message": "is required",
        }
    ]
    assert thai[0]["findings"][0]["mend"] == "กรอกข้อมูลในช่องนี้"
    assert {each["field"] for each in english[1]["findings"]} == {"posted_on"}
    assert "0812345678" not in str(english)
    assert english[2]["findings"][0]["code"] == "masked_identifier"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_to_mend_come_back_as_they_were_and_are_taken_when_mended(
    form: str, employer: Caller, door: OpenDoor
) -> None:
    content = adverts(4, _1={"title": ""}, _2={"title": "", "salary": "=1+1"})
    found = upload(employer, content).json["id"]
    work(door)
    answer = employer.get(f"batches/{found}/file?format={form}")
    assert answer.headers["Content-Disposition"].endswith(f'{found}.{form}"')
    body = answer.get_data()
    if form == "csv":
        rows = mended(body)
        assert [row["salary"] for row in rows] == ["28,000 - 30,000 บาท", "'=1+1"]
        assert [row["lmis_row"] for row in rows] == ["3", "4"]
        assert rows[0]["lmis_errors"] == "title: is required – fill in the cell"
        again = body.replace(b'"A-1","",', '"A-1","ช่าง",'.encode()).replace(b"'=1+1", b"'-1")
    else:
        book = openpyxl.load_workbook(io.BytesIO(body))
        sheet = book.active
        assert [cell.data_type for cell in sheet[3]] == ["s"] * 9
        assert sheet["E3"].value == "=1+1"
        sheet["B2"] = "ช่าง"
        mended_book = io.BytesIO()
        book.save(mended_book)
        again = mended_book.getvalue()
    second = upload(employer, again).json["id"]
    work(door)
    assert counts(employer, second) == {"read": 2, "created": 1, "rejected": 1}
    if form == "csv":
        assert mended(employer.get(f"batches/{second}/file").get_data())[0]["salary"] == "-1"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_to_mend_are_read_with_the_profile_that_they_came_by(
    form: str, employer: Caller, door: OpenDoor
) -> None:
    fields = {"reference": "id", "title": "title", "posted_on": {"column": "day", "read": "date"}}
    layout = {"header": 3, "delimiter": ";", "sheet": "งาน"}
    profile = {"kind": "vacancies", "about": "ours", "file": layout, "fields": fields}
    kept = employer.call("PUT", "/v1/profiles/board", json={"profile": profile})
    assert kept.status_code == 201, kept.text
    content = "our board\n\nid;title;day;firm\n1;cook;2025-12-01;a,b\n2;;2025-12-01;c\n"
    first = upload(employer, content.encode(), profile="board").json["id"]
    work(door)
    assert counts(employer, first) == {"read": 2, "created": 1, "rejected": 1}
    body = employer.get(f"batches/{first}/file?format={form}").get_data()
    second = upload(employer, body, profile="board").json["id"]
    work(door)
    assert batch(employer, second)["failure"] is None
    assert counts(employer, second) == {"read": 1, "rejected": 1}
    (row,) = results(employer, second)
    assert [(each["field"], each["code"]) for each in row["findings"]] == [("title", "required")]


def test_rows_of_json_to_mend_have_every_column_that_is_read(
    employer: Caller, door: OpenDoor
) -> None:
    day = {"column": "day", "read": "date"}
    fields = {"reference": "id", "title": "job", "posted_on": day, "employer": "firm"}
    profile = {"kind": "vacancies", "about": "ours", "fields": fields}
    kept = employer.call("PUT", "/v1/profiles/board", json={"profile": profile})
    assert kept.status_code == 201, kept.text
    first = upload(employer, b'[{"id": "1", "day": "2025-12-01"}]', profile="board").json["id"]
    work(door)
    body = employer.get(f"batches/{first}/file").get_data()
    (row,) = mended(body)
    assert list(row) == ["id", "day", "firm", "job", "lmis_row", "lmis_errors"]
    again = body.replace(b'"2025-12-01","",""', b'"2025-12-01","","cook"')
    second = upload(employer, again, profile="board").json["id"]
    work(door)
    assert counts(employer, second) == {"read": 1, "created": 1}


def test_a_dry_run_keeps_nothing_and_says_what_would_be(employer: Caller, door: OpenDoor) -> None:
    upload(employer, adverts(3))
    work(door)
    content = adverts(6, _1={"title": "อื่น"}, _4={"id": "A-3"}, _5={"title": ""})
    found = upload(employer, content, dry_run="true").json["id"]
    work(door)
    expected = {"read": 6, "created": 1, "updated": 2, "unchanged": 2, "rejected": 1}
    assert counts(employer, found) == expected
    assert [each["row"] for each in results(employer, found)] == [7]
    assert len(door.rows("vacancies")) == 3
    kept = upload(employer, content).json
    assert kept["same_as"] is None
    work(door)
    assert counts(employer, kept["id"]) == expected


def test_a_form_is_read_as_a_browser_sends_it(employer: Caller, door: OpenDoor) -> None:
    form = {**OPENING, "dry_run": "true", "file": (io.BytesIO(adverts(2)), "โฆษณา.csv")}
    answer = employer.call("POST", "/v1/batches", data=form)
    assert (answer.status_code, answer.json["name"]) == (202, "โฆษณา.csv")
    work(door)
    assert counts(employer, answer.json["id"]) == {"read": 2, "created": 2}


def test_what_cannot_be_done_is_said_before_the_file_is_read(
    employer: Caller, door: OpenDoor
) -> None:
    for query, faults in (
        ({"kind": "people"}, {"kind": "not_one_of"}),
        ({"kind": "graduates"}, {"kind": "kind_of_other_role"}),
        ({"profile": "../secret"}, {"profile": "unknown_profile"}),
        ({"profile": "piaac"}, {"profile": "profile_of_other_kind"}),
        ({"profile": "jobsdb-titles"}, {"as_of": "relative_dates"}),
        ({"as_of": "yesterday"}, {"as_of": "not_date"}),
        ({"sha256": "abc"}, {"sha256": "not_sha256"}),
    ):
        answer = upload(employer, b"", **query)
        assert answer.status_code == 422
        assert {pointer[1:]: code for pointer, code in codes(answer).items()} == faults
    assert rows_of(door.engine, batches) == []


def test_a_cancelled_batch_is_over_and_its_content_gone(employer: Caller, door: OpenDoor) -> None:
    found = upload(employer, adverts(5)).json["id"]
    answer = employer.call("DELETE", f"/v1/batches/{found}")
    assert (answer.status_code, answer.json["state"]) == (200, "cancelled")
    assert rows_of(door.engine, batch_parts) == []
    work(door)
    assert door.rows("vacancies") == []
    assert employer.call("DELETE", f"/v1/batches/{found}").json["state"] == "cancelled"


def test_pages_hold_every_batch_once_newest_first(employer: Caller) -> None:
    ids = [announce(employer, name=str(number)) for number in range(5)]
    seen, cursor = [], ""
    while cursor is not None:
        page = employer.get(f"batches?limit=2&cursor={cursor}").json
        seen += [each["id"] for each in page["batches"]]
        cursor = page["next"]
    assert set(seen) == set(ids)
    assert len(seen) == 5


def test_a_page_of_results_after_the_largest_position_is_refused_or_empty(
    employer: Caller,
) -> None:
    path = f"batches/{announce(employer)}/results"
    last = employer.get(path, query_string={"cursor": 2**63 - 1})
    assert (last.status_code, last.json["results"]) == (200, [])
    assert employer.get(path, query_string={"cursor": 2**63}).status_code == 422


def test_nobody_sees_anothers_batch(employer: Caller, other_employer: Caller) -> None:
    found = upload(employer, adverts(1)).json["id"]
    path = f"/v1/batches/{found}"
    for method, place in (
        ("GET", ""),
        ("DELETE", ""),
        ("GET", "/content"),
        ("GET", "/results"),
        ("GET", "/file"),
    ):
        assert other_employer.call(method, path + place).status_code == 404
    assert send(other_employer, found, 0, b"x").status_code == 404
    assert other_employer.get("batches").json["batches"] == []
    assert other_employer.get(f"batches?cursor={found}").status_code == 404


def test_nothing_plain_of_an_upload_is_in_the_database(employer: Caller, door: OpenDoor) -> None:
    upload(employer, adverts(3, _1={"title": "", "location": "ความลับสุดยอด"}))
    secret = "ความลับสุดยอด".encode()
    (part,) = rows_of(door.engine, batch_parts)
    assert secret not in part.content
    work(door)
    with door.engine.connect() as connection:
        kept = [tuple(row) for row in connection.execute(select(batches))]
    assert "ความลับ" not in repr(kept)


def test_the_file_name_is_masked(employer: Caller) -> None:
    answer = upload(employer, adverts(1), name="somchai@example.com.csv")
    assert re.search(r"\[e-mail\]", answer.json["name"])
