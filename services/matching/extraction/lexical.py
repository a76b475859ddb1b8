"""Which names of skills a text has words of: an inverted index from word stems to names."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from services.matching.extraction.catalogue import Catalogue, is_thai
from services.matching.extraction.words import Word, stem, stems_of

Floats = NDArray[np.float32]

_MASS = 0.03
"""What a nat of matched rarity is worth beside coverage, so that of two names wholly in the text
the one that says more wins."""
_NO_STEM = ""
WIDEST_SPREAD = 3
"""Words that may stand between the words of a name wholly in the text."""


class Coverage(NamedTuple):
    """Of each skill's best name: share of its words in the text, their rarity, the name."""

    share: Floats
    mass: Floats
    name: NDArray[np.intp]


class Contained(NamedTuple):
    """A name all of whose words stand near one another, from the word `first` to the word `last`.

    `loose` counts the words between.
    """

    name: int
    first: int
    last: int
    loose: int


class LexicalIndex:
    """Names of a catalogue by their stems; rarity is the inverse document frequency over names.

    Spärck Jones (1972), Journal of Documentation 28(1).
    """

    def __init__(self, catalogue: Catalogue) -> None:
        named = [
            (name.skill, stems_of(name.text)) for name in catalogue.names if not is_thai(name.text)
        ]
        self.skill_of_name = np.array([skill for skill, _ in named], dtype=np.intp)
        self.stems_of_name = [tuple(stems) for _, stems in named]
        self._number = _numbers(self.stems_of_name)
        columns = [[self._number[stem_] for stem_ in set(stems)] for _, stems in named]
        flat = np.array([number for numbers in columns for number in numbers], dtype=np.intp)
        lengths = np.array([len(numbers) for numbers in columns], dtype=np.intp)
        frequency = np.bincount(flat, minlength=len(self._number))
        self.rarity = np.log(len(named) / frequency).astype(np.float32)
        self._names_with, self._bounds = _inverted(flat, lengths, frequency)
        self.total = np.bincount(
            np.repeat(np.arange(len(named)), lengths), self.rarity[flat], len(named)
        ).astype(np.float32)
        self._skills, self._starts = np.unique(self.skill_of_name, return_index=True)
        self._size = len(catalogue.skills)
        self._by_rarest = self._names_by_rarest_stems()

    def coverage(self, found: Sequence[Word]) -> Coverage:
        """How much of each skill's best name the words are; all names are weighed at once."""
        mass = np.zeros(len(self.total), dtype=np.float32)
        for stem_ in dict.fromkeys(_stems(found)):
            number = self._number.get(stem_)
            if number is not None:
                names = self._names_with[self._bounds[number] : self._bounds[number + 1]]
                mass[names] += self.rarity[number]
        share = np.divide(mass, np.maximum(self.total, 1e-6), dtype=np.float32)
        best = self._best(share + _MASS * mass)
        name = np.zeros(self._size, dtype=np.intp)
        name[self._skills] = best
        return Coverage(self._spread(share[best]), self._spread(mass[best]), name)

    def contained(self, found: Sequence[Word]) -> list[Contained]:
        """Names that the words hold whole and close together, the closest place of each."""
        stems = _stems(found)
        places: dict[str, list[int]] = defaultdict(list)
        for place, stem_ in enumerate(stems):
            places[stem_].append(place)
        present = {*places, _NO_STEM}
        matches = [
            _closest(name, self.stems_of_name[name], places, anchors)
            for rarest, anchors in places.items()
            if (by_second := self._by_rarest.get(rarest))
            for second in by_second.keys() & present
            for name, others in by_second[second]
            if others <= present
        ]
        return [match for match in matches if match.loose <= WIDEST_SPREAD]

    def locate(self, name: int, found: Sequence[Word]) -> tuple[int, int] | None:
        """The first place where the name's stems stand in their order and unbroken."""
        wanted, stems = self.stems_of_name[name], _stems(found)
        for first in range(len(stems) - len(wanted) + 1) if wanted else ():
            if tuple(stems[first : first + len(wanted)]) == wanted:
                return found[first].start, found[first + len(wanted) - 1].end
        return None

    def _spread(self, of_named: Floats) -> Floats:
        """Figures of the skills that have names here, in the catalogue's order."""
        of_all = np.zeros(self._size, dtype=np.float32)
        of_all[self._skills] = of_named
        return of_all

    def _best(self, score: Floats) -> NDArray[np.intp]:
        """For each skill that has names here, its name of highest score."""
        highest = np.maximum.reduceat(score, self._starts)
        lengths = np.diff(np.append(self._starts, len(score)))
        is_best = np.flatnonzero(score == np.repeat(highest, lengths))
        _, first = np.unique(self.skill_of_name[is_best], return_index=True)
        return is_best[first]

    def _names_by_rarest_stems(self) -> dict[str, dict[str, list[tuple[int, frozenset[str]]]]]:
        """Each name once with its other stems, under the two stems that fewest names have."""
        found: dict[str, dict[str, list[tuple[int, frozenset[str]]]]] = {}
        rarity = self.rarity.tolist()
        for name, stems in enumerate(self.stems_of_name):
            if stems:
                different = dict.fromkeys(stems)
                rarest, second, *others = [
                    *sorted(different, key=lambda stem_: -rarity[self._number[stem_]]),
                    _NO_STEM,
                ]
                names = found.setdefault(rarest, {}).setdefault(second, [])
                names.append((name, frozenset(others)))
        return found


def _stems(found: Sequence[Word]) -> list[str]:
    return [stem(word.text) for word in found]


def _numbers(stems_of_name: Sequence[Sequence[str]]) -> dict[str, int]:
    different = dict.fromkeys(stem_ for stems in stems_of_name for stem_ in stems)
    return {stem_: number for number, stem_ in enumerate(different)}


def _inverted(
    flat: NDArray[np.intp], lengths: NDArray[np.intp], frequency: NDArray[np.intp]
) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Names by stem number, and where each stem's names start."""
    names = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    return names[np.argsort(flat, kind="stable")], np.append(0, np.cumsum(frequency))


def _closest(
    name: int, wanted: Sequence[str], places: dict[str, list[int]], anchors: Sequence[int]
) -> Contained:
    """The tightest stretch around one of the `anchors` with the nearest place of each stem."""
    if len(wanted) == 1:
        return Contained(name, anchors[0], anchors[0], 0)
    best = Contained(name, 0, 0, WIDEST_SPREAD + 1)
    for anchor in anchors:
        near = {min(places[stem_], key=lambda place: abs(place - anchor)) for stem_ in wanted}
        first, last = min(near), max(near)
        loose = last - first + 1 - len(near)
        if loose < best.loose:
            best = Contained(name, first, last, loose)
    return best
