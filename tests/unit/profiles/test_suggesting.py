"""Profiles proposed from headers and rows."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.domain import Kind
from services.ingestion.importers import load_profile, parse_profile
from services.ingestion.importers.layout import Layout
from services.ingestion.profiles.checking import beginning, preview
from services.ingestion.profiles.suggesting import Suggestion, suggest
from services.ingestion.profiles.words import wordings

SURVEY = (
    "รหัสนักศึกษา;ชื่อ-สกุล;หลักสูตร;วุฒิ;ปีที่จบ;จังหวัดที่ตั้งสถาบัน;"
    "สถานภาพการทำงาน;เงินเดือน;วันที่ตอบแบบสอบถาม;หมายเหตุ"
    """
65001;นาย ก;วิทยาการคอมพิวเตอร์;ปริญญาตรี;2566;เชียงใหม่;มีงานทำแล้ว;18,000 - 20,000 บาท;15/06/2567;x
65002;นาง ข;บัญชี;ปริญญาตรี;2566;เชียงใหม่;ศึกษาต่อ;-;16/06/2567;
65003;นาง ค;บัญชี;ปริญญาโท;2566;ลำพูน;แต่งงาน;22000;17/06/2567;-
"""
)


def proposed(kind: Kind, content: str) -> Suggestion:
    rows, first = beginning(io.BytesIO(content.encode("cp874")), Layout(), set())
    return suggest(kind, rows.columns, [row.values for row in first], rows.found)


def test_few_rows_are_looked_at_where_each_is_very_long() -> None:
    row = ",".join(["x" * 100_000] * 8) + "\n"
    content = ",".join("abcdefgh") + "\n" + row * 20
    _, first = beginning(io.BytesIO(content.encode()), Layout(), set())
    assert len(first) == 11


def fields(suggestion: Suggestion) -> dict[str, str | None]:
    return {column.column: column.field for column in suggestion.columns}


def codes(suggestion: Suggestion, column: str) -> list[str]:
    (found,) = [c for c in suggestion.columns if c.column == column]
    return [reason.code for reason in found.reasons]


def test_a_survey_of_a_thai_university_is_understood() -> None:
    suggestion = proposed("graduates", SURVEY)
    assert fields(suggestion) == {
        "รหัสนักศึกษา": "reference",
        "ชื่อ-สกุล": None,
        "หลักสูตร": "programme",
        "วุฒิ": "level",
        "ปีที่จบ": "graduation_year",
        "จังหวัดที่ตั้งสถาบัน": "study_region",
        "สถานภาพการทำงาน": "tracer.status",
        "เงินเดือน": "tracer.pay",
        "วันที่ตอบแบบสอบถาม": "tracer.surveyed_on",
        "หมายเหตุ": None,
    }
    assert codes(suggestion, "ชื่อ-สกุล") == ["personal_column"]
    assert codes(suggestion, "หมายเหตุ") == ["nothing_known"]
    assert codes(suggestion, "สถานภาพการทำงาน")[-1] == "unknown_words"
    assert suggestion.tree["dates"] == {"era": "be", "forms": ["%d/%m/%Y"]}
    assert not suggestion.missing


def test_a_proposed_profile_reads_the_file_that_it_was_made_for() -> None:
    profile = parse_profile("proposed", proposed("graduates", SURVEY).text)
    stream = io.BytesIO(SURVEY.encode("cp874"))
    _, first = beginning(stream, profile.layout, profile.needed_columns())
    one, two, three = preview(profile, first)
    assert one.posted["tracer"]["pay"]["low"] == 18000
    assert (one.posted["level"], two.posted["graduation_year"]) == (6, 2023)
    assert [f.fault.code for f in three.faults] == ["unmapped"]


@pytest.mark.parametrize("kind", ["graduates", "vacancies"])
@pytest.mark.parametrize("language", ["th", "en"])
def test_our_own_templates_are_known_in_both_languages(kind: Kind, language: Any) -> None:
    labels = [wording.label(language) for wording in wordings(kind).values()]
    suggestion = suggest(kind, labels, [], None)
    assert list(fields(suggestion).values()) == list(wordings(kind))
    parse_profile("proposed", suggestion.text)


def test_values_alone_tell_where_only_one_field_has_such() -> None:
    rows = [{"x": name, "y": "1"} for name in ("เชียงใหม่", "ลำพูน", "ภูเก็ต")]
    assert fields(suggest("vacancies", ["x", "y"], rows, None)) == {"x": "region", "y": None}
    suggestion = suggest("graduates", ["x", "y"], rows, None)
    assert fields(suggestion) == {"x": None, "y": None}
    assert codes(suggestion, "x")[-1] == "could_be"


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ("ลำดับ", ["1", "2", "3", "4", "5"]),
        ("ความพึงพอใจ", ["5", "4", "5", "3"]),
        ("รหัส", ["A1", "A2", "A3"]),
        ("วันที่จบ", ["15/03/2567", "16/03/2567", "17/03/2567"]),
    ],
)
def test_values_that_may_be_anything_tell_nothing(column: str, texts: list[str]) -> None:
    rows = [{column: text} for text in texts]
    assert fields(suggest("graduates", [column], rows, None)) == {column: None}


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ("Salary Min", "Salary Max"),
        ("Min. Salary (THB)", "Max. Salary (THB)"),
        ("เงินเดือนต่ำสุด (บาท)", "เงินเดือนสูงสุด (บาท)"),
        ("เงินเดือนขั้นต่ำ", "เงินเดือนขั้นสูง"),
    ],
)
def test_the_ends_of_a_band_are_not_taken_for_pay(low: str, high: str) -> None:
    rows = [{low: "15000", high: "20000", "ช่วง": "15,000 - 20,000 บาท"}] * 3
    rows.append({low: "16000", high: "21000", "ช่วง": "16,000 - 21,000 บาท"})
    found = fields(suggest("vacancies", [low, high, "ช่วง"], rows, None))
    assert found == {low: "pay.low", high: "pay.high", "ช่วง": None}


def test_a_heading_that_the_values_belie_is_not_taken_at_its_word() -> None:
    rows = [{"จังหวัด": text} for text in ("ดี", "ดีมาก", "พอใช้")]
    suggestion = suggest("vacancies", ["จังหวัด"], rows, None)
    assert fields(suggestion) == {"จังหวัด": None}
    assert "values_do_not_fit" in codes(suggestion, "จังหวัด")


def test_no_field_is_filled_from_two_columns() -> None:
    suggestion = suggest(
        "vacancies", ["title", "position"], [{"title": "a", "position": "b"}], None
    )
    assert list(fields(suggestion).values()) == ["title", None]


@pytest.mark.parametrize(
    ("days", "era", "forms", "told"),
    [
        (["2024-01-31", "2024-02-01"], "ce", ["%Y-%m-%d"], []),
        (["31/01/2567"], "be", ["%d/%m/%Y"], []),
        (["01/02/2567", "03/04/2567"], "be", ["%d/%m/%Y"], ["either_way"]),
        (["2 ธ.ค. 68", "15 ม.ค. 69"], "be", ["%d %b %y"], []),
        (["2 Dec 25"], "ce", ["%d %b %y"], []),
        (["2 ธันวาคม พ.ศ. 2568"], "be", ["%d %b %Y"], []),
        (["31/01/2568, 13:05:09"], "be", ["%d/%m/%Y, %H:%M:%S"], []),
        (["2024-01-31", "2567-01-31"], "auto", ["%Y-%m-%d"], []),
    ],
)
def test_dates_tell_their_form_and_era(
    days: list[str], era: str, forms: list[str], told: list[str]
) -> None:
    rows = [{"posted on": day} for day in days]
    suggestion = suggest("vacancies", ["posted on"], rows, None)
    assert suggestion.tree["dates"] == {"era": era, "forms": forms}
    assert [code for code in codes(suggestion, "posted on") if code == "either_way"] == told


@given(
    st.lists(st.text(max_size=20), unique=True, max_size=6),
    st.lists(st.lists(st.text(max_size=20), min_size=6, max_size=6), max_size=5),
)
def test_whatever_a_file_holds_the_proposal_is_a_profile_or_says_what_it_lacks(
    columns: list[str], rows: list[list[str]]
) -> None:
    records = [dict(zip(columns, cells, strict=False)) for cells in rows]
    suggestion = suggest("graduates", columns, records, None)
    assert [column.column for column in suggestion.columns] == columns
    if not suggestion.missing:
        assert parse_profile("proposed", suggestion.text).kind == "graduates"


def test_shipped_profiles_find_their_own_columns_again() -> None:
    profile = load_profile("mhesi-graduates")
    columns = ["AYEAR", "UNIV_NAME_TH", "LEV_NAME_TH", "PROGRAM_NAME", "AMOUNT"]
    rows = [dict(zip(columns, ["2566", "ม.", "ปริญญาตรี", "เคมี", "12"], strict=True))]
    found = fields(suggest(profile.kind, columns, rows, None))
    assert found == {
        "AYEAR": "graduation_year",
        "UNIV_NAME_TH": None,
        "LEV_NAME_TH": "level",
        "PROGRAM_NAME": "programme",
        "AMOUNT": "persons",
    }
