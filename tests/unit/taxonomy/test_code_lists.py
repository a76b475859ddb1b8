"""ISCO-08, ISCED-F 2013 and ISIC Rev.4 / TSIC 2552: codes, titles and hierarchy."""

import re
from types import ModuleType

import pytest

from shared.taxonomy import isced_f, isco, isic
from shared.taxonomy.tables import UnknownCode, rows

ALL = pytest.mark.parametrize("codes", [isco, isced_f, isic])
WIDTHS = {isco: (1, 2, 3, 4), isced_f: (2, 3, 4), isic: (1, 2, 3, 4, 5)}


def every_code(codes: ModuleType) -> list[str]:
    return [code for width in WIDTHS[codes] for code in codes.groups(width)]


def test_isco_has_its_619_groups() -> None:
    assert [len(isco.groups(digits)) for digits in (1, 2, 3, 4)] == [10, 43, 130, 436]


def test_isced_f_has_11_broad_fields_and_80_detailed_ones_besides_residuals() -> None:
    residual = re.compile(r"(not further defined|not elsewhere classified|^Inter-disciplinary)")
    detailed = [code for code in isced_f.groups(4) if not residual.search(isced_f.label(code))]
    assert len(isced_f.groups(2)) == 11
    assert len(detailed) == 80


def test_isic_has_its_766_codes_and_thai_activities_below_them() -> None:
    assert [len(isic.groups(width)) for width in (1, 2)] == [21, 88]
    assert len(isic.groups(5)) > 1_000


@ALL
def test_every_code_has_a_title_and_ancestors_from_the_broadest(codes: ModuleType) -> None:
    broadest = set(codes.groups(WIDTHS[codes][0]))
    for code in every_code(codes):
        assert codes.label(code, "en")
        chain = [*codes.ancestors(code), code]
        assert chain[0] in broadest
        assert all(codes.is_code(ancestor) for ancestor in chain)


@pytest.mark.parametrize("codes", [isco, isced_f])
def test_every_thai_title_is_thai_and_one_level_never_names_two_groups_alike(
    codes: ModuleType,
) -> None:
    for width in WIDTHS[codes]:
        titles = [codes.label(code, "th") for code in codes.groups(width)]
        assert all(re.search("[ก-ฮ]", title) for title in titles)
        assert len(set(titles)) == len(titles)


@ALL
@pytest.mark.parametrize("code", ["", "99999", "x", "๑"])
def test_an_unknown_code_is_refused(codes: ModuleType, code: str) -> None:
    assert not codes.is_code(code)
    with pytest.raises(UnknownCode):
        codes.label(code)
    with pytest.raises(UnknownCode):
        codes.ancestors(code)


def test_titles_in_both_languages() -> None:
    assert isco.label("2512") == "Software developers"
    assert isco.label("2512", "th") == "นักพัฒนาซอฟต์แวร์"
    assert isced_f.label("0912", "th") == "แพทยศาสตร์"
    assert isic.label("P", "th") == "การศึกษา"


def test_an_industry_below_the_sections_answers_in_english_where_no_thai_name_is_kept() -> None:
    assert isic.label("0112", "th") == isic.label("0112", "en") == "Growing of rice"


def test_a_whole_class_may_be_written_in_the_five_digits_of_the_thai_edition() -> None:
    assert isic.label("62010") == isic.label("6201")
    assert isic.ancestors("62010") == ("J", "62", "620", "6201")
    assert isic.ancestors("62011") == ("J", "62", "620", "6201")
    assert isic.label("69200") != isic.label("6920")
    assert not isic.is_code("62019")


def test_the_thai_edition_numbers_no_part_of_a_divided_class_0() -> None:
    numbered: dict[str, set[str]] = {}
    for code in (row["code"] for row in rows("tsic2552.csv") if len(row["code"]) == 5):
        numbered.setdefault(code[:4], set()).add(code[4])
    assert all(digits == {"0"} or "0" not in digits for digits in numbered.values())


def test_a_description_tells_tasks_and_examples() -> None:
    assert "Software engineer" in isco.description("2512")
    with pytest.raises(UnknownCode):
        isco.description("9999")
