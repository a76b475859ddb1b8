"""The profiles of our own templates and of the ministry's open data."""

import io
import json
from datetime import date

import pytest

from services.ingestion.importers import UnreadableFile, load_profile, open_file
from services.ingestion.schemas import GraduateSchema, VacancySchema
from shared.web.faults import flatten
from tests.unit.importers.files import a_workbook
from tests.unit.importers.test_shipped_profiles import posted

MINISTRY_ROW = {
    "AYEAR": "2566",
    "UNIV_NAME_TH": "มหาวิทยาลัยตัวอย่าง",
    "LEV_NAME_TH": "ปริญญาตรี",
    "FAC_NAME": "คณะวิทยาศาสตร์",
    "PROGRAM_NAME": "เคมี",
    "CURR_NAME": "วิทยาศาสตรบัณฑิต",
    "AMOUNT": "1,120",
}


def test_a_row_of_the_ministry_stays_one_record_of_many_persons() -> None:
    graduate = posted("mhesi-graduates", MINISTRY_ROW)
    GraduateSchema().load(graduate)
    assert len(graduate.pop("reference")) == 32
    assert graduate == {
        "persons": 1120,
        "programme": "เคมี",
        "level": 6,
        "graduation_year": 2023,
    }


def test_a_corrected_count_of_the_ministry_is_the_same_record_and_another_university_is_not() -> (
    None
):
    one, corrected, other = (
        posted("mhesi-graduates", MINISTRY_ROW, **changed)["reference"]
        for changed in ({}, {"AMOUNT": "1,121"}, {"UNIV_NAME_TH": "มหาวิทยาลัยอื่น"})
    )
    assert one == corrected != other


def test_our_own_template_takes_words_of_both_languages() -> None:
    graduate = posted(
        "lmis-graduates",
        {
            "reference": "65010001",
            "level": "ปริญญาตรี",
            "field": "613",
            "graduation_year": "2567",
            "study_region": "เชียงใหม่",
            "skills": "Python; การสื่อสาร",
            "work_placement": "สหกิจศึกษา",
            "tracer.surveyed_on": "15/06/2568",
            "tracer.status": "ทำงาน",
            "tracer.pay.exact": "18,000",
            "tracer.pay.period": "เดือน",
            "tracer.job_relation": "ตรง",
            "tracer.first_job": "ใช่",
        },
    )
    GraduateSchema().load(graduate)
    assert graduate == {
        "reference": "65010001",
        "level": 6,
        "field": "0613",
        "graduation_year": 2567,
        "study_region": "TH-50",
        "skills": ["Python", "การสื่อสาร"],
        "work_placement": "co_op",
        "tracer": {
            "surveyed_on": "2568-06-15",
            "status": "employed",
            "pay": {"exact": 18000.0, "period": "month"},
            "job_relation": "close",
            "first_job": True,
        },
    }
    vacancy = posted(
        "lmis-vacancies",
        {
            "reference": "HR-1",
            "title": "พนักงานบัญชี",
            "posted_on": "2 ธ.ค. 2568",
            "pay.low": "18000",
            "contract": "ประจำ",
        },
    )
    VacancySchema().load(vacancy)
    assert vacancy == {
        "reference": "HR-1",
        "title": "พนักงานบัญชี",
        "posted_on": "2568-12-02",
        "pay": {"low": 18000.0},
        "contract": "permanent",
    }


def test_a_row_that_mixes_eras_is_told_and_a_workbook_cannot_mix_them() -> None:
    header = ["reference", "graduation_year", "tracer.surveyed_on", "tracer.status"]
    cells = ["1", "2567", "2024-06-15", "ทำงาน"]
    text = "\n".join(",".join(row) for row in (header, cells))
    (written,) = open_file(io.BytesIO(text.encode()), load_profile("lmis-graduates"))
    faults = flatten(GraduateSchema().validate(written.posted))
    assert [fault.code for _, fault in faults] == ["mixed_eras"]
    book = a_workbook(header, [1, 2567, date(2024, 6, 15), "ทำงาน"])
    (kept,) = open_file(io.BytesIO(book), load_profile("lmis-graduates"))
    assert not GraduateSchema().validate(kept.posted)
    assert kept.posted["graduation_year"] == 2024


@pytest.mark.parametrize(
    "day", [45458, "45458", date(2024, 6, 15), date(2567, 6, 15), "15/06/2567"]
)
def test_a_day_in_a_workbook_is_that_day_however_it_was_typed(day: object) -> None:
    book = a_workbook(["reference", "title", "posted_on"], ["1", "ครู", day])
    profile = load_profile("lmis-vacancies")
    (mapped,) = open_file(io.BytesIO(book), profile)
    assert VacancySchema().load(mapped.posted)["posted_on"] == "2024-06-15"


@pytest.mark.parametrize("day", ["2024-06-15", date(3110, 6, 15), "3110-06-15"])
def test_a_year_that_was_converted_twice_is_refused_in_a_workbook_too(day: object) -> None:
    header = ["reference", "graduation_year", "tracer.surveyed_on", "tracer.status"]
    book = a_workbook(header, [1, 3109, day, "ทำงาน"])
    (mapped,) = open_file(io.BytesIO(book), load_profile("lmis-graduates"))
    faults = flatten(GraduateSchema().validate(mapped.posted))
    assert ("/graduation_year", "impossible_year") in [(at, fault.code) for at, fault in faults]
    assert mapped.posted["tracer"]["surveyed_on"][:4] == str(day)[:4]


@pytest.mark.parametrize("day", ["15/06/2567", "15 มิ.ย. 2567", "2567-06-15", "๒๕๖๗-๐๖-๑๕"])
def test_a_day_typed_as_text_into_a_workbook_does_not_mix_eras(day: str) -> None:
    header = ["reference", "graduation_year", "tracer.surveyed_on", "tracer.status"]
    book = a_workbook(header, [1, 2566, day, "ทำงาน"])
    (mapped,) = open_file(io.BytesIO(book), load_profile("lmis-graduates"))
    assert not GraduateSchema().validate(mapped.posted)
    assert mapped.posted["tracer"]["surveyed_on"] == "2024-06-15"


def test_numbers_that_a_spreadsheet_has_rounded_do_not_become_one_record() -> None:
    content = b"reference\n6.501E+12\n6.501E+12\n6501000112345\nA+1\n"
    *rounded, whole, other = open_file(io.BytesIO(content), load_profile("lmis-graduates"))
    faults = [(fault.field, fault.fault.code) for row in rounded for fault in row.faults]
    assert faults == [("reference", "rounded_reference")] * 2
    assert [row.posted for row in (whole, other)] == [
        {"reference": "6501000112345"},
        {"reference": "A+1"},
    ]


def test_a_column_that_is_missing_is_named_as_the_template_heads_it() -> None:
    with pytest.raises(UnreadableFile) as refused:
        open_file(io.BytesIO("รายงานบัณฑิต\n1\n".encode()), load_profile("lmis-graduates"))
    assert refused.value.fault.values["columns"] == "reference (Reference / เลขอ้างอิง)"


def test_a_record_as_the_api_takes_it_is_read_whole() -> None:
    tracer = {"surveyed_on": "2025-06-15", "status": "employed", "pay": {"exact": 18000.0}}
    graduate = {"reference": "1", "level": 6, "tracer": tracer}
    content = json.dumps(graduate).encode()
    (mapped,) = open_file(io.BytesIO(content), load_profile("lmis-graduates"))
    assert mapped.posted == graduate
    vacancy = {"reference": "1", "title": "ครู", "posted_on": "2025-06-15", "pay": {"low": 9e3}}
    content = json.dumps(vacancy).encode()
    (mapped,) = open_file(io.BytesIO(content), load_profile("lmis-vacancies"))
    assert (mapped.posted, mapped.faults) == (vacancy, [])


def test_words_of_a_template_are_known_in_any_case() -> None:
    content = b"reference,tracer.status,tracer.first_job\n1,Employed,TRUE\n"
    (mapped,) = open_file(io.BytesIO(content), load_profile("lmis-graduates"))
    assert mapped.posted["tracer"] == {"status": "employed", "first_job": True}


def test_a_column_of_a_template_that_nobody_knows_is_told() -> None:
    file = open_file(io.BytesIO(b"Reference,Levle\n1,BACH\n"), load_profile("lmis-graduates"))
    assert [(note.code, note.values["columns"]) for note in file.notes] == [
        ("columns_left_out", "Levle")
    ]
    assert [mapped.posted for mapped in file] == [{"reference": "1"}]
