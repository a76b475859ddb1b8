"""Texts as words with their places, word stems, and the short windows that may name a skill."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_WINDOW = 3
LONGEST_PASSAGE = 40
"""Words: beyond this a run without a full stop is cut, so that time stays linear."""

_THAI_CONNECTIVES = "และ|หรือ|รวมถึง|รวมทั้ง|ตลอดจน|เกี่ยวกับ|ด้าน|ในการ|สามารถ"
_WORD = re.compile(
    r"\.net\b|[a-z][a-z0-9]*(?:[+#]+|\.[a-z]+)?|[0-9]+"
    rf"|(?:(?!{_THAI_CONNECTIVES})[\u0e01-\u0e4e])+|{_THAI_CONNECTIVES}",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.!?;•\n\r]")
_MARKUP = re.compile(r"<[^<>]{1,300}>|&[a-zA-Z]{2,8};|&#\d{1,6};")

_ENGLISH_STOP_WORDS = (
    "a an the of to in on for and or with by at from as is are be been being your you our we "
    "their they its it this that these those such other etc will have has had who using use "
    "into per via within also must should can may any all not able"
)
STOP_WORDS = frozenset([*_ENGLISH_STOP_WORDS.split(), *_THAI_CONNECTIVES.split("|")])

_ENGLISH_ENDINGS = (
    "ization isation izing ising ize ise yse yze ysis ytics ytical yst ysing yzing yzed ysed "
    "ational ations ation ative ators ator ating ated ates ate ements ement ments ment ings ing "
    "ions ion ers ors er or ed ies ical ics ic ally al ly ness ity ive ance ence ant ent able "
    "ible es s e y"
)
_ENDINGS = sorted(_ENGLISH_ENDINGS.split(), key=len, reverse=True)
_LEAST_STEM = 3
_LONGEST_STEMMED = 40
"""Characters: what is longer is no English word, and is not to be remembered either."""


class Word(NamedTuple):
    """A word in lower case and where it stands."""

    text: str
    start: int
    end: int


def without_markup(text: str) -> str:
    """The text with tags and entities blanked out: every other character keeps its place."""
    if "<" not in text and "&" not in text:
        return text
    return _MARKUP.sub(lambda found: " " * len(found[0]), text)


def words(text: str) -> list[Word]:
    """English words and numbers; Thai, written without spaces, in runs between connectives."""
    return [Word(found[0].lower(), *found.span()) for found in _WORD.finditer(text)]


def stems_of(text: str) -> list[str]:
    """Stems of the words that are no stop words; their places, which take longest, left out."""
    return [stem(word) for word in _WORD.findall(text.lower()) if word not in STOP_WORDS]


def meaning(found: Sequence[Word]) -> list[Word]:
    """The words that are no stop words."""
    return [word for word in found if word.text not in STOP_WORDS]


def stem(word: str) -> str:
    """The word without its English ending: light, since labels and texts are cut alike.

    In the manner of Porter (1980, Program 14(3)), but one ending only, the longest that leaves
    three letters. What is no English word stays whole.
    """
    if not _LEAST_STEM < len(word) <= _LONGEST_STEMMED or not (word.isascii() and word.isalpha()):
        return word
    return _stem_of_english(word)


@lru_cache(maxsize=100_000)
def _stem_of_english(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _LEAST_STEM and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word[:-1] if len(word) > _LEAST_STEM and word[-1] in "eiy" else word


def passages(text: str, found: Sequence[Word]) -> Iterator[list[Word]]:
    """Runs of words between full stops, semicolons, bullets and line ends, none overlong."""
    passage: list[Word] = []
    for word in found:
        if passage and (
            len(passage) == LONGEST_PASSAGE or _BREAK.search(text, passage[-1].end, word.start)
        ):
            yield passage
            passage = []
        passage.append(word)
    if passage:
        yield passage


def windows(found: Sequence[Word]) -> list[tuple[int, int]]:
    """Places of all runs of one to three words that neither start nor end with a stop word."""
    places = []
    for first, word in enumerate(found):
        if word.text in STOP_WORDS:
            continue
        for last in found[first : first + LONGEST_WINDOW]:
            if last.text not in STOP_WORDS:
                places.append((word.start, last.end))
    return places
