"""Persons' rights: erasures with receipts that say how far they are, and a copy of what is held."""

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.ingestion import store
from services.ingestion.rights.receipts import LOG_DAYS
from shared.contracts.catalogue import GRADUATES
from shared.db.engine import transaction
from tests.builders import a_graduate_post
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.uploading import batch, results, upload, work

TEMPLATE = {"kind": "graduates", "profile": "lmis-graduates"}
HEADER = "reference,programme,graduation_year\n"


def states(receipt: Any) -> dict[str, str]:
    return {place["place"]: place["state"] for place in receipt["places"]}


def test_a_receipt_says_what_is_gone_and_what_goes_by_when(
    university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    receipt = university.erase("graduates/6501234").json
    assert (receipt["record"], receipt["version"], receipt["erased"]) == (record, 2, 1)
    assert states(receipt)["told"] == "waiting"
    by = {place["place"]: place["at"] for place in receipt["places"] if place["state"] == "by"}
    after = datetime.fromisoformat(by["log"]) - datetime.fromisoformat(receipt["erased_at"])
    assert after == timedelta(milliseconds=GRADUATES.max_compaction_lag_ms)
    assert after == timedelta(days=LOG_DAYS)
    embedded = door.engine.dialect.name == "sqlite"
    assert states(receipt)["database_files"] == ("by" if embedded else "not_known")
    assert all(set(place["about"]) == {"th", "en"} for place in receipt["places"])
    door.tell()
    later = university.get(f"erasures/{receipt['receipt']}").json
    assert states(later)["told"] == "told"
    assert states(later)["services"] == "not_known"
    unchanging = ("receipt", "asked", "erased", "erased_at", "reason", "kind")
    assert [later[name] for name in unchanging] == [receipt[name] for name in unchanging]


def test_many_are_erased_at_once_by_reference_or_pseudonym(
    university: Caller, door: OpenDoor
) -> None:
    posted = [a_graduate_post(reference=str(n)) for n in range(5)]
    records = [r["record"] for r in university.post("graduates", posted).json["results"]]
    asked = {"references": ["0", records[1], "unheard of", " 2 ", "0"]}
    answer = university.call("POST", "/v1/erasures", json=asked)
    assert answer.status_code == 201
    found = [(result["status"], result["record"]) for result in answer.json["results"]]
    assert found[:2] == [("erased", records[0]), ("erased", records[1])]
    assert found[2][0] == "unknown"
    assert found[3:] == [("erased", records[2]), ("erased", records[0])]
    assert (answer.json["asked"], answer.json["erased"]) == (4, 3)
    assert university.call("GET", answer.headers["Location"]).json["erased"] == 3
    kept = [row.key for row in door.rows("graduates") if row.erased_at is None]
    assert sorted(kept) == sorted(f"cu/{record}" for record in records[3:])


def test_a_receipt_names_nobody(university: Caller, door: OpenDoor) -> None:
    university.post("graduates", a_graduate_post(reference="ศิษย์เก่า 1", programme="ดาราศาสตร์"))
    university.call("POST", "/v1/erasures", json={"references": ["ศิษย์เก่า 1", "ศิษย์เก่า 2"]})
    with door.engine.connect() as connection:
        for table in (store.erasures, store.erased_records, store.audit):
            held = str(connection.execute(table.select()).all())
            assert "ศิษย์เก่า" not in held
            assert "ดาราศาสตร์" not in held


@pytest.mark.parametrize("asked", [{}, {"references": []}, {"references": [""]}, {"references": 1}])
def test_an_erasure_of_nobody_is_refused(asked: Any, university: Caller) -> None:
    assert university.call("POST", "/v1/erasures", json=asked).status_code == 422


def test_an_erasure_asked_for_again_under_its_key_has_the_receipt_it_had(
    university: Caller,
) -> None:
    university.post("graduates", a_graduate_post())
    key = {"Idempotency-Key": "erase-1"}
    first = university.call("DELETE", "/v1/graduates/6501234", headers=key)
    again = university.call("DELETE", "/v1/graduates/6501234", headers=key)
    assert first.json["receipt"] == again.json["receipt"]
    assert again.json["erased"] == 1


def test_receipts_are_listed_newest_first_to_their_owner_alone(
    university: Caller, other_university: Caller
) -> None:
    receipts = []
    for n in range(3):
        university.post("graduates", a_graduate_post(reference=str(n)))
        receipts.append(university.erase(f"graduates/{n}").json["receipt"])
    first = university.get("erasures?limit=2").json
    rest = university.get(f"erasures?limit=2&cursor={first['next']}").json
    listed = [one["receipt"] for one in (*first["erasures"], *rest["erasures"])]
    assert listed == receipts[::-1]
    assert rest["next"] is None
    assert other_university.get("erasures").json["erasures"] == []
    assert other_university.get(f"erasures/{receipts[0]}").status_code == 404


def test_a_copy_has_the_rows_of_files_that_are_about_the_person(
    university: Caller, other_university: Caller, door: OpenDoor
) -> None:
    rows = "1,ดาราศาสตร์,1066\n2,นิติศาสตร์,1066\n3,นิติศาสตร์,2567\n"
    found = upload(university, (HEADER + rows).encode(), **TEMPLATE).json["id"]
    work(door)
    copy = university.get("graduates/1/export").json
    assert (copy["held"], copy["version"], copy["changed_at"]) == (None, None, None)
    (row,) = copy["rows"]
    assert (row["batch"], row["row"], row["status"]) == (found, 2, "rejected")
    assert row["cells"] == {"reference": "1", "programme": "ดาราศาสตร์", "graduation_year": "1066"}
    assert university.get(f"graduates/{copy['record']}/export").json["rows"] == [row]
    assert university.get("graduates/3/export").json["rows"] == []
    assert other_university.get(f"graduates/{copy['record']}/export").status_code == 404
    entries = university.get(f"audit?record={copy['record']}").json["entries"]
    assert [entry["action"] for entry in entries] == ["export", "export"]
    receipt = university.erase("graduates/1").json["receipt"]
    after = university.get("graduates/1/export").json
    assert (after["rows"], [each["receipt"] for each in after["erasures"]]) == ([], [receipt])


def test_a_file_given_before_an_erasure_does_not_bring_the_person_back(
    university: Caller, door: OpenDoor
) -> None:
    university.post("graduates", a_graduate_post(reference="1"))
    content = (HEADER + "1,ดาราศาสตร์,2567\n2,ดาราศาสตร์,2567\n").encode()
    before = upload(university, content, **TEMPLATE).json["id"]
    university.erase("graduates/1")
    assert university.erase("graduates/3").json["erased"] == 0  # the file may hold it
    work(door)
    assert university.get("graduates/1").status_code == 404
    assert university.get("graduates/2").status_code == 200
    ((row,),) = [results(university, before)]
    assert [found["code"] for found in row["findings"]] == ["erased_since"]
    assert "ดาราศาสตร์" not in str(row)
    upload(university, content, **TEMPLATE)
    work(door)
    assert university.get("graduates/1").status_code == 200


@pytest.mark.parametrize("dry_run", ["false", "true"])
def test_an_erasure_takes_rejected_rows_out_of_a_files_results(
    dry_run: str, university: Caller, door: OpenDoor
) -> None:
    content = (HEADER + "1,ดาราศาสตร์,1\n2,ชีววิทยา,1\n").encode()
    found = upload(university, content, **TEMPLATE, dry_run=dry_run).json["id"]
    work(door)
    assert batch(university, found)["counts"]["rejected"] == 2
    assert university.erase("graduates/1").json["erased"] == 0
    assert [row["row"] for row in results(university, found)] == [3]
    assert "ดาราศาสตร์".encode() not in university.get(f"batches/{found}/file?format=csv").data


def test_nothing_is_erased_where_nothing_is_known_and_no_file_is_to_come(
    university: Caller, door: OpenDoor
) -> None:
    upload(university, (HEADER + "2,ชีววิทยา,2567\n").encode(), **TEMPLATE)
    work(door)
    assert university.erase("graduates/1").status_code == 404
    with door.engine.connect() as connection:
        assert connection.execute(store.erasures.select()).all() == []


def test_a_copy_holds_all_that_is_held_under_a_reference(
    university: Caller, door: OpenDoor
) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    university.post("graduates", a_graduate_post(programme="ชีววิทยา"))
    copy = university.get("graduates/6501234/export").json
    assert copy["held"]["content"] == university.get("graduates/6501234").json["content"]
    assert (copy["record"], copy["version"], copy["erasures"]) == (record, 2, [])
    assert [entry["action"] for entry in copy["audit"]] == ["write", "write"]
    assert copy["kept_until"] > datetime.now().astimezone().isoformat()[:4]
    assert copy["audit_is_whole"] is True
    assert any(record in (place["ask"] or "") for place in copy["elsewhere"])
    receipt = university.erase("graduates/6501234").json["receipt"]
    after = university.get("graduates/6501234/export").json
    assert (after["held"], after["kept_until"], after["version"]) == (None, None, 3)
    assert [one["receipt"] for one in after["erasures"]] == [receipt]
    assert [entry["action"] for entry in after["audit"]][:2] == ["erase", "read"]
    assert university.get("graduates/unheard-of/export").status_code == 404


def test_a_copy_names_the_file_that_the_record_came_in(university: Caller, door: OpenDoor) -> None:
    content = (HEADER + "1,ดาราศาสตร์,2567\n").encode()
    found = upload(university, content, **TEMPLATE, name="บัณฑิต 2567.csv").json["id"]
    work(door)
    (came_in,) = university.get("graduates/1/export").json["batches"]
    assert (came_in["id"], came_in["name"]) == (found, "บัณฑิต 2567.csv")


def test_nobody_else_is_given_a_copy(university: Caller, other_university: Caller) -> None:
    record = university.post("graduates", a_graduate_post()).json["record"]
    for name in ("6501234", record):
        assert other_university.get(f"graduates/{name}/export").status_code == 404


def test_an_erasure_that_breaks_off_leaves_no_receipt(university: Caller, door: OpenDoor) -> None:
    def break_off() -> None:
        with transaction(door.engine) as connection:
            receipt = store.Receipt("r", "cu", "graduates", "asked", 1, 0, store.now(), "")
            store.keep_receipt(connection, receipt, {"cu/x": None})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert university.get("erasures").json["erasures"] == []


def test_a_files_name_is_kept_without_identifiers(university: Caller) -> None:
    kept = upload(university, HEADER.encode(), **TEMPLATE, name="สมชาย 081-234-5678.csv").json
    assert kept["name"] == "สมชาย [phone].csv"


def test_nobody_who_is_erased_while_a_file_is_processed_comes_back(
    university: Caller, door: OpenDoor
) -> None:
    rows = [f"{number},ดาราศาสตร์,2567" for number in range(3000)]
    upload(university, (HEADER + "\n".join(rows)).encode(), **TEMPLATE)
    worker = threading.Thread(target=work, args=(door,))
    worker.start()
    erased = range(2999, 0, -300)
    for number in erased:
        assert university.erase(f"graduates/{number}").status_code == 200
    worker.join()
    for number in erased:
        assert university.get(f"graduates/{number}").status_code == 404
    assert university.get("graduates/1").status_code == 200


def test_anyone_may_read_the_register_of_processing(door: OpenDoor) -> None:
    told = door.app.test_client().get("/v1/processing").json
    assert told["record_of_processing"] == "39"
    assert {"name": "programme", "category": "education"}.items() <= told["fields"][3].items()
    assert {right["section"] for right in told["rights"]} >= {"30", "31", "33"}
    times = {period["what"]: period for period in told["retention"]}
    assert times["records"]["years"] == door.settings.retention_years
    assert times["results"]["days"] == door.settings.results_days
    assert (times["receipts"]["years"], times["log"]["days"]) == (None, LOG_DAYS)
