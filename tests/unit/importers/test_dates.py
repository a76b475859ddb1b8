"""Dates and years in either era."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.ingestion.importers.dates import (
    Era,
    ImpossibleYear,
    common_day,
    common_year,
    read_ago,
    read_date,
    read_year,
)

THAI_MONTHS = [
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
]


@pytest.mark.parametrize(
    ("text", "form", "era", "read"),
    [
        ("22 ธ.ค. 68", "%d %b %y", "be", "2025-12-22"),
        ("22 ธ.ค.68", "%d %b %y", "be", "2025-12-22"),
        ("1 มกราคม 2567", "%d %b %Y", "be", "2024-01-01"),
        ("29 ก.พ. 2567", "%d %b %Y", "be", "2024-02-29"),
        ("2 ธันวาคม พ.ศ. 2568", "%d %b %Y", "be", "2025-12-02"),
        ("2 ธ.ค. ค.ศ.2025", "%d %b %Y", "ce", "2025-12-02"),
        ("5 Sept 2023", "%d %b %Y", "ce", "2023-09-05"),
        ("Sep 5, 2023", "%b %d, %Y", "ce", "2023-09-05"),
        ("05/09/66", "%d/%m/%y", "be", "2023-09-05"),
        ("05/09/66", "%d/%m/%y", "ce", "2066-09-05"),
        ("05/09/99", "%d/%m/%y", "ce", "1999-09-05"),
        ("2023-12-06 00:00:00", "%Y-%m-%d %H:%M:%S", "ce", "2023-12-06"),
        ("๒๒/๑๒/๒๕๖๘", "%d/%m/%Y", "be", "2025-12-22"),
        ("2568-12-22", "%Y-%m-%d", "auto", "2568-12-22"),
    ],
)
def test_a_date_is_read_in_the_form_and_era_of_its_file(
    text: str, form: str, era: Era, read: str
) -> None:
    assert read_date(text, [form], era) == read


@given(st.dates(date(1957, 1, 1), date(2056, 12, 31)))
def test_a_thai_short_date_is_the_day_it_was_written_for(day: date) -> None:
    written = f"{day.day} {THAI_MONTHS[day.month - 1]} {(day.year + 543) % 100:02}"
    assert read_date(written, ["%d %b %y"], "be") == day.isoformat()


def test_the_first_form_that_fits_is_taken() -> None:
    forms = ["%Y-%m-%d", "%d %b %Y", "%d/%m/%Y"]
    assert read_date("3/4/2024", forms, "ce") == "2024-04-03"


@pytest.mark.parametrize(
    ("text", "era"),
    [
        ("yesterday", "ce"),
        ("3 Foo 2024", "ce"),
        ("3 ม.ค. 2567", "ce"),
        ("3 ม.ค. 2024", "be"),
        ("3 ม.ค. พ.ศ. 2567", "ce"),
    ],
)
def test_a_date_of_another_form_or_era_is_refused(text: str, era: Era) -> None:
    with pytest.raises(ValueError, match=r"fits none|of the era"):
        read_date(text, ["%d %b %Y"], era)


@pytest.mark.parametrize(
    ("text", "era", "year"),
    [
        ("2566", "be", 2023),
        ("พ.ศ. 2566", "be", 2023),
        ("ปีการศึกษา 2566", "be", 2023),
        ("2010.0", "ce", 2010),
        ("2566", "auto", 2566),
    ],
)
def test_a_year_may_name_its_era(text: str, era: Era, year: int) -> None:
    assert read_year(text, era) == year


@pytest.mark.parametrize(
    ("text", "era"), [("66", "be"), ("2023", "be"), ("2566", "ce"), ("", "ce")]
)
def test_a_year_of_another_form_or_era_is_refused(text: str, era: Era) -> None:
    with pytest.raises(ValueError, match=r"four digits|of the era"):
        read_year(text, era)


def test_a_year_that_was_converted_twice_is_of_neither_era() -> None:
    with pytest.raises(ImpossibleYear, match="3109"):
        read_year("3109", "be")
    with pytest.raises(ImpossibleYear, match="3109"):
        read_date("31/01/3109", ["%d/%m/%Y"], "be")
    assert common_year(3109) == 3109
    assert common_day("3109-01-31") == "3109-01-31"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5d ago", 5),
        ("20h ago", 0),
        ("50m ago", 0),
        ("1 วันที่ผ่านมา", 1),
        ("20 ชั่วโมงที่ผ่านมา", 0),
        ("3 นาทีที่แล้ว", 0),
        ("2 weeks ago", 14),
        ("2 สัปดาห์ที่ผ่านมา", 14),
        ("30+ days ago", 30),
    ],
)
def test_a_relative_date_counts_back_from_the_files_day(text: str, days: int) -> None:
    made = date(2024, 3, 1)
    assert read_ago(text, made) == (made - timedelta(days=days)).isoformat()


@pytest.mark.parametrize("text", ["Company Confidential", "5d", "soon"])
def test_a_relative_date_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        read_ago(text, date(2024, 3, 1))
