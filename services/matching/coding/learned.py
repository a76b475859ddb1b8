"""Learned votes of a text's clues and of its sentence embedding for every code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_softmax
from sklearn.feature_extraction.text import HashingVectorizer

from services.matching.coding.clues import clues

Floats = NDArray[np.float32]

BUCKETS = 2**20
_COUNTED: Any = HashingVectorizer(
    analyzer=clues,
    n_features=BUCKETS,
    alternate_sign=False,
    norm=None,
    dtype=np.float32,
)


@dataclass(frozen=True)
class WordModel:
    """Multinomial logistic regression over hashed clues; `rarity` is their IDF, 0 where unseen.

    No text can be read from it: clues are kept as numbers of buckets only.
    """

    rarity: Floats
    weights: Any
    intercept: Floats

    def log_probabilities(self, keys: Sequence[str]) -> Floats:
        """Of every code for each key, as a row."""
        votes = (weighed(keys, self.rarity) @ self.weights).toarray()
        found: Floats = log_softmax(votes + self.intercept, axis=1)
        return found

    def votes(self, words: Sequence[str]) -> Floats:
        """What each word alone says for every code."""
        found: Floats = (weighed(words, self.rarity) @ self.weights).toarray()
        return found


@dataclass(frozen=True)
class MeaningModel:
    """Multinomial logistic regression over sentence embeddings."""

    weights: Floats
    intercept: Floats

    def log_probabilities(self, vectors: Floats) -> Floats:
        """Of every code for each vector, as a row."""
        found: Floats = log_softmax(vectors @ self.weights + self.intercept, axis=1)
        return found


def counted(keys: Sequence[str]) -> Any:
    """Keys by buckets: the logarithm of how often a clue occurs, plus 1."""
    found = _COUNTED.transform(keys)
    found.data = 1 + np.log(found.data)
    return found


def weighed(keys: Sequence[str], rarity: Floats) -> Any:
    """Rows of clues weighed by rarity, of length 1."""
    found = counted(keys)
    found.data *= rarity[found.indices]
    rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    lengths = np.sqrt(np.bincount(rows, weights=found.data**2, minlength=found.shape[0]))
    found.data /= np.maximum(lengths, 1e-12).astype(np.float32)[rows]
    return found
