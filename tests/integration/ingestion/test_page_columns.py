"""A file's columns matched with our fields on the upload pages: proposed, chosen, kept, changed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest

from shared.access import Role
from tests.integration.ingestion.browsing import BY_HAND, GRADUATES, Reader, said
from tests.integration.ingestion.uploading import adverts
from tests.unit.importers.files import a_workbook


def test_the_templates_columns_are_called_as_people_call_them(reader: Reader):
    place = reader.columns("เลขอ้างอิง,หลักสูตร\nA-1,การบัญชี\n".encode())
    asked = {"lang": "th", "profile": "lmis-graduates"}
    page = said(reader.get(place, query_string=asked))
    reads = page.partition("โปรไฟล์นี้อ่านคอลัมน์")[2].partition("แก้ไขการจับคู่")[0]
    assert "จังหวัดที่ศึกษา" in reads
    assert not re.search("[a-z]", reads)


def test_pay_in_words_is_proposed_and_read_as_a_whole(signed_in: Callable[..., Reader]):
    employer = signed_in("acme", Role.EMPLOYER)
    place = employer.columns(adverts(5))
    proposed = employer.get(place).get_data(as_text=True)
    assert '<option value="pay.exact" selected>' in proposed
    chosen = {"column.0": "reference", "column.1": "title", "column.4": "pay.exact"}
    chosen["column.6"] = "posted_on"
    page = said(employer.post(place, data={"profile": "", **chosen}))
    assert "Lowest pay 28000 Highest pay 30000" in page


def test_a_workbooks_first_rows_are_shown_as_they_will_be_kept(reader: Reader):
    header = ["reference", "graduation_year", "tracer.surveyed_on", "tracer.status"]
    book = a_workbook(header, [1, 2567, date(2024, 6, 15), "ทำงาน"], [2, 3110, None, None])
    page = said(reader.get(reader.columns(book, "file.xlsx")))
    assert page.count("can be taken") == 1
    assert "2024" in page
    assert "3110 is not a plausible year" in page


def test_a_file_without_a_header_is_refused_before_a_cell_of_it_is_kept(
    signed_in: Callable[..., Reader],
):
    reader = signed_in("headless")
    place = reader.columns("สมชาย ใจดี,somchai@example.com,การบัญชี\nก ข,a@example.com,ครู\n".encode())
    page = said(reader.get(place))
    assert "the first row must hold the columns' names" in page
    assert "somchai" not in page
    assert "แถวแรกต้องเป็นชื่อคอลัมน์" in said(reader.get(place, query_string={"lang": "th"}))
    sent = reader.post(place, data={**BY_HAND, "action": "send"})
    assert sent.status_code == 422
    assert "สมชาย" not in said(reader.get("/ingestion/"))
    assert "columns-" not in said(reader.get(place))


@pytest.mark.parametrize("slip", ["99/99/68", "ด่วน"])
def test_one_slip_among_dates_keeps_none_of_the_others_from_being_read(
    signed_in: Callable[..., Reader], slip: str
):
    employer = signed_in("dates", Role.EMPLOYER)
    days = ["2 ธ.ค. 68", "3 ธ.ค. 68", slip, "4 ธ.ค. 68"]
    rows = "".join(f"A-{number},พนักงานขาย,{day}\n" for number, day in enumerate(days))
    place = employer.columns(f"เลขที่,ตำแหน่งงาน,วันที่ประกาศ\n{rows}".encode())
    chosen = {"column.0": "reference", "column.1": "title", "column.2": "posted_on"}
    page = said(employer.post(place, data={"profile": "", **chosen}))
    assert page.count("can be taken") == 3
    assert f"{slip} does not have the form" in page


def test_what_was_chosen_by_hand_can_be_changed_by_hand(signed_in: Callable[..., Reader]):
    reader = signed_in("changing")
    place = reader.columns(GRADUATES)
    chosen = {**BY_HAND, "column.2": "home_region"}
    reader.post(place, data={**chosen, "action": "try"})
    page = reader.get(place).get_data(as_text=True)
    assert '<select name="column.' not in page
    link = re.search(r'href="([^"]*like=columns-[^"]*)"', page)
    assert link is not None
    changing = reader.get(unescape(link[1])).get_data(as_text=True)
    found = [re.findall(r'value="([\w.]+)" selected', each) for each in changing.split("<tr>")[2:]]
    assert found == [["reference"], ["programme"], ["home_region"]]
    template = "เลขอ้างอิง,ปีที่สำเร็จการศึกษา,หลักสูตร\nA-1,2566,การบัญชี\n".encode()
    page = reader.get(reader.columns(template), query_string={"like": "lmis-graduates"})
    by_hand = page.get_data(as_text=True)
    found = [re.findall(r'value="([\w.]+)" selected', each) for each in by_hand.split("<tr>")[2:]]
    assert found == [["reference"], ["graduation_year"], ["programme"]]
    for odd in ("nobody's", "lmis-vacancies", "lmis-graduates"):
        assert reader.get(place, query_string={"like": odd}).status_code == 200


def test_the_profile_that_was_kept_last_is_taken_first(signed_in: Callable[..., Reader]):
    reader = signed_in("correcting")
    place = reader.columns(GRADUATES)
    for last in ("graduation_year", "home_region", "study_region", "skills"):
        reader.post(place, data={**BY_HAND, "column.2": last, "action": "try"})
        page = reader.get(reader.columns(GRADUATES)).get_data(as_text=True)
        link = re.search(r'href="([^"]*like=columns-[^"]*)"', page)
        assert link is not None
        again = reader.get(unescape(link[1])).get_data(as_text=True)
        assert f'value="{last}" selected' in again


def test_three_hundred_columns_can_be_chosen_from(reader: Reader):
    heading = ",".join(["เลขที่", *(f"ข้อ {n}" for n in range(299))])
    rows = [",".join(f"{row}-{n}" for n in range(300)) for row in range(3)]
    place = reader.columns("\n".join([heading, *rows]).encode())
    chosen = {f"column.{n}": "reference" if n == 0 else "" for n in range(300)}
    page = reader.post(place, data={"profile": "", **chosen})
    assert page.status_code == 200
    assert page.get_data(as_text=True).count('<select name="column.') == 300
    assert reader.post(place, data={"profile": "", **chosen, "action": "try"}).status_code == 303
