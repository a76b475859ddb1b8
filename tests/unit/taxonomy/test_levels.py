"""Levels of education: Thai degrees and ISCED 2011."""

import pytest

from shared.taxonomy import levels
from shared.taxonomy.tables import UnknownCode


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("ป.6", 1), ("ม.3", 2), ("ม. 6", 3), ("ปวช.", 3), ("ปวส", 5), ("อนุปริญญา", 5),
        ("ปริญญาตรี", 6), ("ป.ตรี", 6), ("ปริญญาโท", 7), ("ปริญญาเอก", 8),
        ("PWC", 3), ("PWS", 5), ("DIP", 5), ("BACH", 6), ("MAST", 7), ("DOCT", 8),
        ("ประกาศนียบัตรวิชาชีพชั้นสูง (ปวส.)", 5), ("วศ.บ.", 6), ("วท.ม. (ฟิสิกส์)", 7), ("ปร.ด.", 8),
        ("Bachelor's Degree", 6), ("Ph.D.", 8), ("M.B.A.", 7), ("high school", 3),
        ("ปริญญาตรีขึ้นไป", 6), ("Bachelor degree or higher", 6), ("ปวส. หรือเทียบเท่า", 5),
        ("ปริญญาตรี 4 ปี", 6), ("ปริญญาตรี (หลักสูตร 5 ปี)", 6), ("ปริญญาตรี (ต่อเนื่อง)", 6),
        ("ปริญญาตรี(ต่อเนื่อง)", 6), ("ปริญญาตรีต่อเนื่อง 2 ปี", 6), ("ระดับปริญญาตรี", 6),
        ("วุฒิ ปวส.", 5), ("วุฒิการศึกษาระดับปริญญาโท", 7), ("ระดับต่ำกว่าประถมศึกษา", 0),
        ("อนุปริญญา/ปวส.", 5), ("ปวส. หรืออนุปริญญาขึ้นไป", 5),
        ("วท.บ./บธ.บ.", 6), ("วท.บ. (เคมี/ฟิสิกส์)", 6), ("วท.บ. หรือสาขาที่เกี่ยวข้อง", 6),
        (6, 6), ("0", 0), ("ISCED 5", 5), ("isced 2011 level 7", 7),
    ],
)  # fmt: skip
def test_a_level_is_read_however_it_is_written(written: str | int, level: int) -> None:
    assert levels.isced_level(written) == level


@pytest.mark.parametrize(
    "written",
    [
        "", "9", -1, 12, "หลักสูตรระยะสั้น", "ปวส./ปริญญาตรี", "5A", "ปวช./ปวส.", "วท.บ./วท.ม.",
        "วท.บ./ปวส.",
        "ต่ำกว่าปริญญาตรี", "ระดับต่ำกว่าปริญญาตรี", "สูงกว่าปริญญาตรี", "วุฒิสูงกว่าปริญญาตรี 2 ปี",
        "ปริญญาตรีหรือต่ำกว่า", "ปริญญาโท (ต่อเนื่องปริญญาเอก)", "ปริญญาตรีควบปริญญาโท",
        "ระดับ", "ระดับ 6", "6 ปี", "วุฒิบัตร",
    ],
)  # fmt: skip
def test_what_names_no_single_level_is_unknown(written: str | int) -> None:
    assert levels.isced_level(written) is None


def test_disputed_degrees_take_the_level_that_the_caller_decides() -> None:
    assert levels.unsettled_degrees() == {"GDIP": 6, "HGDIP": 7, "PWT": 5}
    assert levels.isced_level("ประกาศนียบัตรบัณฑิต") == 6
    assert levels.isced_level("ประกาศนียบัตรบัณฑิต", {"GDIP": 7}) == 7
    assert levels.isced_level("ปวท.", {"PWT": 4}) == 4


def test_every_level_has_a_name_in_both_languages() -> None:
    names = {levels.label(level, lang) for level in range(9) for lang in ("en", "th")}
    assert len(names) == 18
    with pytest.raises(UnknownCode):
        levels.label(9)
