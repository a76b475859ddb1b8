"""What a coder learns from: texts with codes, read as the coder reads them and cut into folds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from services.matching.coding.combination import Read, read
from services.matching.coding.embedding import embed
from services.matching.coding.lexicon import Entry
from services.matching.coding.reading import Reading
from services.matching.training.wordings import KnownText, part_of

Floats = NDArray[np.float32]
Readings = Callable[[str], tuple[Reading, ...]]

FOLDS = 2
LEXICON = "lexicon"
LEXICON_COUNT = 0.3
"""A wording of the lexicon that the lexicon lacks is a harder text than those that are sent."""
_NEVER = -1


@dataclass(frozen=True)
class Lesson:
    """Texts of one source; `weight` 0 says that models do not learn from them.

    What votes weigh is tuned on lessons that `count`, each text as answered by models that have
    not seen it; `count` is for the whole lesson, however many texts it has.
    """

    name: str
    texts: Sequence[KnownText]
    weight: float
    count: float = 1.0


@dataclass(frozen=True)
class Lessons:
    """All lessons of a subject as one table; `folds` is −1 where a text is never left out."""

    entries: Sequence[Entry]
    codes: Sequence[str]
    names: Sequence[str]
    reads: Sequence[Read]
    right: NDArray[np.bool_]
    classes: NDArray[np.intp]
    weights: Floats
    folds: NDArray[np.intp]
    vectors: Floats
    counts: Mapping[str, float]

    @property
    def of_lexicon(self) -> NDArray[np.bool_]:
        """The rows that are the lexicon's own wordings, in the order of its entries."""
        return np.array([name == LEXICON for name in self.names])


def lessons_of(
    entries: Sequence[Entry], readings: Readings, lessons: Sequence[Lesson], weight: float
) -> Lessons:
    """The lexicon's entries, at this weight, and the other lessons; codes it lacks are left out."""
    codes = list(dict.fromkeys(entry.code for entry in entries))
    column = {code: number for number, code in enumerate(codes)}
    rows = [*_wordings(entries, weight), *_texts(lessons, readings, column)]
    right = np.zeros((len(rows), len(codes)), dtype=bool)
    for row, (_, known, _, _) in zip(right, rows, strict=True):
        row[[column[code] for code in known.accepted if code in column]] = True
    return Lessons(
        entries=entries,
        codes=codes,
        names=[lesson.name for lesson, *_ in rows],
        reads=[one for *_, one, _ in rows],
        right=right,
        classes=np.array([column[known.code] for _, known, _, _ in rows]),
        weights=np.array([lesson.weight for lesson, *_ in rows], dtype=np.float32),
        folds=np.array([fold for *_, fold in rows]),
        vectors=embed([one.key for *_, one, _ in rows]),
        counts={lesson.name: lesson.count for lesson, *_ in rows},
    )


_Row = tuple[Lesson, KnownText, Read, int]


def _wordings(entries: Sequence[Entry], weight: float) -> Iterator[_Row]:
    lexicon = Lesson(LEXICON, (), weight, LEXICON_COUNT)
    for entry in entries:
        known = KnownText(entry.text, entry.code, frozenset((entry.code,)))
        yield lexicon, known, Read(entry.key, entry.key, ""), _fold(lexicon, entry.key)


def _texts(lessons: Sequence[Lesson], readings: Readings, column: dict[str, int]) -> Iterator[_Row]:
    for lesson in lessons:
        for known in lesson.texts:
            found = readings(known.text)
            if found and known.code in column:
                one = read(found)
                yield lesson, known, one, _fold(lesson, one.key)


def _fold(lesson: Lesson, key: str) -> int:
    """Each lesson is cut anew, so that a text's twin in another lesson may be known."""
    return part_of(f"{lesson.name} {key}", FOLDS) if lesson.count else _NEVER
