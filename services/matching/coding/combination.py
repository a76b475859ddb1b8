"""The votes of every source on a text, and their weighing into one calibrated distribution."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from services.matching.coding.embedding import embed
from services.matching.coding.known import KnownWordings
from services.matching.coding.learned import MeaningModel, WordModel
from services.matching.coding.reading import Reading

Floats = NDArray[np.float32]
Script = Literal["thai", "latin"]

VOTES = ("words", "words_of_head", "meaning", "nearest", "same")
"""What the weights of a script are for, in order."""

_FLOOR = -12.0
"""No learned model is surer than this that a code is wrong."""
_OUTSIDE = -30.0


def script_of(text: str) -> Script:
    """Thai as soon as one Thai letter is in it: job titles mix both."""
    return "thai" if any("ก" <= character <= "๙" for character in text) else "latin"


class Read(NamedTuple):
    """What a text is compared by: the whole, its head (often the same), and the codes it may be."""

    key: str
    head: str
    within: str


def read(readings: Sequence[Reading]) -> Read:
    """The first and the last reading of a text that has one."""
    return Read(readings[0].text, readings[-1].text, readings[0].within)


@dataclass(frozen=True)
class Combination:
    """The sources of one subject's votes and how much each of them weighs in either script.

    A weighted sum of log-probabilities and likenesses, made a distribution: a logarithmic
    opinion pool (Genest and Zidek 1986, Statistical Science 1), whose weights are those of a
    conditional logit model (McFadden 1974).
    """

    words: WordModel
    meaning: MeaningModel
    known: KnownWordings
    weights: Mapping[Script, Sequence[float]]

    def votes(self, texts: Sequence[Read], nearest: Floats, vectors: Floats) -> Floats:
        """(texts, codes, votes)."""
        keys = [text.key for text in texts]
        whole = self.words.log_probabilities(keys)
        parts = [
            np.maximum(whole, _FLOOR),
            np.maximum(self._of_heads(texts, whole), _FLOOR),
            np.maximum(self.meaning.log_probabilities(vectors), _FLOOR),
            nearest,
            self.known.same(keys),
        ]
        return np.stack(parts, axis=2)

    def judged(self, texts: Sequence[Read]) -> tuple[Floats, Floats]:
        """The probability of every code, and the likeness of every wording, for each text."""
        vectors = embed([text.key for text in texts])
        likeness = self.known.likeness(vectors)
        votes = self.votes(texts, self.known.nearest(likeness), vectors)
        weights = np.array([self.weights[script_of(text.key)] for text in texts], dtype=np.float32)
        pooled = np.einsum("tcv,tv->tc", votes, weights)
        for row, text in zip(pooled, texts, strict=True):
            if text.within:
                row[self._outside(text.within)] = _OUTSIDE
        return softmax(pooled, axis=1), likeness

    def _of_heads(self, texts: Sequence[Read], whole: Floats) -> Floats:
        other = [i for i, text in enumerate(texts) if text.head != text.key]
        if not other:
            return whole
        found = whole.copy()
        found[other] = self.words.log_probabilities([texts[i].head for i in other])
        return found

    def _outside(self, prefix: str) -> NDArray[np.bool_]:
        return np.array([not code.startswith(prefix) for code in self.known.codes])
