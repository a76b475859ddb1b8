"""Data quality over HTTP: a score with its parts, batch by batch, of one's own records."""

from typing import Any

import pytest

from services.ingestion.quality import reading
from shared.access import Role
from tests.builders import a_graduate_post
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.noticing import begin, coded, graduate_assessed, take
from tests.integration.ingestion.uploading import adverts, announce, upload, work


@pytest.fixture
def door(lasting_door: OpenDoor) -> OpenDoor:
    begin(lasting_door)
    return lasting_door


def parts(shown: Any) -> dict[str, float | None]:
    return {part["name"]: part["value"] for part in shown["parts"]}


def test_records_posted_one_by_one_have_a_quality_too(university: Caller) -> None:
    university.post("graduates", [a_graduate_post(reference=str(n)) for n in range(3)])
    university.post("graduates", a_graduate_post(reference="x", tracer={"status": "unknown"}))
    shown = university.get("quality").json
    assert (shown["kind"], shown["records"], shown["is_sample"]) == ("graduates", 4, False)
    assert parts(shown)["completeness"] == 100.0
    assert parts(shown)["response"] == 75.0
    assert (shown["response_rate"], shown["median_pay"]) == (0.75, 24_400)
    assert shown["history"] == []


def test_what_is_not_known_is_left_out_and_said_in_the_readers_language(
    university: Caller,
) -> None:
    shown = university.get("quality?lang=th").json
    assert shown["score"] is None
    assert set(parts(shown).values()) == {None}
    assert all(part["left_out"] for part in shown["parts"])
    assert any("ก" <= letter <= "๛" for letter in shown["parts"][0]["left_out"])
    assert (shown["codings"], shown["response_rate"], shown["median_pay"]) == ({}, None, None)


def test_uploads_are_remembered_batch_by_batch_with_what_was_odd(
    employer: Caller, door: OpenDoor
) -> None:
    first = upload(employer, adverts(60)).json["id"]
    work(door)
    cheap = {f"_{n}": {"salary": "900 บาท"} for n in range(60)}
    cheap["_7"]["title"] = ""
    second = upload(employer, adverts(60, **cheap)).json["id"]
    work(door)
    upload(employer, adverts(60), dry_run=True)
    work(door)
    shown = employer.get("quality").json
    newest, oldest = shown["history"]
    assert (newest["batch"], oldest["batch"]) == (second, first)
    assert oldest["warnings"] == []
    assert [warning["code"] for warning in newest["warnings"]] == ["pay_implausible", "pay_fell"]
    assert set(newest["warnings"][0]["messages"]) == {"th", "en"}
    assert parts(shown)["validity"] == round(100 * 119 / 120, 1)
    assert shown["refused"][0]["rows"] == 1


def test_a_batchs_own_quality_is_there_while_it_is_taken_in_and_nobody_elses(
    employer: Caller, other_employer: Caller, door: OpenDoor
) -> None:
    batch = upload(employer, adverts(3)).json["id"]
    assert employer.get(f"batches/{batch}/quality").status_code == 404
    work(door)
    shown = employer.get(f"batches/{batch}/quality").json
    assert parts(shown)["validity"] == 100.0
    assert "coding" not in parts(shown)
    stated = {row["fact"]: (row["stated"], row["records"]) for row in shown["stated"]}
    assert (stated["region"], stated["pay"]) == ((3, 3), (3, 3))
    assert other_employer.get(f"batches/{batch}/quality").status_code == 404
    assert employer.get(f"batches/{announce(employer)}/quality").status_code == 404


def test_a_dry_run_says_what_would_be_odd(employer: Caller, door: OpenDoor) -> None:
    upload(employer, adverts(120))
    work(door)
    tried = upload(employer, adverts(20), dry_run=True).json["id"]
    work(door)
    warnings = employer.get(f"batches/{tried}/quality").json["warnings"]
    assert [warning["code"] for warning in warnings] == ["shrank"]


def test_more_records_than_are_looked_at_are_said_to_be_a_sample(
    university: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_LOOKED_AT", 3)
    for reference, is_sample in (("1", False), ("2", False), ("3", False), ("4", True)):
        university.post("graduates", a_graduate_post(reference=reference))
        shown = university.get("quality").json
        assert (shown["records"], shown["is_sample"]) == (min(int(reference), 3), is_sample)


def test_rows_sent_again_mended_are_no_batch_that_shrank(employer: Caller, door: OpenDoor) -> None:
    upload(employer, adverts(120, _7={"title": ""}))
    work(door)
    heading, row, _ = adverts(1, _0={"title": "ช่าง"}).decode("utf-8-sig").split("\n", 2)
    mended = f"{heading.strip()},lmis_row,lmis_errors\n{row.strip()},9,title: required\n"
    again = upload(employer, mended.encode()).json["id"]
    work(door)
    assert employer.get(f"batches/{again}/quality").json["warnings"] == []
    upload(employer, adverts(20))
    work(door)
    newest, second, _ = employer.get("quality").json["history"]
    assert (newest["warnings"][0]["code"], second["warnings"]) == ("shrank", [])


def test_the_coding_rate_is_of_what_could_be_coded(university: Caller, door: OpenDoor) -> None:
    fields = [coded("0613")] * 3
    take(door, *(graduate_assessed(f"g{n}", field) for n, field in enumerate(fields)))
    university.post("graduates", a_graduate_post())
    shown = university.get("quality").json
    assert parts(shown)["coding"] == 100.0
    assert shown["codings"]["field"] == {"given": 0, "coded": 3, "uncoded": 0}
    assert shown["codings"]["occupation"] == {"given": 0, "coded": 0, "uncoded": 3}


def test_quality_is_for_providers(door: OpenDoor, university: Caller) -> None:
    assert university.get("quality?kind=vacancies").json["kind"] == "vacancies"
    assert university.get("quality?kind=persons").status_code == 422
    assert door.caller("ministry", Role.POLICYMAKER).get("quality").status_code == 403
