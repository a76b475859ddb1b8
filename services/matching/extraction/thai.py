"""Thai names of skills found in text that has no spaces between words, in linear time."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

LEAST_INSIDE = 5
"""Characters a name must have to be believed between other Thai letters."""

_THAI = re.compile("[\u0e01-\u0e4e]")
_END = ""
_FOLLOWERS = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")
_LEADERS = frozenset("เแโใไ")


class Found(NamedTuple):
    skill: int
    start: int
    end: int


class ThaiNames:
    """A trie of names: from each letter the longest name is taken, and none inside another."""

    def __init__(self, names: Iterable[tuple[str, int]]) -> None:
        self._root: dict[str, Any] = {}
        for text, skill in names:
            node = self._root
            for character in text.lower():
                node = node.setdefault(character, {})
            node[_END] = skill

    def find(self, text: str) -> Iterator[Found]:
        """Names in the order in which they stand in the text."""
        if not _THAI.search(text):
            return
        lowered = text.lower()
        if len(lowered) != len(text):  # a few capitals have longer small letters
            lowered = text
        position = 0
        while position < len(lowered):
            found = self._longest(lowered, position)
            if found:
                yield found
            position = found.end if found else position + 1

    def _longest(self, text: str, start: int) -> Found | None:
        if start and text[start - 1] in _LEADERS:
            return None
        node, best = self._root, None
        for end in range(start, len(text)):
            node = node.get(text[end], {})
            if not node:
                break
            if _END in node and _stands(text, start, end + 1):
                best = Found(node[_END], start, end + 1)
        return best


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a name there ends with a syllable and is no short piece of a longer word."""
    if end < len(text) and text[end] in _FOLLOWERS:
        return False
    inside = _letter(text, start - 1) or _letter(text, end)
    return not inside or (end - start >= LEAST_INSIDE and not text[start].isascii())


def _letter(text: str, position: int) -> bool:
    return 0 <= position < len(text) and (text[position].isalnum() or text[position] in _FOLLOWERS)
