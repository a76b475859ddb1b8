"""Words, stems, passages and windows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.matching.extraction.words import (
    LONGEST_PASSAGE,
    passages,
    stem,
    windows,
    without_markup,
    words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("manage", "managing"),
        ("manage", "management"),
        ("budget", "budgets"),
        ("analyse", "analysis"),
        ("communicate", "communication"),
        ("plan", "planning"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["c++", "c#", ".net", "node.js", "sql", "ขาย", "s" * 41])
def test_names_of_technologies_and_thai_words_stay_whole(word: str) -> None:
    assert [found.text for found in words(f"({word})")] == [word]
    assert stem(word) == word


def test_thai_is_cut_at_connectives() -> None:
    found = words("บริหารงานขายและดูแลลูกค้า")
    assert [word.text for word in found] == ["บริหารงานขาย", "และ", "ดูแลลูกค้า"]


def test_a_window_neither_starts_nor_ends_with_a_stop_word() -> None:
    text = "knowledge of sales"
    assert [text[start:end] for start, end in windows(words(text))] == [
        "knowledge",
        "knowledge of sales",
        "sales",
    ]


def test_markup_is_blanked_and_all_else_keeps_its_place() -> None:
    text = "<b>Java</b>&nbsp;and SQL"
    plain = without_markup(text)
    assert len(plain) == len(text)
    assert plain.index("Java") == text.index("Java")
    assert "<" not in plain
    assert "&" not in plain


@given(st.text(max_size=300))
def test_words_stand_where_they_say(text: str) -> None:
    for word in words(text):
        assert text[word.start : word.end].lower() == word.text


@given(st.text(alphabet="ab ก.\n;", max_size=400))
def test_passages_hold_every_word_once_and_in_order(text: str) -> None:
    found = words(text)
    cut = list(passages(text, found))
    assert [word for passage in cut for word in passage] == found
    assert all(0 < len(passage) <= LONGEST_PASSAGE for passage in cut)
