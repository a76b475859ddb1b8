"""Short texts read closely: every run of words is compared with every skill."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.extraction.evidence import (
    FEATURE_DECIMALS,
    HABIT,
    Evidence,
    Found,
    by_skill,
    named_in_thai,
)
from services.matching.extraction.lexical import LexicalIndex
from services.matching.extraction.meaning import Floats, Meaning
from services.matching.extraction.thai import ThaiNames
from services.matching.extraction.words import Word, meaning, windows

NEAREST = 60
"""Skills taken from each of the three orders: whole text, best run of words, words of the name."""
LEAST_SHARE = 0.5
FEATURES = (
    "likeness of the text",
    "likeness of the best run of words",
    "words of the name in the text",
    "their rarity",
    "name stands unbroken",
    "behind the likest text",
    "behind the likest run",
    HABIT,
    "rank by text",
    "rank by run",
    "words of the text",
    "text and run",
    "name and run",
)


class CloseReading:
    """Gives the skills that a short text may mean, with what speaks for each."""

    def __init__(self, index: LexicalIndex, thai: ThaiNames, space: Meaning) -> None:
        self._index, self._thai, self._space = index, thai, space

    def read(self, texts: Sequence[str], found: Sequence[list[Word]]) -> Iterator[Evidence]:
        """One evidence for each text; `found` are its words."""
        places = [windows(words) for words in found]
        runs = list(
            dict.fromkeys(
                text[start:end].lower()
                for text, of_text in zip(texts, places, strict=True)
                for start, end in of_text
            )
        )
        number = {run: row for row, run in enumerate(runs)}
        vectors, wholes = self._space.of_texts(runs), self._space.of_texts(texts)
        for text, words, of_text, whole in zip(texts, found, places, wholes, strict=True):
            rows = [number[text[start:end].lower()] for start, end in of_text]
            yield self._evidence(text, words, of_text, whole, vectors[rows])

    def _evidence(
        self,
        text: str,
        words: list[Word],
        places: Sequence[tuple[int, int]],
        whole: Floats,
        runs: Floats,
    ) -> Evidence:
        content = meaning(words)
        if not places:
            return Evidence.nothing(len(FEATURES))
        by_text, by_run = self._space.skills @ whole, self._space.skills @ runs.T
        likest = by_run.max(axis=1)
        cover = self._index.coverage(content)
        thai = by_skill(named_in_thai(self._thai, text))
        share, mass = cover.share.copy(), cover.mass.copy()
        for skill, named in thai.items():
            share[skill], mass[skill] = 1.0, named.mass
        lexical = np.where(share >= LEAST_SHARE, share + 0.03 * mass, 0.0)
        chosen = np.unique(np.concatenate([_first(by_text), _first(likest), _first(lexical)]))
        located = [
            thai[skill]
            if skill in thai
            else self._located(cover.name[skill], share[skill], content, places, by_run[skill])
            for skill in chosen.tolist()
        ]
        unbroken = np.array([named.unbroken for named in located], dtype=np.float32)
        features = np.column_stack(
            [
                by_text[chosen],
                likest[chosen],
                share[chosen],
                mass[chosen],
                unbroken,
                by_text.max() - by_text[chosen],
                likest.max() - likest[chosen],
                self._space.frequency[chosen],
                _reciprocal_ranks(by_text[chosen]),
                _reciprocal_ranks(likest[chosen]),
                np.full(len(chosen), np.log1p(len(words))),
                by_text[chosen] * likest[chosen],
                share[chosen] * likest[chosen],
            ]
        ).astype(np.float32)
        return Evidence(
            chosen,
            features.round(FEATURE_DECIMALS),
            [(named.start, named.end) for named in located],
            np.isin(chosen, list(thai)),
        )

    def _located(
        self,
        name: int,
        share: float,
        content: list[Word],
        places: Sequence[tuple[int, int]],
        likeness: Floats,
    ) -> Found:
        """Where the name stands in the text, else the run of words most like the skill."""
        stands = self._index.locate(name, content) if share > 0.99 else None
        start, end = stands or places[int(likeness.argmax())]
        return Found(start, end, 0.0, stands is not None)


def _first(order: Floats) -> NDArray[np.intp]:
    """The skills of highest value, those of value zero or less left out."""
    first = np.argpartition(-order, NEAREST)[:NEAREST] if len(order) > NEAREST else order.argsort()
    return first[order[first] > 0]


def _reciprocal_ranks(values: Floats) -> Floats:
    ranks = np.empty(len(values), dtype=np.float32)
    ranks[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    return np.reciprocal(ranks)
