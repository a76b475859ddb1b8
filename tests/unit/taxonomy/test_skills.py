"""ESCO skills and the core skills of occupations."""

import pytest

from shared.taxonomy import isco, skills
from shared.taxonomy.tables import UnknownCode, rows
from shared.text import match_key


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Python (computer programming)", "Python (computer programming)"),
        ("python", "Python (computer programming)"),
        ("  PERL ", "Perl"),
        ("ภาษาอังกฤษ", "English"),
        ("Excel", "use spreadsheets software"),
        ("c++", "C++"),
        ("การวิเคราะห์ข้อมูล", "perform data analysis"),
        ("ใช้ Excel ได้คล่อง", "use spreadsheets software"),
        ("ภ.พ.30", "value-added tax law"),
        ("มีมนุษยสัมพันธ์ดี", "interact with others"),
        ("Power BI", "business intelligence"),
        ("manage music staff", "manage musical staff"),
    ],
)
def test_a_skill_is_found_by_any_of_its_names(name: str, label: str) -> None:
    found = skills.find(name)
    assert found is not None
    assert skills.label(found) == label


def test_a_name_that_is_no_skill_is_unknown() -> None:
    assert skills.find("") is None
    assert skills.find("underwater basket weaving") is None


def test_every_skill_is_found_by_its_preferred_label_or_a_namesake() -> None:
    for row in rows("esco_skills.csv.gz"):
        found = skills.find(row["label"])
        assert found is not None
        assert skills.label(found).lower() == row["label"].lower()


def test_a_skill_names_the_groups_that_hold_it() -> None:
    found = skills.find("manage musical staff")
    assert found is not None
    assert "S4.8.1" in skills.groups(found)


def test_unknown_ids_are_refused() -> None:
    assert not skills.is_skill("x")
    for look_up in (skills.label, skills.groups):
        with pytest.raises(UnknownCode):
            look_up("x")


def test_core_skills_are_five_to_twelve_esco_skills_per_minor_group() -> None:
    minors = {row["isco"] for row in rows("core_skills.csv")}
    assert {code for code in isco.groups(3) if code[0] in "1234"} <= minors
    for minor in minors:
        assert isco.is_code(minor)
        assert 5 <= len(skills.core_skills(minor)) <= 12
        assert all(skills.is_skill(skill) for skill in skills.core_skills(minor))


def test_a_unit_group_has_the_core_skills_of_its_minor_group() -> None:
    assert skills.core_skills("2512") == skills.core_skills("251") != frozenset()


def test_no_core_skills_means_unknown() -> None:
    assert skills.core_skills("0110") == skills.core_skills("25") == frozenset()


def test_the_label_beside_each_id_is_that_skills_label() -> None:
    for table in ("core_skills.csv", "skill_names.csv"):
        assert all(skills.label(row["skill"]) == row["label"] for row in rows(table))


def test_further_names_are_many_and_distinct() -> None:
    keys = [match_key(row["name"]) for row in rows("skill_names.csv")]
    assert len(keys) == len(set(keys)) >= 1150
    assert sum(any("\u0e00" < letter < "\u0e80" for letter in key) for key in keys) >= 900


def test_each_further_name_finds_its_own_skill_and_no_preferred_label() -> None:
    assert all(skills.find(row["name"]) == row["skill"] for row in rows("skill_names.csv"))


def test_no_further_name_sounds_inside_words_of_ads_that_ask_for_no_skill() -> None:
    advert = (
        "รถไฟฟ้า เบี้ยขยัน หน้าที่ความรับผิดชอบ การเชื่อมต่อ เชื่อว่าความสำเร็จ ปูพื้นฐาน "
        "ประกันสังคม ค่าล่วงเวลา ค่าทันตกรรม สระว่ายน้ำ นัดสัมภาษณ์งาน โรงงานผลิต"
    )
    heard = {row["name"] for row in rows("skill_names.csv") if match_key(row["name"]) in advert}
    assert heard == set()
