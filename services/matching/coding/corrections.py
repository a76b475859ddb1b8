"""Codes that people gave to texts: certain for the same text, felt by the texts like it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from services.matching.coding.clues import clues

FELT_FROM = 0.7
"""A correction less alike than this says nothing about a text."""
MOST_FELT = 0.9
"""What a correction weighs whose pieces are the text's but whose words are not."""


class Heard(NamedTuple):
    """A person's code, what it weighs for a text (1: it is about the same text), the text's form.

    Nothing is handed on of the text that the person saw: it may be another provider's.
    """

    code: str
    weight: float
    key: str


_VECTORS: Any = HashingVectorizer(analyzer=clues, n_features=2**20, dtype=np.float32)


def _nothing() -> Any:
    return sparse.csr_matrix((0, _VECTORS.n_features), dtype=np.float32)


@dataclass(frozen=True)
class Corrections:
    """What a coder was taught; never changed, `and_also` gives another one.

    `spell` brings a text to the form by which two texts are the same; `by_key` has their codes.
    """

    spell: Callable[[str], str]
    by_key: dict[str, str] = field(default_factory=dict)
    rows: Any = field(default_factory=_nothing)

    def and_also(self, wordings: Sequence[tuple[str, str]]) -> "Corrections":
        """These and older ones; of two about the same text the last counts."""
        latest = {key: code for text, code in wordings if (key := self.spell(text))}
        if not latest:
            return self
        kept = np.flatnonzero([key not in latest for key in self.by_key])
        older = {key: each for key, each in self.by_key.items() if key not in latest}
        rows = sparse.vstack([self.rows[kept], _VECTORS.transform(list(latest))], format="csr")
        return Corrections(self.spell, older | latest, rows)

    def about(self, texts: Sequence[str]) -> list[Heard | None]:
        """The correction that each text is the same as or like, and how much it weighs."""
        if not self.by_key:
            return [None] * len(texts)
        keys = [self.spell(text) for text in texts]
        alike = self._rows_of(keys)
        every = list(self.by_key.values())
        return [self._about(key, row, every) for key, row in zip(keys, alike, strict=True)]

    def _rows_of(self, keys: Sequence[str]) -> Any:
        return _VECTORS.transform(keys) @ self.rows.T

    def _about(self, key: str, alike: Any, every: Sequence[str]) -> Heard | None:
        same = self.by_key.get(key)
        if same:
            return Heard(same, 1.0, key)
        if not alike.nnz:
            return None
        nearest = int(alike.data.argmax())
        felt = MOST_FELT * (float(alike.data[nearest]) - FELT_FROM) / (1 - FELT_FROM)
        if felt <= 0:
            return None
        return Heard(every[int(alike.indices[nearest])], min(felt, MOST_FELT), key)
