"""Job titles brought to the words that tell the occupation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.coding.reading import Reading
from services.matching.coding.titles import job_title, readings


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("รับสมัครพนักงานบัญชี (ด่วน) 2 อัตรา", "พนักงานบัญชี"),
        ("จนท.บัญชี", "เจ้าหน้าที่บัญชี"),
        ("ผจก. ฝ่ายขาย", "ผู้จัดการฝ่ายขาย"),
        ("นักวิชาการคอมพิวเตอร์ ชำนาญการพิเศษ", "นักวิชาการคอมพิวเตอร์"),
        ("วิศวกร (โยธา)", "วิศวกรโยธา"),
        ("Sr. Accounting Mgr. 50K-70K", "accounting manager"),
        ("URGENT!! Asst. Mgr", "assistant manager"),
        ("C++ Developer (1 year contract)", "c++ developer"),
        ("ด่วน!!!", ""),
        ("Programmer (ด่วนมากๆ)", "programmer"),
        ("ช่างเทคนิค (ระยอง) 3 ตำแหน่ง", "ช่างเทคนิค"),
        ("พนักงานขาย ประจำเชียงใหม่ 15,000-18,000 บาท/เดือน", "พนักงานขาย"),
        ("Accounting Manager (30K–40K) (ABC-64082)", "accounting manager"),
        ("Nurse - Chiang Mai (fresh graduates are welcome)", "nurse"),
        ("Contract Manager", "contract manager"),
    ],
)
def test_noise_goes_and_abbreviations_are_written_out(written: str, title: str) -> None:
    assert job_title(written) == title


def test_a_title_is_read_whole_and_by_its_head() -> None:
    assert readings("แพทย์ประจำโรงพยาบาลชุมชน") == (
        Reading("แพทย์ประจำโรงพยาบาลชุมชน"),
        Reading("แพทย์"),
    )


def test_a_plain_title_is_read_once_and_an_empty_one_not_at_all() -> None:
    assert readings("นักบัญชี") == (Reading("นักบัญชี"),)
    assert readings(" \n") == ()


@pytest.mark.parametrize("part", [".", "1,", "1", "1 ", "@bkk", "-", "ก", "(1", "rm 1.", "1-"])
def test_time_grows_with_the_text_alone(part: str) -> None:
    """With the cube of the length, this would take minutes."""
    for last in range(20):
        readings(part * (1_000 // len(part)) + str(last))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(reading.text for reading in readings(text))
