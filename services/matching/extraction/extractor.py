"""Texts to ranked skills: each read closely or quickly, judged, and put into circumstances."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from services.matching.extraction import circumstances, close, quick
from services.matching.extraction.artefact import Artefact, Reading
from services.matching.extraction.catalogue import Catalogue, is_thai
from services.matching.extraction.evidence import Evidence
from services.matching.extraction.lexical import LexicalIndex
from services.matching.extraction.meaning import Meaning
from services.matching.extraction.mention import Mention
from services.matching.extraction.thai import ThaiNames
from services.matching.extraction.words import Word, without_markup, words

MOST_WORDS_READ_CLOSELY = 80
MOST_CHARACTERS_READ_CLOSELY = 800
BLOCK = 64
"""Texts read together: sentence embeddings are cheaper in blocks, and memory is bounded."""
_DECIMALS = 6


class SkillExtractor:
    """ESCO skills in Thai and English advertisements, sentences and curricula.

    A text of up to 80 words is read closely: its sense and that of every run of up to three words
    are compared with all skills. A longer one is read quickly: only names that stand in it count.
    The close reading of a sentence takes some 20 ms, the quick one less than 1.
    """

    def __init__(self, catalogue: Catalogue, fitted: Artefact) -> None:
        index, thai = LexicalIndex(catalogue), thai_names(catalogue)
        space = Meaning(fitted, catalogue.skills)
        self._skills, self._fitted = catalogue.skills, fitted
        self._close = close.CloseReading(index, thai, space)
        self._quick = quick.QuickReading(index, thai, space)
        self.version = fitted.version

    def extract(
        self, texts: Sequence[str], top: int = 20, closely: bool = True
    ) -> list[list[Mention]]:
        """Up to `top` skills of each text, most probable first; not `closely`: all read quickly."""
        return [
            mentions
            for start in range(0, len(texts), BLOCK)
            for mentions in self._block(texts[start : start + BLOCK], top, closely)
        ]

    def evidence(self, texts: Sequence[str], closely: bool) -> Iterator[Evidence]:
        """What speaks for which skills, before it is judged: for training."""
        plain = [without_markup(text) for text in texts]
        reading = self._close if closely else self._quick
        return reading.read(plain, [words(text) for text in plain])

    def _block(self, texts: Sequence[str], top: int, closely: bool) -> list[list[Mention]]:
        plain = [without_markup(text) for text in texts]
        found = [words(text) for text in plain]
        is_short = [closely and _short(*pair) for pair in zip(plain, found, strict=True)]
        mentions: list[list[Mention]] = [[] for _ in texts]
        for reading, judged, short in (
            (self._close, self._fitted.close, True),
            (self._quick, self._fitted.quick, False),
        ):
            mine = [row for row, is_ in enumerate(is_short) if is_ is short]
            texts_read = [plain[row] for row in mine]
            evidences = list(reading.read(texts_read, [found[row] for row in mine]))
            for row, evidence, chances in zip(
                mine, evidences, probabilities(judged, evidences), strict=True
            ):
                said = circumstances.of(plain[row])
                mentions[row] = [
                    self._mention(texts[row], evidence, place, chances, judged.threshold, said)
                    for place in _ranked(evidence, chances, said)[:top]
                ]
        return mentions

    def _mention(
        self,
        text: str,
        evidence: Evidence,
        row: int,
        chances: NDArray[np.float64],
        threshold: float,
        said: circumstances.Circumstances,
    ) -> Mention:
        start, end = evidence.places[row]
        return Mention(
            skill=self._skills[int(evidence.skills[row])],
            probability=round(float(chances[row]), _DECIMALS),
            start=start,
            end=end,
            evidence=text[start:end],
            essential=said.essential(start, end),
            accepted=bool(chances[row] >= threshold),
        )


def probabilities(reading: Reading, evidences: Sequence[Evidence]) -> list[NDArray[np.float64]]:
    """Of every skill in each evidence; the model is asked once for all.

    The models were fitted on English sentences: where a Thai name of the lexicon stands in the
    text, people chose it for the skill, and it is accepted whatever they make of it.
    """
    features = [evidence.features for evidence in evidences]
    bounds = np.cumsum([len(rows) for rows in features])
    if not features or not bounds[-1]:
        return [np.empty(0) for _ in features]
    chances = reading.model.predict_proba(np.vstack(features))[:, 1]
    in_thai = np.concatenate([evidence.in_thai for evidence in evidences])
    chances = np.where(in_thai, np.maximum(chances, reading.threshold), chances)
    return np.split(chances, bounds[:-1])


def _ranked(
    evidence: Evidence, chances: NDArray[np.float64], said: circumstances.Circumstances
) -> list[int]:
    """Rows of the evidence by probability, without the skills that the text takes back."""
    order: list[int] = np.argsort(-chances, kind="stable").tolist()
    return [row for row in order if not said.excluded(*evidence.places[row])]


def thai_names(catalogue: Catalogue) -> ThaiNames:
    """The catalogue's names that are written in Thai."""
    return ThaiNames((name.text, name.skill) for name in catalogue.names if is_thai(name.text))


def _short(text: str, found: Sequence[Word]) -> bool:
    return len(found) <= MOST_WORDS_READ_CLOSELY and len(text) <= MOST_CHARACTERS_READ_CLOSELY
