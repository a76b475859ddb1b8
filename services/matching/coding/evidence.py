"""Why a code: the known wording that the text is like, and the text's words that speak for it."""

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

CORRECTED = "corrected by people"
"""Stands for the known wording where a person's word decided: whose text it was is not said."""
MOST_WORDS = 3
_LEAST_SHARE = 0.25
"""A word that says less than this share of what the strongest says is not named."""
WORDS_KEPT = 8_000
"""Words whose votes are kept, about 14 MB: titles are made of few words."""


def words_of(keys: Iterable[str]) -> list[str]:
    """Every word of the keys; the word of a key of one word is all there is."""
    return sorted({word for key in keys if " " in key for word in key.split()})


def stated(wording: str, key: str, votes: Mapping[str, Floats], column: int) -> str:
    """`software engineer ← software, developer`: the wording, and the words that speak most for
    the code, in the order of the text."""
    words = key.split() if " " in key else ()  # whatever other texts made known of one word
    said = {word: float(votes[word][column]) for word in words if word in votes}
    least = _LEAST_SHARE * max(said.values(), default=0.0)
    strongest = sorted(said, key=lambda word: -said[word])[:MOST_WORDS]
    named = [word for word in said if word in strongest and said[word] > max(least, 0.0)]
    return f"{wording} ← {', '.join(named)}" if named else wording


def corrected(key: str) -> str:
    """A person gave the code to a text of this form."""
    return f"{CORRECTED} ← {key}"
