"""Stand-ins for the coders and the judge: they know what a test tells them and nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.matching.domain import CodedGraduate, Coders
from shared.contracts import Judgement
from shared.contracts.assessment import CodingStatus
from shared.taxonomy import skills as esco
from shared.text import match_key


@dataclass(frozen=True)
class Candidate:
    code: str
    probability: float
    evidence: str


@dataclass(frozen=True)
class Coded:
    code: str | None
    probability: float | None
    evidence: str | None
    status: CodingStatus


@dataclass
class DictionaryCoder:
    """Codes exactly the texts it was given; `calls` shows what it was asked."""

    codes: Mapping[str, str]
    calls: list[list[str]] = field(default_factory=list)

    def key(self, text: str) -> str:
        return match_key(text)

    def taught(self, wordings: Sequence[tuple[str, str]]) -> "DictionaryCoder":
        return DictionaryCoder({**self.codes, **dict(wordings)})

    def code(self, texts: Sequence[str], top: int = 1) -> list[list[Candidate]]:
        return [[Candidate(c, 0.9, t)][:top] if (c := self.codes.get(t)) else [] for t in texts]

    def decide(self, texts: Sequence[str]) -> list[Coded]:
        self.calls.append(list(texts))
        return [
            Coded(code, 0.9, text, "coded")
            if (code := self.codes.get(text))
            else Coded(None, 0.1, None, "uncoded")
            for text in texts
        ]


@dataclass(frozen=True)
class Mention:
    skill: str
    probability: float
    start: int
    end: int
    evidence: str
    essential: bool | None
    accepted: bool


@dataclass
class WordExtractor:
    """Finds the skills whose names are words of the text; those in capitals it accepts."""

    version: str = "fake-1"
    calls: list[list[str]] = field(default_factory=list)

    def extract(
        self, texts: Sequence[str], top: int = 20, closely: bool = True
    ) -> list[list[Mention]]:
        self.calls.append(list(texts))
        return [self._mentions(text)[:top] for text in texts]

    def _mentions(self, text: str) -> list[Mention]:
        return [
            Mention(skill, 0.9, *word.span(), word[0], essential=None, accepted=word[0].isupper())
            for word in re.finditer(r"\w+", text)
            if (skill := esco.find(word[0]))
        ]


class OneJudge:
    """Says of everybody that the evidence is insufficient."""

    versions: Mapping[str, str] = {"judge": "fake-1"}

    def __init__(self) -> None:
        self.seen: list[CodedGraduate] = []

    def judge(self, graduates: Sequence[CodedGraduate]) -> list[tuple[Judgement, ...]]:
        self.seen.extend(graduates)
        verdict = Judgement(
            dimension="vertical", method="normative_b", verdict="insufficient_evidence"
        )
        return [(verdict,) for _ in graduates]


@dataclass
class ListTally:
    """Keeps what it was told."""

    codings: list[tuple[str, str]] = field(default_factory=list)
    listed_skills: list[tuple[str, int, int]] = field(default_factory=list)

    def coded(self, subject: str, status: str) -> None:
        self.codings.append((subject, status))

    def skills(self, subject: str, recognised: int, unrecognised: int) -> None:
        self.listed_skills.append((subject, recognised, unrecognised))


def coders(
    titles: Mapping[str, str] | None = None, programmes: Mapping[str, str] | None = None
) -> Coders:
    """Coders that know these texts."""
    return Coders(
        occupations=DictionaryCoder(titles or {}),
        fields=DictionaryCoder(programmes or {}),
        versions={"occupation_coder": "fake-1", "field_coder": "fake-1"},
    )
