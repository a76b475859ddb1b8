"""Texts and skills in one space: sentence embeddings through a learned projection."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.coding.embedding import embed
from services.matching.extraction.artefact import Artefact
from services.matching.extraction.words import Word

Floats = NDArray[np.float32]


class Meaning:
    """Skill vectors in the catalogue's order, and the way from text to them.

    A skill that the artefact does not know has no direction: its likeness to anything is 0.
    """

    def __init__(self, fitted: Artefact, skills: Sequence[str]) -> None:
        place = {skill: row for row, skill in enumerate(fitted.skills)}
        rows = np.array([place.get(skill, -1) for skill in skills], dtype=np.intp)
        known = (rows >= 0).astype(np.float32)
        self.skills: Floats = fitted.vectors[rows] * known[:, None]
        self.frequency: Floats = fitted.frequency[rows] * known
        self._projection = fitted.projection
        self._word = {word: row for row, word in enumerate(fitted.words)}
        nothing = np.zeros((1, fitted.word_vectors.shape[1]), dtype=np.float32)
        self._word_vectors: Floats = np.vstack([fitted.word_vectors, nothing])

    def of_texts(self, texts: Sequence[str]) -> Floats:
        """A direction for each text, by the whole sentence encoder."""
        return unit(embed(texts) @ self._projection)

    def of_words(self, found: Sequence[Word]) -> Floats:
        """A direction for each word by a table: cheap, and blind to what stands beside it.

        A word that no name has is like nothing: a row of zeros.
        """
        return self._word_vectors[[self._word.get(word.text, -1) for word in found]]


def unit(vectors: Floats) -> Floats:
    """The rows at length 1; rows of zeros stay."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Floats = vectors / np.maximum(lengths, 1e-6)
    return scaled
