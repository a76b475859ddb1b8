"""The words of a text that speak for a code."""

import numpy as np

from services.matching.coding.evidence import stated, words_of

VOTES = {
    "software": np.array([3.0, 0.0], dtype=np.float32),
    "developer": np.array([2.0, 0.5], dtype=np.float32),
    "bangkok": np.array([0.1, -1.0], dtype=np.float32),
}


def test_the_words_that_speak_most_are_named_in_the_order_of_the_text() -> None:
    told = stated("software engineer", "bangkok developer software", VOTES, 0)
    assert told == "software engineer ← developer, software"


def test_words_that_speak_against_the_code_are_not_named() -> None:
    assert stated("clerk", "bangkok", VOTES, 1) == "clerk"


def test_the_word_of_a_text_of_one_word_is_not_asked_for() -> None:
    assert words_of(["นักบัญชี", "sales manager", "sales"]) == ["manager", "sales"]


def test_what_a_text_of_one_word_says_does_not_hang_on_the_texts_beside_it() -> None:
    assert stated("programmer", "developer", VOTES, 0) == "programmer"
