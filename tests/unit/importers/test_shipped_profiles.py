"""The shipped profiles on rows of our own making that have the forms of the real files."""

from datetime import date
from typing import Any

import pytest

from services.ingestion.importers import load_profile
from services.ingestion.importers.dating import dated
from services.ingestion.importers.mapping import Mapped, map_row
from services.ingestion.importers.rows import Row
from services.ingestion.schemas import GraduateSchema, VacancySchema

PIAAC = {
    "country": "nor",
    "SEQID": "12",
    "C_D05": "1.0",
    "B_Q01B": "6.0",
    "B_Q01C2": "2005.0",
    "own_level8": "5.0",
    "isco4": "214.0",
    "isco2": "21.0",
    "isco1": "2.0",
    "isic1": "C",
    "D_Q09": "1.0",
    "D_Q12A": "12.0",
    "EARNMTH": "40000.5",
    "SPFWT0": "512.25",
}
NGS = {
    "PUMFID": "70001",
    "CERTLEVP": "2",
    "PGMCIPAP": "8",
    "LFSTATP": "1",
    "LMA3_P01": "2",
    "LMA_010": "1",
    "JOBQLEVP": "1",
    "LMA6_11": "3",
    "LMA6_05": "1",
    "LMA6_08": "96",
    "LMA6_15": "2",
}
FULL_AD = {
    "position": "Store Keeper / พนักงานคลังสินค้า",
    "company": "Example Trading Co., Ltd.",
    "location": "Bangkok Area - Samutprakarn",
    "salary": "THB\xa018,000 - THB\xa022,000 /month ",
    "posted_datetime": "2023-12-06 00:00:00",
    "education_level": "Diploma of High Vocational Education",
    "year_of_work": "2.0",
    "qualification": "{'Duties': ['Count stock', 'Keep records']}",
    "job_desc": "{}",
    "job_type": "Full Time, Permanent",
    "company_industry": "Trading and Distribution",
}
LISTED_AD = {
    "job title": "Store Keeper",
    "job_company": "Example Trading Co., Ltd.",
    "job_location": "วัฒนา",
    "skill requirement 1": "Excel, stock counting",
    "skill requirement 2": "",
    "skill requirement 3": "Forklift licence",
    "posted time": "3 วันที่ผ่านมา",
}
JOBTHAI_AD = {
    "id": "900001",
    "title": "พนักงานคลังสินค้า",
    "company": "บริษัท ตัวอย่างค้าขาย จำกัด",
    "location": "อ.บางพลี จ.สมุทรปราการ",
    "salary": "18,000 - 22,000 บาท",
    "positions": "2 อัตรา",
    "postedDate": "22 ธ.ค. 68",
}


def taken(name: str, row: dict[str, str], **changed: str) -> Mapped:
    profile = dated(load_profile(name), date(2024, 3, 1))
    return map_row(Row(2, {**row, **changed}), profile)


def posted(name: str, row: dict[str, str], **changed: str) -> dict[str, Any]:
    outcome = taken(name, row, **changed)
    assert not outcome.faults
    return outcome.posted


def test_a_piaac_row_is_a_graduate_in_work() -> None:
    graduate = posted("piaac", PIAAC)
    GraduateSchema().load(graduate)
    assert graduate == {
        "reference": "nor-12",
        "field": "07",
        "level": "6",
        "graduation_year": 2005,
        "study_region": "NO",
        "weight": 512.25,
        "tracer": {
            "status": "employed",
            "work_region": "NO",
            "occupation": "214",
            "industry": "C",
            "level_required": "6",
            "contract": "permanent",
            "pay": {"exact": 40000.5, "currency": "NOK", "period": "month"},
        },
    }


@pytest.mark.parametrize(
    ("group", "field"),
    [
        ("1.0", "00"),
        ("2.0", "01"),
        ("3.0", "02"),
        ("4.0", None),
        ("5.0", None),
        ("7.0", "08"),
        ("8.0", "09"),
        ("9.0", "10"),
        ("", None),
    ],
)
def test_a_piaac_field_group_that_spans_two_fields_gives_none(
    group: str, field: str | None
) -> None:
    assert posted("piaac", PIAAC, B_Q01B=group).get("field") == field


@pytest.mark.parametrize(("country", "changed"), [("aut", {}), ("nor", {"EARNMTH": ""})])
def test_a_piaac_row_without_earnings_has_no_pay(country: str, changed: dict[str, str]) -> None:
    row = {**PIAAC, "EARNMTH": "", "country": country, **changed}
    assert "pay" not in posted("piaac", row)["tracer"]


def test_a_piaac_occupation_that_cannot_be_told_is_left_out() -> None:
    outcome = taken("piaac", PIAAC, isco4="310.0", isco2="", isco1="")
    assert outcome.unread == ["tracer.occupation"]


def test_an_ngs_row_is_a_graduate_with_his_or_her_own_word_on_the_job() -> None:
    graduate = posted("ngs", NGS)
    GraduateSchema().load(graduate)
    assert graduate == {
        "reference": "70001",
        "field": "07",
        "level": 6,
        "graduation_year": 2020,
        "study_region": "CA",
        "tracer": {
            "status": "self_employed",
            "work_region": "CA",
            "level_required": 5,
            "job_relation": "none",
            "contract": "permanent",
            "first_job": False,
        },
    }


@pytest.mark.parametrize(
    ("force", "school", "status"),
    [("2", "2", "unemployed"), ("3", "1", "studying"), ("3", "2", "not_available")],
)
def test_an_ngs_graduate_without_work_has_no_job(force: str, school: str, status: str) -> None:
    not_asked = dict.fromkeys(("LMA3_P01", "JOBQLEVP", "LMA6_11", "LMA6_05", "LMA6_15"), "6")
    graduate = posted("ngs", NGS, **not_asked, LFSTATP=force, LMA_010=school)
    assert graduate["tracer"] == {"status": status}


def test_a_full_advertisement_is_a_vacancy() -> None:
    vacancy = posted("jobsdb", FULL_AD)
    VacancySchema().load(vacancy)
    assert len(vacancy.pop("reference")) == 32
    assert vacancy == {
        "title": "Store Keeper / พนักงานคลังสินค้า",
        "description": "Duties Count stock Keep records",
        "employer": "Example Trading Co., Ltd.",
        "region": "TH-11",
        "pay": {"low": 18000, "high": 22000, "currency": "THB", "period": "month"},
        "posted_on": "2023-12-06",
        "level_required": "5",
        "experience_years": 2.0,
        "contract": "permanent",
        "industry": "G",
    }


@pytest.mark.parametrize(
    ("profile", "row", "cells"),
    [
        ("jobsdb", FULL_AD, {"company": "Company Confidential"}),
        ("jobsdb-titles", LISTED_AD, {"job_company": "Company Confidential"}),
        ("jobthai", JOBTHAI_AD, {"company": "ไม่ระบุบริษัท"}),
    ],
)
def test_an_employer_that_is_kept_secret_is_none(
    profile: str, row: dict[str, str], cells: dict[str, str]
) -> None:
    assert "employer" not in taken(profile, row, **cells).posted


def test_two_contracts_in_one_advertisement_are_none() -> None:
    outcome = taken("jobsdb", FULL_AD, job_type="Full Time, Permanent, Contract")
    assert outcome.unread == ["contract"]


def test_a_listed_advertisement_is_a_vacancy() -> None:
    vacancy = posted("jobsdb-titles", LISTED_AD)
    VacancySchema().load(vacancy)
    assert len(vacancy.pop("reference")) == 32
    assert vacancy == {
        "title": "Store Keeper",
        "description": "Excel, stock counting; Forklift licence",
        "employer": "Example Trading Co., Ltd.",
        "skills": ["Excel", "stock counting", "Forklift licence"],
        "region": "TH-10",
        "posted_on": "2024-02-27",
    }


def test_a_jobthai_advertisement_is_a_vacancy() -> None:
    vacancy = posted("jobthai", JOBTHAI_AD)
    VacancySchema().load(vacancy)
    assert vacancy == {
        "reference": "900001",
        "title": "พนักงานคลังสินค้า",
        "employer": "บริษัท ตัวอย่างค้าขาย จำกัด",
        "region": "TH-11",
        "pay": {"low": 18000, "high": 22000, "currency": "THB", "period": "month"},
        "openings": 2,
        "posted_on": "2025-12-22",
    }


@pytest.mark.parametrize("positions", ["หลายอัตรา", "3-5", "1-5 อัตรา"])
def test_openings_in_words_are_left_out_and_counted(positions: str) -> None:
    outcome = taken("jobthai", JOBTHAI_AD, positions=positions, location="BTS ช่องนนทรี")
    assert outcome.unread == ["region", "openings"]
