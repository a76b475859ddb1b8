"""Long texts read quickly: names that stand in them, judged by the words around."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

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
from services.matching.extraction.lexical import Contained, LexicalIndex
from services.matching.extraction.meaning import Floats, Meaning
from services.matching.extraction.thai import ThaiNames
from services.matching.extraction.words import Word, meaning, passages

THAI = "Thai name"
FEATURES = (
    "rarity of the name",
    "words of the name",
    "words between",
    THAI,
    HABIT,
    "likeness of the words around",
    "likeness of the words of the name",
    "outdone by an overlapping name",
)
MOST_IN_PASSAGE = 60
WORDS_TOGETHER = 300
"""Passages are weighed together up to here: fewer steps, and memory stays bounded."""


class _Match(NamedTuple):
    """A name from the word `first` up to `end`, in a passage from `passage` up to `passage_end`."""

    name: int
    first: int
    end: int
    loose: int
    passage: int
    passage_end: int


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
        for content, matches in self._named(text, words):
            numbers = self._index.skill_of_name[[match.name for match in matches]]
            rows.append(self._features(content, matches, numbers))
            skills.extend(numbers.tolist())
            places.extend((content[m.first].start, content[m.end - 1].end) for m in matches)
        self._add_thai(text, skills, rows, places)
        if not skills:
            return Evidence.nothing(len(FEATURES))
        features = np.vstack(rows).round(FEATURE_DECIMALS)
        return _best_of_each(np.array(skills, dtype=np.intp), features, places)

    def _named(self, text: str, words: list[Word]) -> Iterator[tuple[list[Word], list[_Match]]]:
        """Words without stop words, some passages at a time, and the names that they hold."""
        content: list[Word] = []
        matches: list[_Match] = []
        for passage in passages(text, words):
            here, before = meaning(passage), len(content)
            content += here
            matches += (
                _Match(name, before + first, before + last + 1, loose, before, len(content))
                for name, first, last, loose in self._rarest(self._index.contained(here))
            )
            if len(content) >= WORDS_TOGETHER:
                if matches:
                    yield content, matches
                content, matches = [], []
        if matches:
            yield content, matches

    def _rarest(self, matches: list[Contained]) -> list[Contained]:
        if len(matches) <= MOST_IN_PASSAGE:
            return matches
        return sorted(matches, key=lambda match: -self._mass[match.name])[:MOST_IN_PASSAGE]

    def _features(
        self, content: list[Word], matches: list[_Match], numbers: NDArray[np.intp]
    ) -> Floats:
        names, firsts, ends, loose, starts_of, ends_of = np.array(matches, dtype=np.intp).T
        mass = self._mass[names]
        sums = _running_sums(self._space.skills[numbers] @ self._space.of_words(content).T)
        return np.column_stack(
            [
                mass,
                [self._length[match.name] for match in matches],
                loose,
                np.zeros(len(matches)),
                self._space.frequency[numbers],
                _means(sums, starts_of, ends_of),
                _means(sums, firsts, ends),
                _outdone(mass, firsts, ends),
            ]
        ).astype(np.float32)

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


def _running_sums(likeness: Floats) -> Floats:
    sums = np.zeros((len(likeness), likeness.shape[1] + 1), dtype=np.float32)
    np.cumsum(likeness, axis=1, out=sums[:, 1:])
    return sums


def _means(sums: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Floats:
    """Of each row of running sums, the mean from its start up to its end."""
    rows = np.arange(len(sums))
    means: Floats = (sums[rows, ends] - sums[rows, starts]) / (ends - starts)
    return means


def _outdone(mass: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> Floats:
    """By how much the rarest overlapping name is rarer."""
    overlap = (starts[:, None] < ends[None, :]) & (starts[None, :] < ends[:, None])
    rarest: Floats = np.where(overlap, mass[None, :], 0).max(axis=1)
    return rarest - mass


def _best_of_each(
    skills: NDArray[np.intp], features: Floats, places: Sequence[tuple[int, int]]
) -> Evidence:
    """Of a skill's places the rarest and tightest name's."""
    order = np.lexsort((features[:, 2] - features[:, 0], skills))
    different, first = np.unique(skills[order], return_index=True)
    chosen = order[first]
    in_thai = features[chosen, FEATURES.index(THAI)] > 0
    return Evidence(different, features[chosen], [places[row] for row in chosen], in_thai)
