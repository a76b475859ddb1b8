"""A wording as the pieces that likeness is measured by."""

from collections.abc import Iterator

_SIZES = (3, 4)
_LONGEST_BEGINNING = 10


def pieces(key: str) -> list[str]:
    """Character 3- and 4-grams of each word, whole Latin words, beginnings of Thai wordings.

    Thai is written without spaces and says first what somebody is (แพทย์…, ครู…), so its
    wordings are told apart by how they begin.
    """
    return [*_grams(key), *_latin_words(key), *_beginnings(key)]


def _grams(key: str) -> Iterator[str]:
    for word in key.split():
        padded = f" {word} "
        for size in _SIZES:
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _latin_words(key: str) -> Iterator[str]:
    return (f"={word}" for word in key.split() if word.isascii())


def _beginnings(key: str) -> Iterator[str]:
    if not key.isascii():
        longest = min(len(key), _LONGEST_BEGINNING)
        yield from (f"^{key[:length]}" for length in range(3, longest + 1))
