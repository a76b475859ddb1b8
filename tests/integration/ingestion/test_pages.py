"""The upload pages before files of every kind, most of them bad."""

import gzip
import re
from collections.abc import Callable, Mapping
from html import unescape

import pytest
import sqlalchemy as sa

from services.ingestion import store
from tests.integration.ingestion.browsing import BY_HAND, GRADUATES, Reader, said
from tests.integration.ingestion.door import OpenDoor
from tests.integration.ingestion.uploading import work

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4
PLACES = "เลขที่,จังหวัด\nB-1,เชียงใหม่\n{}B-9,เชียงหม่าย\n".format("B-2,ขอนแก่น\n" * 6).encode()


def test_names_and_cells_are_text_and_nothing_else(reader: Reader, lasting_door: OpenDoor):
    place = reader.columns(GRADUATES, "<img src=x onerror=alert(1)>.csv")
    pages = [reader.get(place), reader.post(place, data=BY_HAND)]
    sent = reader.post(place, data={**BY_HAND, "column.2": "graduation_year", "action": "send"})
    work(lasting_door)
    pages += [reader.get(sent.headers["Location"]), reader.get("/ingestion/")]
    for page in pages:
        assert page.status_code == 200
        text = page.get_data(as_text=True)
        assert "<img" not in text
        assert "<script>alert" not in text
        assert "<img src=x onerror" in unescape(text)


@pytest.mark.parametrize(
    ("status", "content_type", "body"),
    [
        (422, "multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; '
         b'name="x"\r\n\r\n1\r\n--b--\r\n'),
        (400, "multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; '
         b'name="file"; filename="a.csv"\r\n\r\na,b\n'),
        (400, "multipart/form-data; boundary=b", b"a,b\n"),
        (400, "multipart/form-data", b"a,b\n"),
        (400, "text/csv", b"a,b\n"),
        (400, None, b""),
    ],
)  # fmt: skip
def test_a_form_without_a_whole_file_is_refused_and_leaves_nothing(
    signed_in: Callable[..., Reader], status: int, content_type: str | None, body: bytes
):
    reader = signed_in("forms")
    answer = reader.post("/ingestion/uploads", data=body, content_type=content_type)
    assert answer.status_code == status
    assert re.search("one file|no complete form|multipart", said(answer))
    assert "to be finished" not in said(reader.get("/ingestion/"))


@pytest.mark.parametrize(
    ("content", "english", "thai"),
    [
        (gzip.compress(GRADUATES, mtime=0)[:30], "breaks off before its end", "ขาดหายก่อนจบ"),
        (PNG, "neither CSV, JSON nor an Excel workbook", "ไฟล์ไม่ใช่ CSV"),
        (b"", "the file is empty", "ไฟล์ว่างเปล่า"),
        (b"\xef\xbb\xbf", "the file is empty", "ไฟล์ว่างเปล่า"),
        (b"PK\x03\x04cut", "the workbook cannot be read", "อ่านไฟล์ Excel ไม่ได้"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            "Excel's old format",
            "ไฟล์ Excel เป็นรูปแบบเก่า",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(
    reader: Reader, lasting_door: OpenDoor, content: bytes, english: str, thai: str
):
    place = reader.columns(content, "ไฟล์.csv")
    assert f"ไฟล์.csv: {thai}" in said(reader.get(place, query_string={"lang": "th"}))
    page = said(reader.get(place))
    assert english in page
    assert "Send the file" not in page
    assert reader.post(place, data={"profile": "", "action": "send"}).status_code == 422
    trial = reader.post(place, data={"profile": "lmis-graduates", "action": "try"})
    work(lasting_door)
    assert english in said(reader.get(trial.headers["Location"]))


def test_a_heading_without_rows_is_said_to_be_one(reader: Reader):
    place = reader.columns("เลขอ้างอิง,หลักสูตร\n".encode(), "ว่าง.csv")
    assert "ว่าง.csv has no rows below its heading" in said(reader.get(place))
    thai = said(reader.get(place, query_string={"lang": "th"}))
    assert "ว่าง.csv ไม่มีข้อมูลใต้หัวตาราง" in thai


def test_whoever_sends_twice_or_goes_back_is_led_to_what_became_of_the_file(reader: Reader):
    place = reader.columns(GRADUATES)
    answers = [reader.post(place, data={**BY_HAND, "action": "send"}) for _ in range(2)]
    answers.append(reader.get(place))
    upload = place.removesuffix("/columns")
    assert [(a.status_code, a.headers["Location"]) for a in answers] == [(303, upload)] * 3


def test_a_required_field_without_a_column_is_named(reader: Reader):
    place = reader.columns(b"a,b\n1,2\n")
    for answer in (reader.get(place), reader.post(place, data={"profile": "", "action": "send"})):
        assert said(answer).count("No column is chosen for “Reference”") == 1


@pytest.mark.parametrize(
    "chosen",
    [
        {"column.0": "nonsense"},
        {"column.9999": "reference"},
        {"column.0": "reference", "column.1": "reference"},
        {"profile": "nobody's"},
        {"profile": "ngs", "as_of": "9999-99-99"},
        {"profile": "jobthai"},
        {"action": "burn", "column.0": "reference"},
    ],
)
def test_a_choice_that_cannot_be_is_no_error_of_ours(reader: Reader, chosen: Mapping[str, str]):
    place = reader.columns(GRADUATES)
    for action in ({}, {"action": "try"}, {"action": "send"}):
        answer = reader.post(place, data={"profile": "", **action, **chosen})
        assert answer.status_code in (200, 303, 409, 422)


def test_reasons_and_findings_name_fields_as_people_do(reader: Reader, lasting_door: OpenDoor):
    place = reader.columns(PLACES)
    assert "Province of study, Home province" in said(reader.get(place))
    sent = {"profile": "", "column.0": "reference", "column.1": "study_region"}
    assert "Chiang Mai (TH-50)" in said(reader.post(place, data=sent))
    result = reader.post(place, data={**sent, "action": "send"}).headers["Location"]
    work(lasting_door)
    page = said(reader.get(result))
    assert "Province of study เชียงหม่าย" in page
    assert "study_region" not in page


def test_rows_to_mend_come_in_pages(reader: Reader, lasting_door: OpenDoor):
    rows = "".join(f"P-{number},25x6\n" for number in range(60))
    place = reader.columns(f"เลขที่,ปีที่จบ\n{rows}".encode())
    chosen = {"profile": "", "column.0": "reference", "column.1": "graduation_year"}
    result = reader.post(place, data={**chosen, "action": "send"}).headers["Location"]
    work(lasting_door)
    first = reader.get(result)
    further = re.search(r"/ingestion/uploads/\w+\?cursor=\d+", first.get_data(as_text=True))
    assert further is not None
    pages = [said(page).count("25x6 does not") for page in (first, reader.get(further[0]))]
    assert pages == [50, 10]


def test_from_any_page_of_a_trials_rows_a_way_leads_back_to_the_file(
    reader: Reader, lasting_door: OpenDoor
):
    rows = "".join(f"T-{number},25x6\n" for number in range(60))
    place = reader.columns(f"เลขที่,ปีที่จบ\n{rows}".encode())
    chosen = {"profile": "", "column.0": "reference", "column.1": "graduation_year"}
    trial = reader.post(place, data={**chosen, "action": "try"}).headers["Location"]
    work(lasting_door)
    first = reader.get(trial)
    assert "file.csv: checked only" in said(first)
    further = re.search(r'/ingestion/uploads/\w+\?[^"]*cursor=\d+', first.get_data(as_text=True))
    assert further is not None
    second = reader.get(unescape(further[0]))
    assert said(second).count("25x6 does not") == 10
    assert "Back to the file" in said(second)


def test_a_refused_form_can_be_read_in_the_other_language(reader: Reader):
    answer = reader.post("/ingestion/uploads", data={})
    other = re.search(r'class="button-link" href="([^"]*)"', answer.get_data(as_text=True))
    assert other is not None
    there = reader.get(f"/ingestion/uploads{other[1]}" if other[1][0] == "?" else other[1])
    assert (there.status_code, there.headers["Content-Language"]) == (200, "th")


def test_older_uploads_have_their_quality_too(
    signed_in: Callable[..., Reader], lasting_door: OpenDoor
):
    reader = signed_in("often")
    for number in range(22):
        place = reader.columns(GRADUATES, f"{number}.csv")
        reader.post(place, data={**BY_HAND, "action": "send"})
    work(lasting_door)
    first = reader.get("/ingestion/").get_data(as_text=True)
    older = re.search(r'href="(/ingestion/\?cursor=[^"]*)"', first)
    assert older is not None
    page = reader.get(unescape(older[1])).get_data(as_text=True)
    assert len(re.findall(r'data-name="Quality">[\d.]+<', page)) == 2


def test_findings_that_are_not_kept_any_more_are_said_to_be_gone(
    reader: Reader, lasting_door: OpenDoor
):
    place = reader.columns(PLACES)
    sent = {"profile": "", "column.0": "reference", "column.1": "study_region"}
    result = reader.post(place, data={**sent, "action": "send"}).headers["Location"]
    work(lasting_door)
    assert "not kept any more" not in said(reader.get(result))
    batch = re.search(r"uploads/(\w+)", result)
    assert batch is not None
    key = sa.update(store.batches).where(store.batches.c.id == batch[1]).values(results_key=None)
    with lasting_door.engine.begin() as connection:
        connection.execute(key)
    assert "What was found in each row is not kept any more" in said(reader.get(result))


def test_an_open_upload_leads_on_and_has_no_counts(signed_in: Callable[..., Reader]):
    reader = signed_in("unfinished")
    place = reader.columns(GRADUATES)
    page = reader.get("/ingestion/", query_string={"lang": "en"})
    assert f'href="{place}?lang=en"' in page.get_data(as_text=True)
    assert re.search(r"to be finished\D*\d\d/\d\d/\d{4} \d\d:\d\d( –){6}", said(page))
    upload = reader.get(place.removesuffix("/columns"))
    assert upload.headers["Location"] == place


@pytest.mark.parametrize("taken", ["key", "parts"])
def test_a_file_whose_content_is_gone_can_only_be_brought_again(
    reader: Reader, lasting_door: OpenDoor, taken: str
):
    place = reader.columns(GRADUATES)
    _take_away(lasting_door, place.split("/")[-2], taken)
    answers = [reader.get(place), *(reader.post(place, data={**BY_HAND, "action": action})
                                    for action in ("preview", "try", "send"))]  # fmt: skip
    assert [answer.status_code for answer in answers] == [409] * 4
    assert all("does not fit what is there" in said(answer) for answer in answers)


def _take_away(door: OpenDoor, batch_id: str, what: str) -> None:
    key = sa.update(store.batches).where(store.batches.c.id == batch_id).values(content_key=None)
    parts = sa.delete(store.batch_parts).where(store.batch_parts.c.batch == batch_id)
    with door.engine.begin() as connection:
        connection.execute(key if what == "key" else parts)
