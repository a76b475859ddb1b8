"""Long texts read quickly: names that stand in them, judged by the words around."""

from collections.abc import Iterator, Sequence
from typing import Any

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
from services.matching.extraction.words import Word, meaning, passages

FEATURES = (
    "rarity of the name",
    "words of the name",
    "words between",
    "Thai name",
    HABIT,
    "likeness of the words around",
    "likeness of the words of the name",
    "outdone by an overlapping name",
)
MOST_IN_PASSAGE = 60


class QuickReading:
    """Gives the skills whose names a text holds, with what speaks for each, in linear time."""

    def __init__(self, index: LexicalIndex, thai: ThaiNames, space: Meaning) -> None:
        self._index, self._thai, self._space = index, thai, space
        self._mass = index.total
        self._length = [len(stems) for stems in index.stems_of_name]

    def read(self, texts: Sequence[str], found: Sequence[list[Word]]) -> Iterator[Evidence]:
        """One evidence for each text; `found` are its words."""
        for text, words in zip(texts, found, strict=True):
            yield self._evidence(text, words)

    def _evidence(self, text: str, words: list[Word]) -> Evidence:
        skills: list[int] = []
        rows: list[Floats] = []
        places: list[tuple[int, int]] = []
        for passage in passages(text, words):
            self._add_english(meaning(passage), skills, rows, places)
        self._add_thai(text, skills, rows, places)
        if not skills:
            return Evidence.nothing(len(FEATURES))
        return _best_of_each(
            np.array(skills, dtype=np.intp), np.vstack(rows).round(FEATURE_DECIMALS), places
        )

    def _add_english(
        self,
        content: list[Word],
        skills: list[int],
        rows: list[Floats],
        places: list[tuple[int, int]],
    ) -> None:
        matches = self._index.contained(content)
        if not matches:
            return
        if len(matches) > MOST_IN_PASSAGE:
            matches = sorted(matches, key=lambda match: -self._mass[match.name])[:MOST_IN_PASSAGE]
        names = [match.name for match in matches]
        numbers = self._index.skill_of_name[names]
        stretches = np.array([(match.first, match.last + 1) for match in matches])
        mass = self._mass[names]
        likeness = self._space.skills[numbers] @ self._space.of_words(content).T
        rows.append(
            np.column_stack(
                [
                    mass,
                    [self._length[name] for name in names],
                    [match.loose for match in matches],
                    np.zeros(len(matches)),
                    self._space.frequency[numbers],
                    likeness.mean(axis=1),
                    _means(likeness, stretches),
                    _outdone(mass, stretches),
                ]
            ).astype(np.float32)
        )
        skills.extend(numbers.tolist())
        places.extend((content[match.first].start, content[match.last].end) for match in matches)

    def _add_thai(
        self,
        text: str,
        skills: list[int],
        rows: list[Floats],
        places: list[tuple[int, int]],
    ) -> None:
        named = by_skill(named_in_thai(self._thai, text))
        for skill, found in named.items():
            skills.append(skill)
            places.append((found.start, found.end))
            rows.append(self._thai_row(skill, found))

    def _thai_row(self, skill: int, found: Found) -> Floats:
        """A Thai name has no English words to be compared: it counts as like itself."""
        frequency = self._space.frequency[skill]
        row = [[found.mass, 1, 0, 1, frequency, 0, 1, 0]]
        return np.array(row, dtype=np.float32)


def _means(likeness: Floats, stretches: NDArray[Any]) -> Floats:
    """Of each row, the mean between the columns of its stretch."""
    sums = np.zeros((len(likeness), likeness.shape[1] + 1), dtype=np.float32)
    np.cumsum(likeness, axis=1, out=sums[:, 1:])
    rows, (starts, ends) = np.arange(len(likeness)), stretches.T
    means: Floats = (sums[rows, ends] - sums[rows, starts]) / (ends - starts)
    return means


def _outdone(mass: Floats, stretches: NDArray[Any]) -> Floats:
    """By how much the rarest overlapping name is rarer."""
    starts, ends = stretches.T
    overlap = (starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None])
    rarest: Floats = np.where(overlap, mass[None, :], 0).max(axis=1)
    return rarest - mass


def _best_of_each(
    skills: NDArray[Any], features: Floats, places: Sequence[tuple[int, int]]
) -> Evidence:
    """Of a skill's places the rarest and tightest name's."""
    order = np.lexsort((features[:, 2] - features[:, 0], skills))
    different, first = np.unique(skills[order], return_index=True)
    chosen = order[first]
    return Evidence(different, features[chosen], [places[row] for row in chosen])
