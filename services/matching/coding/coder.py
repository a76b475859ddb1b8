"""Coders: texts to ranked candidates, or to one decision that abstains when in doubt."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Self

from services.matching.coding import lexicon, programmes, titles
from services.matching.coding.answers import Candidate, Coded
from services.matching.coding.calibration import Calibration, Script, script_of
from services.matching.coding.corrections import Corrections
from services.matching.coding.nearest import Likeness, NearestWordings

LEAST_COMPARED = 5
"""Candidates weighed against one another, however few are asked for."""


class WordingCoder:
    """Codes a text as the wordings of the lexicon that it is most like."""

    def __init__(
        self,
        index: NearestWordings,
        calibrations: Mapping[Script, Calibration],
        spell: Callable[[str], str],
    ) -> None:
        self._index = index
        self._calibrations = calibrations
        self.corrections = Corrections(spell)

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
        nearest = self._index.nearest(texts, max(top, LEAST_COMPARED))
        found = [self._candidates(*pair) for pair in zip(texts, nearest, strict=True)]
        return [candidates[:top] for candidates in self.corrections.heard(texts, found)]

    def decide(self, texts: Sequence[str]) -> list[Coded]:
        """The best candidate of each text where it reaches its script's threshold."""
        return [
            self._decision(text, candidates)
            for text, candidates in zip(texts, self.code(texts), strict=True)
        ]

    def _candidates(self, text: str, found: Sequence[Likeness]) -> list[Candidate]:
        calibration = self._calibrations[script_of(text)]
        probabilities = calibration.probabilities([each.likeness for each in found])
        return [
            Candidate(each.code, probability, each.evidence)
            for each, probability in zip(found, probabilities, strict=True)
        ]

    def _decision(self, text: str, candidates: Sequence[Candidate]) -> Coded:
        if not candidates:
            return Coded(None, None, None, "uncoded")
        best = candidates[0]
        if best.probability < self._calibrations[script_of(text)].threshold:
            return Coded(None, best.probability, best.evidence, "uncoded")
        return Coded(best.code, best.probability, best.evidence, "coded")


class OccupationCoder(WordingCoder):
    """Job and vacancy titles, Thai, English or mixed, to ISCO-08 unit groups."""

    def __init__(self, calibrations: Mapping[Script, Calibration]) -> None:
        index = NearestWordings(lexicon.occupation_entries(), titles.readings)
        super().__init__(index, calibrations, titles.job_title)


class FieldCoder(WordingCoder):
    """Names of programmes and degrees, Thai or English, to ISCED-F 2013 detailed fields."""

    def __init__(self, calibrations: Mapping[Script, Calibration]) -> None:
        index = NearestWordings(lexicon.field_entries(), programmes.readings)
        super().__init__(index, calibrations, programmes.programme_name)
