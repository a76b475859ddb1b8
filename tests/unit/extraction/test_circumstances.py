"""What a text takes back, and what it calls a must or a plus."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.extraction import circumstances


def said(text: str, word: str) -> tuple[bool, bool | None]:
    start = text.index(word)
    found = circumstances.of(text)
    return found.excluded(start, start + len(word)), found.essential(start, start + len(word))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("No experience in sales needed", "sales"),
        ("no prior experience with Java, Python or SQL required", "Python"),
        ("Applicants do not need to know Excel", "Excel"),
        ("Knowledge of SAP is not required", "SAP"),
        ("You will be trained in welding", "welding"),
        ("Forklift driving: full training provided", "Forklift driving"),
        ("ไม่จำเป็นต้องมีประสบการณ์ด้านการขาย", "การขาย"),
        ("ไม่ต้องมีประสบการณ์ SQL", "SQL"),
        ("ไม่ต้องรู้ SAP มาก่อน", "SAP"),
        ("งานเชื่อมโลหะ บริษัทเทรนให้", "เชื่อมโลหะ"),
        ("การใช้โปรแกรม SAP จะมีการสอนงานให้", "SAP"),
        ("SAP: we will train you", "SAP"),
        ("Willing to be trained in welding", "welding"),
        ("งานเชื่อมโลหะ ทำไม่เป็นสอนให้", "เชื่อมโลหะ"),
        ("การใช้ SAP มีพี่เลี้ยงคอยสอนงาน", "SAP"),
        ("ทางเราจะอบรมการใช้ SAP ให้ก่อนเริ่มงาน", "SAP"),
        ("ไม่จำกัดประสบการณ์ Excel ใช้ได้ดี", "ประสบการณ์"),
    ],
)
def test_what_is_not_needed_or_is_taught_is_left_out(text: str, word: str) -> None:
    assert said(text, word)[0]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("No experience in sales needed. You will use Excel", "Excel"),
        ("No degree required but strong Java skills", "Java"),
        ("You will train new staff and use SAP", "SAP"),
        ("ไม่จำเป็นต้องมีประสบการณ์ แต่ต้องใช้ Excel ได้", "Excel"),
        ("มีประสบการณ์ด้านการขาย", "การขาย"),
        ("จัดอบรมให้พนักงาน เรื่องความปลอดภัย", "ความปลอดภัย"),
        ("จัดให้มีการอบรมพนักงานเรื่องความปลอดภัย", "ความปลอดภัย"),
        ("ต้องมีการอบรม HACCP", "HACCP"),
        ("ฝึกสอนพนักงานใหม่", "ฝึกสอนพนักงาน"),
        ("สอนงานให้พนักงานใหม่ใช้ SAP", "SAP"),
        ("สอนให้นักเรียนอ่านภาษาอังกฤษ", "ภาษาอังกฤษ"),
        ("มีประสบการณ์ในบริษัทฝึกอบรม", "ฝึกอบรม"),
        ("Must be trained in first aid and HACCP", "HACCP"),
        ("Staff need to be trained in first aid", "first aid"),
        ("We teach children English", "English"),
        ("You will learn from users and write Python code", "Python"),
        ("ไม่จำกัดเพศ Excel Word ใช้ได้ดี", "Word"),
        ("ไม่เน้นวุฒิ Excel ใช้ได้ดี", "Excel"),
    ],
)
def test_what_is_asked_for_stays(text: str, word: str) -> None:
    assert not said(text, word)[0]


@pytest.mark.parametrize(
    ("text", "word", "essential"),
    [
        ("Java is required", "Java", True),
        ("Must be trained in first aid and HACCP", "HACCP", True),
        ("You must know SQL. Python is a plus", "Python", False),
        ("You must know SQL. Python is a plus", "SQL", True),
        ("We use Java every day", "Java", None),
        ("ต้องมีทักษะ Excel", "Excel", True),
        ("หากมีความรู้ SAP จะพิจารณาเป็นพิเศษ", "SAP", False),
        ("ใช้ Excel ได้ดี หากมีความรู้ SAP จะพิจารณาเป็นพิเศษ และใช้ Word ได้", "Excel", None),
        ("ใช้ Excel ได้ดี หากมีความรู้ SAP จะพิจารณาเป็นพิเศษ และใช้ Word ได้", "SAP", False),
        ("ใช้ Excel ได้ดี หากมีความรู้ SAP จะพิจารณาเป็นพิเศษ และใช้ Word ได้", "Word", None),
        ("SQL is required, ideally with Python", "SQL", True),
        ("Requirements:\nJava\nSQL\nNice to have:\nPython", "SQL", True),
        ("Requirements:\nJava\nSQL\nNice to have:\nPython", "Python", False),
    ],
)
def test_a_must_a_plus_or_neither(text: str, word: str, essential: bool | None) -> None:
    assert said(text, word)[1] is essential


_SPANS = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda span: (span[0], sum(span)))


@given(
    st.lists(
        st.sampled_from(["ไม่ต้องรู้ SAP ", "จะมีการสอน ", "no sales skills needed", ". ", "Java "])
    ),
    _SPANS,
)
def test_a_place_is_left_out_where_one_stretch_holds_it(
    parts: list[str], place: tuple[int, int]
) -> None:
    found = circumstances.of("".join(parts))
    start, end = place
    held = any(first <= start and end <= last for first, last in found.taken_back)
    assert found.excluded(start, end) == held
    known = [each.essential for each in found.stretches if each.start <= start < each.end]
    assert found.essential(start, end) == (known[0] if known else None)
