"""Every format and encoding through the door: the same records, whatever the file is."""

import gzip
import io
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest

from shared.settings import Settings
from tests.integration.ingestion.door import Caller, OpenDoor
from tests.integration.ingestion.uploading import batch, results, upload, work

COLUMNS = ("reference", "title", "region", "pay.low", "pay.high", "posted_on")
ROWS = [
    ("HR-1", "วิศวกรโยธา", "เชียงใหม่", "18000", "25000", "2568-01-15"),
    ("HR-2", "ช่างไฟฟ้า, งานระบบ", "กรุงเทพมหานคร", "", "", "2568-02-01"),
    ("HR-3", 'พนักงาน "ขาย"', "ภูเก็ต", "15000", "", "2568-02-28"),
]
EXPECTED = {
    "HR-1": ("วิศวกรโยธา", "TH-50", 18000, 25000, "2025-01-15"),
    "HR-2": ("ช่างไฟฟ้า, งานระบบ", "TH-10", None, None, "2025-02-01"),
    "HR-3": ('พนักงาน "ขาย"', "TH-83", 15000, None, "2025-02-28"),
}


@pytest.fixture
def door_settings(tmp_path: Path) -> Settings:
    """Files alone: what a file says does not depend on where it is kept."""
    return Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path / "data")})


def table(separator: str = ",") -> str:
    def cell(text: str) -> str:
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & {'"', separator} else text

    return "\n".join(separator.join(map(cell, row)) for row in [COLUMNS, *ROWS])


def records() -> list[dict[str, str]]:
    named = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    return [{name: value for name, value in row.items() if value} for row in named]


def workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in [COLUMNS, *ROWS]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def lines() -> bytes:
    return b"\n".join(msgspec.json.encode(record) for record in records())


FILES: Mapping[str, tuple[Callable[[], bytes], str]] = {
    # what it is: its bytes, and the content that the batch says it has
    "CSV": (lambda: table().encode(), "csv"),
    "CSV with a mark": (lambda: table().encode("utf-8-sig"), "csv"),
    "CSV of Thai Windows": (lambda: table().encode("cp874"), "csv"),
    "CSV of Excel": (lambda: table("\t").encode("utf-16"), "csv"),
    "tabs": (lambda: table("\t").encode("tis-620"), "csv"),
    "semicolons": (lambda: table(";").encode(), "csv"),
    "XLSX": (workbook, "xlsx"),
    "JSON lines": (lines, "jsonl"),
    "JSON": (lambda: json.dumps(records()).encode(), "json"),
    "CSV packed": (lambda: gzip.compress(table().encode()), "csv"),
    "JSON packed": (lambda: gzip.compress(json.dumps(records()).encode()), "json"),
}


def test_a_file_of_any_form_brings_the_same_records(employer: Caller, door: OpenDoor) -> None:
    for name, (content, kind) in FILES.items():
        found = upload(employer, content(), profile="lmis-vacancies", name=f"{name}.dat").json["id"]
        work(door)
        shown = batch(employer, found)
        assert (shown["state"], shown["reading"]["content"]) == ("finished", kind), name
        counts = shown["counts"]
        taken = "created" if name == "CSV" else "unchanged"
        assert (counts["read"], counts[taken]) == (3, 3), (name, counts)
    kept = {row.key: msgspec.json.decode(row.content) for row in door.rows("vacancies")}
    assert {key.split("/")[1]: essence(content) for key, content in kept.items()} == EXPECTED


def essence(content: Mapping[str, Any]) -> tuple[object, ...]:
    pay = content.get("pay") or {}
    facts = content["title"], content["region"], pay.get("low"), pay.get("high")
    return (*facts, content["posted_on"])


def a_posting(reference: str, title: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "identifier": {"@type": "PropertyValue", "value": reference},
        "title": title,
        "datePosted": "2025-01-15",
        "hiringOrganization": {"@type": "Organization", "name": "Acme"},
        "jobLocation": {"address": {"addressRegion": "เชียงใหม่", "addressCountry": "TH"}},
    }


def test_postings_of_schema_org_are_vacancies(employer: Caller, door: OpenDoor) -> None:
    postings = [a_posting("A", "ช่าง"), a_posting("B", "ครู")]
    script = '<script type="application/ld+json">{}</script>'
    page = f"<html><head>{''.join(script.format(json.dumps(p)) for p in postings)}</head>"
    for content, created, read in (
        (json.dumps(postings[0]), 1, 1),
        (json.dumps(postings), 1, 2),
        (page, 0, 2),
    ):
        found = upload(employer, content.encode(), profile="schema-org").json["id"]
        work(door)
        shown = batch(employer, found)
        counts = shown["counts"]["created"], shown["counts"]["read"]
        assert (shown["state"], *counts) == ("finished", created, read), shown


def test_a_row_that_stands_where_the_header_should_is_not_kept_as_one(
    employer: Caller, door: OpenDoor
) -> None:
    fields = {"reference": {"row": True}, "title": "title", "posted_on": {"constant": "2025-01-31"}}
    layout: dict[str, list[str]] = {"needed": []}
    profile = {"kind": "vacancies", "about": "ours", "file": layout, "fields": fields}
    kept = employer.call("PUT", "/v1/profiles/loose", json={"profile": profile})
    assert kept.status_code == 201, kept.text
    content = "สมชาย ใจดี,somchai@example.com\nก ข,a@example.com\n".encode()
    found = upload(employer, content, profile="loose").json["id"]
    work(door)
    shown = batch(employer, found)
    assert (shown["state"], shown["failure"]["code"]) == ("failed", "no_header")
    assert "somchai" not in str(shown)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_columns_headed_like_formulas_come_back_in_rows_to_mend(
    form: str, employer: Caller, door: OpenDoor
) -> None:
    fields = {"reference": "@id", "title": "=job", "posted_on": {"column": "-day", "read": "date"}}
    layout = {"needed": ["@id", "=job"]}
    profile = {"kind": "vacancies", "about": "ours", "file": layout, "fields": fields}
    kept = employer.call("PUT", "/v1/profiles/board", json={"profile": profile})
    assert kept.status_code == 201, kept.text
    content = b"@id,=job,-day\n1,cook,2025-12-01\n2,,2025-12-01\n"
    first = upload(employer, content, profile="board").json["id"]
    work(door)
    body = employer.get(f"batches/{first}/file?format={form}").get_data()
    second = upload(employer, body, profile="board").json["id"]
    work(door)
    shown = batch(employer, second)
    assert (shown["state"], shown["reading"]["notes"]) == ("finished", [])
    (row,) = results(employer, second)
    assert [(each["field"], each["code"]) for each in row["findings"]] == [("title", "required")]
    again = employer.get(f"batches/{second}/file?format={form}").get_data()
    assert form == "xlsx" or again == body.replace(b'"3"', b'"2"')
