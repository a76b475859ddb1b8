"""Thai names in text without spaces."""

import pytest

from services.matching.extraction.thai import ThaiNames

NAMES = ThaiNames([("การขาย", 1), ("การขายหน้าร้าน", 2), ("บัญชี", 3), ("สี", 4), ("พิมพ์ดีด", 5)])


def found(text: str) -> list[tuple[int, str]]:
    return [(each.skill, text[each.start : each.end]) for each in NAMES.find(text)]


def test_a_name_is_found_between_other_words() -> None:
    assert found("มีประสบการณ์ด้านการขายและทำบัญชีได้") == [(1, "การขาย"), (3, "บัญชี")]


def test_the_longest_name_is_taken_and_none_inside_it() -> None:
    assert found("การขายหน้าร้าน") == [(2, "การขายหน้าร้าน")]


@pytest.mark.parametrize("text", ["สีลม", "แถวสีลมซอย 4"])
def test_a_short_name_inside_a_longer_word_is_none(text: str) -> None:
    assert found(text) == []


def test_a_short_name_of_its_own_is_found() -> None:
    assert found("งาน สี ไม้") == [(4, "สี")]


def test_a_name_does_not_end_within_a_syllable() -> None:
    assert ThaiNames([("การตล", 1)]).find("การตลาด") is not None
    assert list(ThaiNames([("การตล", 1)]).find("การตลาด")) == []
