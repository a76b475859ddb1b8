"""What a learned model sees of a text: its words, pairs of words and pieces of words."""

from collections.abc import Iterator
from itertools import pairwise

_SIZES = (3, 4, 5)
_LONGEST_BEGINNING = 10
_LONGEST = 200
"""Characters looked at: no title is longer, and time is to stay linear."""


def clues(key: str) -> list[str]:
    """Words, neighbouring words and character 3- to 5-grams; beginnings of Thai texts.

    Thai is written without spaces and says first what somebody is (แพทย์…, ครู…).
    """
    words = key[:_LONGEST].split()
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return [*map("={}".format, words), *pairs, *_grams(words), *_beginnings(key)]


def _grams(words: list[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in _SIZES:
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _beginnings(key: str) -> Iterator[str]:
    if not key.isascii():
        longest = min(len(key), _LONGEST_BEGINNING)
        yield from (f"^{key[:length]}" for length in range(3, longest + 1))
