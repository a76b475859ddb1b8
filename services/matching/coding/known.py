"""The lexicon by meaning: how near the nearest wording of every code is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from services.matching.coding.lexicon import Entry

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class KnownWordings:
    """The lexicon's wordings, sorted by code, their embeddings in fewer dimensions.

    `axes` are the first singular vectors of the embeddings: cosines keep all but their noise.
    """

    entries: Sequence[Entry]
    axes: Floats
    vectors: Floats

    @cached_property
    def codes(self) -> list[str]:
        """The codes that have a wording, in order."""
        return list(dict.fromkeys(entry.code for entry in self.entries))

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """Where each code's wordings begin."""
        codes = np.array([entry.code for entry in self.entries])
        return np.unique(codes, return_index=True)[1]

    @cached_property
    def _codes_of_key(self) -> dict[str, list[int]]:
        number = {code: i for i, code in enumerate(self.codes)}
        found: dict[str, list[int]] = {}
        for entry in self.entries:
            found.setdefault(entry.key, []).append(number[entry.code])
        return found

    def likeness(self, vectors: Floats) -> Floats:
        """Cosine of each vector to each wording."""
        return np.asarray((vectors @ self.axes) @ self.vectors.T, dtype=np.float32)

    def nearest(self, likeness: Floats) -> Floats:
        """The greatest likeness within each code."""
        found: Floats = np.maximum.reduceat(likeness, self.starts, axis=1)
        return found

    def same(self, keys: Sequence[str]) -> Floats:
        """The share of each code among the wordings with the same key."""
        found: Floats = np.zeros((len(keys), len(self.codes)), dtype=np.float32)
        for row, key in zip(found, keys, strict=True):
            codes = self._codes_of_key.get(key, ())
            for code in codes:
                row[code] = 1 / len(codes)
        return found

    def wording(self, likeness: Floats, column: int) -> Entry:
        """Of the code's wordings the one most like the text that `likeness` is a row for."""
        start = int(self.starts[column])
        end = int(self.starts[column + 1]) if column + 1 < len(self.starts) else len(self.entries)
        return self.entries[start + int(np.argmax(likeness[start:end]))]
