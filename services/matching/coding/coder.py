"""Coders: texts to ranked candidates, or to one decision that abstains when in doubt."""

import copy
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from services.matching.coding import combination, evidence, programmes, titles
from services.matching.coding.answers import Candidate, Coded
from services.matching.coding.combination import Combination, Read
from services.matching.coding.corrections import Corrections, Heard
from services.matching.coding.hierarchy import Hierarchy
from services.matching.coding.reading import Reading
from services.matching.coding.recent import Recent

BATCH = 256
"""Texts judged at once: bounds memory at about 10 MB per thousand wordings."""
THRESHOLD = 0.5
"""A code is answered when it is likelier than all others together."""
KEPT = 1_024
"""Texts whose distribution is kept, about 25 MB: a request's texts are decided and ranked."""
LONGEST = 1_000
"""Characters read of a text: no title is longer, and time is to stay linear."""

Floats = NDArray[np.float32]
Readings = Callable[[str], tuple[Reading, ...]]


_MARKUP = re.compile(r"<[^<>]{0,200}>|&(?:[a-z]{2,8}|#\d{1,7});", re.IGNORECASE)
_AFTER_DIGITS = ":"
_NOTHING: Floats = np.empty(0, dtype=np.float32)


class Judged(NamedTuple):
    """A text with the probability of every code and the likeness of every known wording."""

    key: str
    probabilities: Floats
    likeness: Floats
    words: Mapping[str, Floats]
    heard: Heard | None


def plain(text: str) -> str:
    """The text as far as it is read, without the marks of HTML."""
    return _MARKUP.sub(" ", text[:LONGEST])


class TextCoder:
    """Codes texts by what a combination of sources makes of their readings."""

    def __init__(
        self,
        combined: Combination,
        readings: Readings,
        spell: Callable[[str], str],
        lengths: Sequence[int],
    ) -> None:
        self._combined = combined
        self._codes = combined.known.codes
        self._column = {code: column for column, code in enumerate(self._codes)}
        self._words = Recent(combined.words.votes, evidence.WORDS_KEPT)
        self._judgements: Recent[Read, tuple[Floats, Floats]] = Recent(
            lambda reads: zip(*combined.judged(reads), strict=True), KEPT
        )
        self._readings = readings
        self._hierarchy = Hierarchy(self._codes, lengths)
        self.corrections = Corrections(lambda text: spell(plain(text)))

    def key(self, text: str) -> str:
        """The form by which two texts are the same to this coder."""
        return self.corrections.spell(text)

    def taught(self, wordings: Sequence[tuple[str, str]]) -> Self:
        """A coder that also knows these texts and their codes; of equal texts the last counts."""
        pupil = copy.copy(self)
        pupil.corrections = self.corrections.and_also(wordings)
        return pupil

    def code(self, texts: Sequence[str], top: int = 1) -> list[list[Candidate]]:
        """Up to `top` candidates for each text, most probable first."""
        return [[] if each is None else self._best(each, top) for each in self._judged(texts)]

    def decide(self, texts: Sequence[str]) -> list[Coded]:
        """The longest code that is probable enough for each text, of any depth."""
        return [
            Coded(None, None, None, "uncoded") if each is None else self._decision(each)
            for each in self._judged(texts)
        ]

    def _judged(self, texts: Sequence[str]) -> Iterator[Judged | None]:
        for start in range(0, len(texts), BATCH):
            yield from self._judged_batch([plain(text) for text in texts[start : start + BATCH]])

    def _judged_batch(self, texts: Sequence[str]) -> Iterator[Judged | None]:
        readings = [self._readings(text) for text in texts]
        reads = [combination.read(found) if found else None for found in readings]
        rows = self._judgements.of(one for one in reads if one is not None)
        words = self._words.of(evidence.words_of(one.key for one in rows))
        for one, heard in zip(reads, self.corrections.about(texts), strict=True):
            if one is not None:
                probabilities, likeness = rows[one]
                yield Judged(one.key, self._after(probabilities, heard), likeness, words, heard)
            elif heard and heard.weight == 1:
                yield Judged("", _NOTHING, _NOTHING, {}, heard)
            else:
                yield None

    def _after(self, probabilities: Floats, heard: Heard | None) -> Floats:
        """The distribution with a correction of one of its codes mixed in."""
        column = None if heard is None else self._column.get(heard.code)
        if heard is None or column is None:
            return probabilities
        mixed = probabilities * np.float32(1 - heard.weight)
        mixed[column] += heard.weight
        return mixed

    def _best(self, judged: Judged, top: int) -> list[Candidate]:
        if judged.heard and judged.heard.weight == 1:
            return [Candidate(judged.heard.code, 1.0, evidence.corrected(judged.heard.key))]
        ranked = np.argsort(-judged.probabilities, kind="stable")[:top]
        return [
            Candidate(
                self._codes[column],
                min(float(judged.probabilities[column]), 1.0),
                self._evidence(judged, int(column)),
            )
            for column in ranked
        ]

    def _decision(self, judged: Judged) -> Coded:
        if judged.heard and judged.heard.weight == 1:
            shown = evidence.corrected(judged.heard.key)
            return Coded(judged.heard.code, 1.0, shown, "coded")
        (sure,) = self._hierarchy.deepest(judged.probabilities[np.newaxis], THRESHOLD)
        shown = self._evidence(judged, self._likeliest_below(judged, sure.code))
        if sure.probability < THRESHOLD:
            return Coded(None, sure.probability, shown, "uncoded")
        return Coded(sure.code, sure.probability, shown, "coded")

    def _likeliest_below(self, judged: Judged, prefix: str) -> int:
        first = bisect_left(self._codes, prefix)
        end = bisect_left(self._codes, prefix + _AFTER_DIGITS)
        return first + int(judged.probabilities[first:end].argmax())

    def _evidence(self, judged: Judged, column: int) -> str:
        """That people corrected it, or the code's known wording most like the text; its words."""
        if judged.heard and judged.heard.code == self._codes[column]:
            wording = evidence.CORRECTED
        else:
            wording = self._combined.known.wording(judged.likeness, column).text
        return evidence.stated(wording, judged.key, judged.words, column)


class OccupationCoder(TextCoder):
    """Job and vacancy titles, Thai, English or mixed, to ISCO-08 groups."""

    def __init__(self, combined: Combination) -> None:
        super().__init__(combined, titles.readings, titles.job_title, (4, 3, 2, 1))


class FieldCoder(TextCoder):
    """Names of programmes and degrees, Thai or English, to ISCED-F 2013 fields."""

    def __init__(self, combined: Combination) -> None:
        super().__init__(combined, programmes.readings, programmes.programme_name, (4, 3, 2))
