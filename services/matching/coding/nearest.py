"""Likeness of texts to the lexicon's wordings: TF-IDF over pieces, the best wording per code."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.preprocessing import normalize

from services.matching.coding.lexicon import Entry
from services.matching.coding.reading import Reading
from services.matching.coding.spelling import pieces

BATCH = 512
"""Texts compared at once: bounds memory at about 12 MB per thousand wordings."""


def _as_given(text: list[str]) -> list[str]:
    return text


class Likeness(NamedTuple):
    """A code, how like it is (0 to 1), and the wording it is like."""

    code: str
    likeness: float
    evidence: str


class NearestWordings:
    """An index of the lexicon, built at start in about half a second."""

    def __init__(
        self, entries: Sequence[Entry], readings: Callable[[str], tuple[Reading, ...]]
    ) -> None:
        self._entries = sorted(entries, key=lambda entry: entry.code)
        self._readings = readings
        self._vectorizer = TfidfVectorizer(
            analyzer=_as_given, sublinear_tf=True, norm=None, dtype=np.float32
        )
        wordings = self._vectorizer.fit_transform([pieces(entry.key) for entry in self._entries])
        self._wordings: Any = normalize(wordings).T.tocsr()
        self._known = frozenset(self._vectorizer.vocabulary_)
        self._rarest = float(self._vectorizer.idf_.max())
        codes = np.array([entry.code for entry in self._entries])
        self._codes, self._starts = np.unique(codes, return_index=True)

    def nearest(self, texts: Sequence[str], top: int) -> list[list[Likeness]]:
        """For each text the `top` codes most like it, best first; those unlike left out."""
        return [
            found
            for start in range(0, len(texts), BATCH)
            for found in self._nearest(texts[start : start + BATCH], top)
        ]

    def _nearest(self, texts: Sequence[str], top: int) -> list[list[Likeness]]:
        readings = [self._readings(text) for text in texts]
        compared = self._compare([reading for each in readings for reading in each])
        ends = np.cumsum([len(each) for each in readings], dtype=np.int64)
        return [
            self._best(compared[end - len(each) : end].max(axis=0), top) if each else []
            for each, end in zip(readings, ends, strict=True)
        ]

    def _compare(self, readings: Sequence[Reading]) -> NDArray[np.float32]:
        if not readings:
            return np.empty((0, len(self._entries)), dtype=np.float32)
        likeness = self._cosine([pieces(reading.text) for reading in readings])
        for row, reading in zip(likeness, readings, strict=True):
            row *= reading.weight
            if reading.within:
                row[~self._within(reading.within)] = 0
        return likeness

    def _cosine(self, texts: Sequence[list[str]]) -> NDArray[np.float32]:
        """Cosine to every wording; pieces that no wording has count as rare ones, not as none."""
        vectors = self._vectorizer.transform(texts)
        unknown = np.array([len(set(text) - self._known) for text in texts], dtype=np.float32)
        squares = vectors.multiply(vectors).sum(axis=1).A1 + unknown * self._rarest**2
        likeness: NDArray[np.float32] = (vectors @ self._wordings).toarray()
        likeness /= np.sqrt(np.maximum(squares, 1e-12))[:, np.newaxis]
        return likeness

    def _within(self, prefix: str) -> NDArray[np.bool_]:
        return np.array([entry.code.startswith(prefix) for entry in self._entries])

    def _best(self, likeness: NDArray[np.float32], top: int) -> list[Likeness]:
        per_code = np.maximum.reduceat(likeness, self._starts)
        ranked = np.argsort(-per_code, kind="stable")[:top]
        return [self._likeness(likeness, int(i)) for i in ranked if per_code[i] > 0]

    def _likeness(self, likeness: NDArray[np.float32], index: int) -> Likeness:
        start = self._starts[index]
        end = self._starts[index + 1] if index + 1 < len(self._starts) else len(likeness)
        best = start + int(np.argmax(likeness[start:end]))
        return Likeness(
            str(self._codes[index]), min(float(likeness[best]), 1.0), self._entries[best].text
        )
