"""Codes that people gave to texts: certain for the same text, felt by the texts like it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer

from services.matching.coding.answers import Candidate
from services.matching.coding.spelling import pieces

FELT_FROM = 0.7
"""A correction less alike than this says nothing about a text."""
MOST_FELT = 0.9
"""What a correction weighs whose pieces are the text's but whose words are not."""


class Correction(NamedTuple):
    """A text as a person saw it, and the code he or she gave."""

    text: str
    code: str


_VECTORS: Any = HashingVectorizer(analyzer=pieces, n_features=2**20, dtype=np.float32)


def _nothing() -> Any:
    return sparse.csr_matrix((0, _VECTORS.n_features), dtype=np.float32)


@dataclass(frozen=True)
class Corrections:
    """What a coder was taught; never changed, `and_also` gives another one.

    `spell` brings a text to the form by which two texts are the same.
    """

    spell: Callable[[str], str]
    by_key: dict[str, Correction] = field(default_factory=dict)
    rows: Any = field(default_factory=_nothing)

    def and_also(self, wordings: Sequence[tuple[str, str]]) -> "Corrections":
        """These and older ones; of two about the same text the last counts."""
        latest = {key: Correction(*pair) for pair in wordings if (key := self.spell(pair[0]))}
        if not latest:
            return self
        kept = np.flatnonzero([key not in latest for key in self.by_key])
        older = {key: each for key, each in self.by_key.items() if key not in latest}
        rows = sparse.vstack([self.rows[kept], _VECTORS.transform(list(latest))], format="csr")
        return Corrections(self.spell, older | latest, rows)

    def heard(
        self, texts: Sequence[str], found: Sequence[list[Candidate]]
    ) -> list[list[Candidate]]:
        """The candidates of each text after the corrections had their say."""
        if not self.by_key:
            return list(found)
        keys = [self.spell(text) for text in texts]
        alike = (_VECTORS.transform(keys) @ self.rows.T).toarray()
        return [
            self._heard(key, row, candidates)
            for key, row, candidates in zip(keys, alike, found, strict=True)
        ]

    def _heard(
        self, key: str, alike: NDArray[np.float32], found: list[Candidate]
    ) -> list[Candidate]:
        same = self.by_key.get(key)
        if same:
            return [Candidate(same.code, 1.0, same.text)]
        nearest = int(alike.argmax())
        felt = MOST_FELT * (float(alike[nearest]) - FELT_FROM) / (1 - FELT_FROM)
        if felt <= 0:
            return found
        correction = list(self.by_key.values())[nearest]
        return mixed(found, correction, min(felt, MOST_FELT))


def mixed(found: Sequence[Candidate], correction: Correction, weight: float) -> list[Candidate]:
    """The candidates at what the correction's weight leaves them, its code gaining the weight."""
    others = [
        Candidate(each.code, (1 - weight) * each.probability, each.evidence)
        for each in found
        if each.code != correction.code
    ]
    before = sum(each.probability for each in found if each.code == correction.code)
    corrected = Candidate(correction.code, weight + (1 - weight) * before, correction.text)
    return sorted([corrected, *others], key=lambda each: -each.probability)
