"""What matching decides without a database: codings, recognised skills, and who does the work."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, Self

import msgspec

from shared.contracts import Coding, Graduate, Judgement, Vacancy
from shared.contracts.assessment import CodingStatus
from shared.taxonomy import skills as esco

ESCO_SKILL_URI = "http://data.europa.eu/esco/skill/"

STATED_DECIMALS = 6
"""Figures are stated to this many decimals, so that a text coded alone or in a batch of
thousands gives the same bytes although the sums were taken in another order."""


TextKind = Literal["title", "programme"]


class Candidate(Protocol):
    """A code a text may stand for."""

    @property
    def code(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def evidence(self) -> str: ...


class Coded(Protocol):
    """The coder's decision on one text; `code` is None when it abstains."""

    @property
    def code(self) -> str | None: ...
    @property
    def probability(self) -> float | None: ...
    @property
    def evidence(self) -> str | None: ...
    @property
    def status(self) -> CodingStatus: ...


class Coder(Protocol):
    """Texts to codes of one classification.

    `key` is the form by which two texts are the same to the coder. `taught` gives a coder that
    also knows these texts and their codes: they are certain for the same text and felt by the
    texts like it; the last one about a text counts.
    """

    def key(self, text: str) -> str: ...
    def taught(self, wordings: Sequence[tuple[str, str]]) -> Self: ...
    def code(self, texts: Sequence[str], top: int = 1) -> Sequence[Sequence[Candidate]]: ...
    def decide(self, texts: Sequence[str]) -> Sequence[Coded]: ...


@dataclass(frozen=True)
class Coders:
    """Job and vacancy titles to ISCO-08, programmes to ISCED-F; `versions` names what decides."""

    occupations: Coder
    fields: Coder
    versions: Mapping[str, str]

    def of(self, kind: TextKind) -> Coder:
        """The coder of texts of that kind."""
        return self.occupations if kind == "title" else self.fields


class SkillMention(Protocol):
    """A skill that a text asks for, and the words `text[start:end]` that say so."""

    @property
    def skill(self) -> str: ...
    @property
    def probability(self) -> float: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def evidence(self) -> str: ...
    @property
    def essential(self) -> bool | None: ...
    @property
    def accepted(self) -> bool: ...


class Extractor(Protocol):
    """Texts to the ESCO skills they ask for, most probable first."""

    @property
    def version(self) -> str: ...
    def extract(
        self, texts: Sequence[str], top: int = 20, closely: bool = True
    ) -> Sequence[Sequence[SkillMention]]: ...


class GraduateFacts(msgspec.Struct, frozen=True):
    """The part of an AssessedGraduate that ranking reads: all but judgements and versions."""

    record: Graduate
    field: Coding
    occupation: Coding
    skills: tuple[str, ...] = ()


class VacancyFacts(msgspec.Struct, frozen=True):
    """The part of an AssessedVacancy that ranking reads."""

    record: Vacancy
    occupation: Coding
    skills: tuple[str, ...] = ()


class CodedGraduate(NamedTuple):
    """A graduate ready to be judged; `required_skills` are those of the job held, if known."""

    record: Graduate
    field: str | None
    occupation: str | None
    skills: frozenset[str]
    required_skills: frozenset[str]


class Judge(Protocol):
    """Graduates to judgements on the match of education and job, one tuple for each."""

    @property
    def versions(self) -> Mapping[str, str]: ...
    def judge(self, graduates: Sequence[CodedGraduate]) -> Sequence[tuple[Judgement, ...]]: ...


def coding_of(given: str | None, coded: Coded | None) -> Coding:
    """The provider's code before the coder's; no code and no text, or a doubtful one: uncoded."""
    if given is not None:
        return Coding(status="given", code=given)
    if coded is None:
        return Coding(status="uncoded")
    probability = coded.probability
    return Coding(
        status=coded.status,
        code=coded.code,
        probability=None if probability is None else round(float(probability), STATED_DECIMALS),
        evidence=coded.evidence,
    )


def recognised_skills(names: Sequence[str]) -> tuple[str, ...]:
    """ESCO ids of the names that are an ESCO id, URI or label, each once, in the order given."""
    found = (skill_of(name) for name in names)
    return tuple(dict.fromkeys(skill for skill in found if skill))


def unrecognised_skills(names: Sequence[str]) -> tuple[str, ...]:
    """The names that stand for no ESCO skill."""
    return tuple(name for name in names if skill_of(name) is None)


def skill_of(name: str) -> str | None:
    """The ESCO skill a name stands for."""
    skill = name.removeprefix(ESCO_SKILL_URI)
    return skill if esco.is_skill(skill) else esco.find(name)


def match_id(secret: bytes, vacancy: str, graduate: str) -> str:
    """What an employer knows a ranked graduate by: of use for this vacancy only, leading nowhere.

    HMAC-SHA-256 (RFC 2104) over both keys, 32 hexadecimal digits.
    """
    text = f"match\0{vacancy}\0{graduate}".encode()
    return hmac.new(secret, text, hashlib.sha256).hexdigest()[:32]
