"""What titles say, around all that advertises."""

import pytest

from services.ingestion.duplicates.titles import employer_key, marks_of, work_of


@pytest.mark.parametrize(
    "dressed",
    [
        "รับสมัครด่วน!! พนักงานขาย 3 อัตรา",
        "พนักงานขาย (รายได้ดี 15,000 - 20,000 บาท)",
        "*** พนักงานขาย *** สัมภาษณ์ทันที",
    ],
)
def test_what_advertises_is_not_the_work(dressed: str) -> None:
    assert work_of(dressed) == work_of("พนักงานขาย")
    assert marks_of(dressed) == marks_of("พนักงานขาย")


@pytest.mark.parametrize(
    ("title", "mark"),
    [
        ("Senior Accountant", "senior"),
        ("นักบัญชีอาวุโส", "senior"),
        ("Cashier (Night Shift)", "night"),
        ("พนักงานแพ็คของ กะดึก", "night"),
        ("พนักงานขาย สาขาบางแค", "at บางแค"),
        ("Barista - Silom branch", "at silom"),
        ("Programmer (HQ)", "at hq"),
        ("Agent (Arabic speaking)", "speaks arabic"),
        ("ช่างไฟฟ้า ระดับ 2", "no 2"),
        ("นักศึกษาฝึกงาน บัญชี", "intern"),
    ],
)
def test_what_sets_one_job_apart_is_a_mark_and_not_the_work(title: str, mark: str) -> None:
    assert mark in marks_of(title)


def test_the_work_is_the_same_whatever_the_rank() -> None:
    assert work_of("Senior Java Developer") == work_of("Java Developer (Junior)")
    assert work_of("Java Developer") != work_of("Python Developer")


@pytest.mark.parametrize(
    "name", ["บริษัท ตัวอย่าง การค้า จำกัด (มหาชน)", "ตัวอย่างการค้า", "บมจ. ตัวอย่างการค้า"[5:]]
)
def test_a_firm_is_known_without_its_legal_form(name: str) -> None:
    assert employer_key(name) == "ตัวอย่างการค้า"


def test_a_name_that_is_all_legal_form_is_still_a_name() -> None:
    assert employer_key("Company Limited") == "companylimited"
