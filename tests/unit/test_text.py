"""Tidying and folding of text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text import match_key, tidy

thai = st.text(st.sampled_from("กขนมรวอะาำิีุูเแโ\u0e4d็่้๊๋ัฯๆ ab1.+#-\u200b\u00a0\n"))
any_text = st.one_of(st.text(), thai)


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("ท\u0e4d\u0e32งาน", "ทำงาน"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("เเพทย์", "แพทย์"),
        ("  นัก\u200bบัญชี\u00a0 อาวุโส\n", "นักบัญชี อาวุโส"),
        ("Cafe\u0301", "Café"),
        ("a\x00b\ud800c", "abc"),
    ],
)
def test_text_comes_out_in_one_spelling(written: str, tidied: str) -> None:
    assert tidy(written) == tidied


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Accountant (Senior)", "accountant  senior"),
        ("ปวส.", "ปวส"),
        ("จนท.บัญชี", "จนท บัญชี"),
        ("ＩＴ Support", "it support"),
        ("STRASSE", "straße"),
    ],
)
def test_spellings_of_one_name_meet_under_one_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other)


def test_programming_languages_keep_what_tells_them_apart() -> None:
    assert len({match_key("C"), match_key("C++"), match_key("C#")}) == 3


@given(any_text)
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


@given(any_text)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)


@given(any_text)
def test_a_key_does_not_depend_on_tidying_first(text: str) -> None:
    assert match_key(tidy(text)) == match_key(text)


@given(st.text(st.sampled_from(" \t\u00a0\u2003abé\u0301กเแ\u0e4d\u0e32\u0e48\n\u200b")))
def test_words_stand_apart_by_one_space_and_none_is_around_them(text: str) -> None:
    assert tidy(text) == " ".join(tidy(text).split())
