"""Official titles of occupations: they decide where the coder alone would not."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.matching.coding.answers import Candidate, Coded
from services.matching.domain import Candidate as AnyCandidate
from services.matching.domain import Coded as AnyCoded
from services.matching.domain import Coder

AGREEMENT = 0.69
"""How often a vacancy's title that is an ESCO title is in that title's unit group: 970 of 1,407
such titles of MyFutureJobs, coded to ESCO by others."""

UNIT_GROUP = 4


class Title(NamedTuple):
    """A title as ESCO writes it, and its unit group."""

    text: str
    code: str


class OfficialTitles:
    """A coder of titles that also knows those of an ESCO release, word for word.

    They are heard where it abstains or stays above the unit group, if they lie within what it
    answers; so what a person corrected always stands.
    """

    def __init__(self, coder: Coder, titles: Iterable[Title]) -> None:
        self._coder = coder
        self._titles = _of_one_group(coder, titles)

    def key(self, text: str) -> str:
        """The form by which two texts are the same to this coder."""
        return self._coder.key(text)

    def taught(self, wordings: Sequence[tuple[str, str]]) -> "OfficialTitles":
        """The same titles around a coder that also knows these wordings."""
        pupil = OfficialTitles(self._coder.taught(wordings), ())
        pupil._titles = self._titles
        return pupil

    def code(self, texts: Sequence[str], top: int = 1) -> list[Sequence[AnyCandidate]]:
        """Up to `top` candidates for each text, most probable first."""
        found = self._coder.code(texts, top)
        return [
            candidates if title is None else _mixed(candidates, title)[:top]
            for candidates, title in zip(found, self._heard(texts), strict=True)
        ]

    def decide(self, texts: Sequence[str]) -> list[AnyCoded]:
        """The coder's decision, or the official title's where it is heard."""
        decided = self._coder.decide(texts)
        return [
            coded if title is None else Coded(title.code, AGREEMENT, title.text, "coded")
            for coded, title in zip(decided, self._among(texts, decided), strict=True)
        ]

    def _heard(self, texts: Sequence[str]) -> list[Title | None]:
        known = [text for text in texts if self.key(text) in self._titles]
        heard = dict(zip(known, self._among(known, self._coder.decide(known)), strict=True))
        return [heard.get(text) for text in texts]

    def _among(self, texts: Sequence[str], decided: Sequence[AnyCoded]) -> list[Title | None]:
        titles = [self._titles.get(self.key(text)) for text in texts]
        return [
            title if title and _leaves_open(coded, title.code) else None
            for title, coded in zip(titles, decided, strict=True)
        ]


def _of_one_group(coder: Coder, titles: Iterable[Title]) -> dict[str, Title]:
    """The first title of each key. Without rank, titles of two unit groups may read alike: a key
    that they share tells neither, and is left out."""
    first: dict[str, Title] = {}
    shared: set[str] = set()
    for title in titles:
        key = coder.key(title.text)
        if first.setdefault(key, title).code != title.code:
            shared.add(key)
    return {key: title for key, title in first.items() if key not in shared}


def _leaves_open(coded: AnyCoded, code: str) -> bool:
    answered = coded.code or ""
    return len(answered) < UNIT_GROUP and code.startswith(answered)


def _mixed(candidates: Sequence[AnyCandidate], title: Title) -> list[Candidate]:
    """The title's code first, the others at what its agreement leaves them."""
    left = 1 - AGREEMENT
    own = sum(each.probability for each in candidates if each.code == title.code)
    others = [
        Candidate(each.code, left * each.probability, each.evidence)
        for each in candidates
        if each.code != title.code
    ]
    return [Candidate(title.code, AGREEMENT + left * own, title.text), *others]
