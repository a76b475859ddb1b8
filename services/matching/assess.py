"""Records to assessments: coded, judged, explained; the same record always gives the same bytes.

A whole batch is coded in one call for each coder and judged in one call.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from services.matching.domain import (
    Coded,
    CodedGraduate,
    Coders,
    Extractor,
    Judge,
    TextKind,
    coding_of,
    recognised_skills,
    unrecognised_skills,
)
from services.matching.taught import Taught
from shared.contracts import AssessedGraduate, AssessedVacancy, Coding, Graduate, Vacancy
from shared.taxonomy import correspondence, isced_f, isco
from shared.taxonomy import skills as esco


class Tally(Protocol):
    """Counts what coding came to."""

    def coded(self, subject: str, status: str) -> None: ...
    def skills(self, subject: str, recognised: int, unrecognised: int) -> None: ...


def taxonomies() -> dict[str, str]:
    """What is served at present."""
    return {
        "isco": isco.VERSION,
        "isced_f": isced_f.VERSION,
        "skills": esco.version(),
        "correspondence": correspondence.VERSION,
    }


Assessed = AssessedGraduate | AssessedVacancy
_Given = tuple[str, str | None, str | None]  # provider, code it gave, text

MOST_SKILLS = 30
"""Skills a vacancy is given: more than its employer listed only up to here."""
LONGEST_KEY = 200
"""Texts are told apart by this much of their form: PostgreSQL indexes nothing much longer."""


@dataclass(frozen=True)
class Assessor:
    """What assessing needs: the coders, the judge, and somebody to count.

    `own` are the coders of providers whose records are coded in a way of their own. Without an
    extractor a vacancy has the skills that were listed, and no others; it is a function because
    it is loaded, which takes seconds, for the first vacancy that has a description.
    """

    coders: Coders
    judge: Judge
    tally: Tally
    versions: Mapping[str, str] = field(default_factory=taxonomies)
    own: Mapping[str, Coders] = field(default_factory=dict)
    extractor: Callable[[], Extractor] | None = None

    def corrected(self, taught: Taught) -> "Assessor":
        """The same, with coders that know what people corrected."""
        return replace(self, coders=taught.everybodys, own=taught.own)

    def graduates(self, records: Sequence[Graduate]) -> list[AssessedGraduate]:
        """The records, each with field, occupation and skills coded and the match judged."""
        fields = self._code(
            "programme", "programme", [(r.provider, r.field, r.programme) for r in records]
        )
        occupations = self._code("job", "title", [(r.provider, *_job(r)) for r in records])
        skills = [self._skills("graduate", record.skills) for record in records]
        coded = [_coded(*facts) for facts in zip(records, fields, occupations, skills, strict=True)]
        judged = self.judge.judge(coded)
        versions = self._versions(records)
        return [
            AssessedGraduate(
                record=record,
                field=field_coding,
                occupation=occupation,
                skills=skill_ids,
                judgements=judgements,
                versions={**versions[record.provider], **self.judge.versions},
            )
            for record, field_coding, occupation, skill_ids, judgements in zip(
                records, fields, occupations, skills, judged, strict=True
            )
        ]

    def vacancies(self, records: Sequence[Vacancy]) -> list[AssessedVacancy]:
        """The records, each with its occupation coded, listed skills, and those it tells of."""
        given = [(record.provider, record.occupation, record.title) for record in records]
        occupations = self._code("vacancy", "title", given)
        versions = self._versions(records)
        return [
            AssessedVacancy(
                record=record,
                occupation=occupation,
                skills=tuple(dict.fromkeys((*listed, *told)))[: max(MOST_SKILLS, len(listed))],
                versions={**versions[record.provider], **self._reader_of(record)},
            )
            for record, occupation, listed, told in zip(
                records,
                occupations,
                [self._skills("vacancy", record.skills) for record in records],
                self._told(records),
                strict=True,
            )
        ]

    def keys(self, assessed: Assessed) -> dict[str, str | None]:
        """Kind -> the form by which the coder knows the text it was asked about."""
        return {
            kind: self.coders.of(kind).key(text)[:LONGEST_KEY] or None
            for kind, text in texts_coded(assessed).items()
        }

    def turned(self, kind: TextKind, assessed: Sequence[Assessed]) -> list[bool]:
        """Whether each record's text of that kind has another code now than it was given."""
        was = [_codings(each).get(kind) for each in assessed]
        given = [
            (each.record.provider, None, coding[0] if coding else None)
            for each, coding in zip(assessed, was, strict=True)
        ]
        return [
            coding is not None and coding[1].code != now.code
            for coding, now in zip(was, self._decided(kind, given), strict=True)
        ]

    def _of(self, provider: str) -> Coders:
        return self.own.get(provider, self.coders)

    def _versions(self, records: Sequence[Graduate | Vacancy]) -> dict[str, dict[str, str]]:
        """Provider -> what had a say in the coding of its records."""
        return {
            provider: {**self.versions, **self._of(provider).versions}
            for provider in {record.provider for record in records}
        }

    def _reader_of(self, record: Vacancy) -> dict[str, str]:
        """Who read the vacancy's description, where it has one."""
        if not self.extractor or not record.description:
            return {}
        return {"skill_extractor": self.extractor().version}

    def _code(self, subject: str, kind: TextKind, given: Sequence[_Given]) -> list[Coding]:
        """Codings of what was given, counted."""
        codings = self._decided(kind, given)
        for coding in codings:
            self.tally.coded(subject, coding.status)
        return codings

    def _decided(self, kind: TextKind, given: Sequence[_Given]) -> list[Coding]:
        """Codings of what was given; each different text is coded once by each coder."""
        scopes = [provider if provider in self.own else "" for provider, _, _ in given]
        asked: dict[str, dict[str, Coded | None]] = {}
        for scope, (_, code, text) in zip(scopes, given, strict=True):
            if code is None and text:
                asked.setdefault(scope, {})[text] = None
        for scope, texts in asked.items():
            decided = self._of(scope).of(kind).decide(list(texts))
            asked[scope] = dict(zip(texts, decided, strict=True))
        return [
            coding_of(code, asked.get(scope, {}).get(text or ""))
            for scope, (_, code, text) in zip(scopes, given, strict=True)
        ]

    def _told(self, records: Sequence[Vacancy]) -> list[Sequence[str]]:
        """Skills accepted in title and description, of vacancies that have a description.

        Read quickly, also where short: a log of a million vacancies is to be taken in within hours.
        """
        told: list[Sequence[str]] = [()] * len(records)
        described = [number for number, record in enumerate(records) if record.description]
        if self.extractor and described:
            texts = [f"{records[n].title}\n{records[n].description}" for n in described]
            read = self.extractor().extract(texts, MOST_SKILLS, closely=False)
            for number, found in zip(described, read, strict=True):
                told[number] = [mention.skill for mention in found if mention.accepted]
        return told

    def _skills(self, subject: str, names: Sequence[str]) -> tuple[str, ...]:
        found = recognised_skills(names)
        self.tally.skills(subject, len(found), len(unrecognised_skills(names)))
        return found


def texts_coded(assessed: Assessed) -> dict[TextKind, str]:
    """Kind -> the text that a coder was asked about; none where the provider gave the code."""
    return {kind: text for kind, (text, _) in _codings(assessed).items()}


def _codings(assessed: Assessed) -> dict[TextKind, tuple[str, Coding]]:
    """Kind -> the text that a coder was asked about, and what it said."""
    texts: dict[TextKind, tuple[str | None, Coding]]
    if isinstance(assessed, AssessedVacancy):
        texts = {"title": (assessed.record.title, assessed.occupation)}
    else:
        title = _job(assessed.record)[1]
        texts = {
            "title": (title, assessed.occupation),
            "programme": (assessed.record.programme, assessed.field),
        }
    return {
        kind: (text, coding)
        for kind, (text, coding) in texts.items()
        if text and coding.status != "given"
    }


def _job(record: Graduate) -> tuple[str | None, str | None]:
    tracer = record.tracer
    return (tracer.occupation, tracer.job_title) if tracer else (None, None)


def _coded(
    record: Graduate, field_coding: Coding, occupation: Coding, skills: tuple[str, ...]
) -> CodedGraduate:
    code = occupation.code
    return CodedGraduate(
        record=record,
        field=field_coding.code,
        occupation=code,
        skills=frozenset(skills),
        required_skills=esco.core_skills(code) if code else frozenset(),
    )
