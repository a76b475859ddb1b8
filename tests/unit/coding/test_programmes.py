"""Names of programmes brought to the field they teach."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.coding.programmes import readings


@pytest.mark.parametrize(
    ("written", "subject"),
    [
        (
            "หลักสูตรวิศวกรรมศาสตรบัณฑิต สาขาวิชาวิศวกรรมคอมพิวเตอร์ (หลักสูตรปรับปรุง พ.ศ. 2565)",
            "วิศวกรรมคอมพิวเตอร์",
        ),
        ("วท.บ. (เทคโนโลยีสารสนเทศ)", "เทคโนโลยีสารสนเทศ"),
        ("บธ.บ. การตลาด", "การตลาด"),
        ("น.บ.", "นิติศาสตร์"),
        ("นิติศาสตรบัณฑิต", "นิติศาสตร์"),
        ("รป.ม.", "รัฐประศาสนศาสตร์"),
        ("ปร.ด. (ชีวเคมี)", "ชีวเคมี"),
        ("ปวส. สาขาไฟฟ้ากำลัง", "ไฟฟ้ากำลัง"),
        ("ประกาศนียบัตรวิชาชีพ ประเภทวิชาพาณิชยกรรม สาขางานการบัญชี", "การบัญชี"),
        ("ศศ.บ. (ภาษาอังกฤษ)", "ภาษาอังกฤษ"),
        ("Bachelor of Engineering in Computer Engineering", "computer engineering"),
        ("B.Sc. in Computer Science (International Program)", "computer science"),
        ("Bachelor of Laws", "law"),
        ("M.D.", "medicine"),
        ("Marketing", "marketing"),
    ],
)
def test_degree_level_and_edition_are_taken_off(written: str, subject: str) -> None:
    (reading,) = readings(written)
    assert reading.text == subject
    assert reading.within == ""


@pytest.mark.parametrize(
    ("written", "teaching"),
    [
        ("ค.บ. คณิตศาสตร์", "การสอนคณิตศาสตร์"),
        ("ครุศาสตรบัณฑิต สาขาวิชาภาษาอังกฤษ", "การสอนภาษาอังกฤษ"),
        ("ค.อ.บ. วิศวกรรมไฟฟ้า", "การสอนวิศวกรรมไฟฟ้า"),
        ("B.Ed. in Mathematics", "mathematics education"),
    ],
)
def test_a_teachers_degree_turns_its_subject_into_the_teaching_of_it(
    written: str, teaching: str
) -> None:
    found = readings(written)
    assert found[0].text == teaching
    assert {reading.within for reading in found} == {"01"}


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    assert all(reading.text for reading in readings(text))
