"""Assessments and matches as their readers see them: labelled, explained, and no more than due."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec

from services.matching import fits
from services.matching.assess import taxonomies
from services.matching.domain import (
    ESCO_SKILL_URI,
    Coders,
    GraduateFacts,
    SkillMention,
    VacancyFacts,
    coding_of,
    match_id,
    unrecognised_skills,
)
from services.matching.fitting import FittingGraduates
from services.matching.queries import Kind, Ranking, TextCoding
from services.matching.ranking import Match, Part
from services.matching.reasons import REASONS
from shared.contracts import AssessedGraduate, AssessedVacancy, Coding
from shared.taxonomy import isced_f, isco, regions
from shared.taxonomy import skills as esco
from shared.taxonomy.tables import Language

Label = Callable[[str, Language], str]
Answer = dict[str, Any]

_DECIMALS = 6
_CLASSIFICATIONS: dict[Kind, tuple[str, Label]] = {
    "title": ("ISCO-08", isco.label),
    "programme": ("ISCED-F 2013", isced_f.label),
}


def coded_texts(kind: Kind, coders: Coders, results: Iterable[TextCoding]) -> Answer:
    """Each text with the decision and the candidates."""
    classification, label = _CLASSIFICATIONS[kind]
    return {
        "kind": kind,
        "classification": classification,
        "versions": dict(coders.versions),
        "results": [
            {
                "text": result.text,
                "decision": _coding(coding_of(None, result.decision), label),
                "candidates": [
                    {
                        **_code(candidate.code, label),
                        "probability": _rounded(candidate.probability),
                        "evidence": candidate.evidence,
                        "accepted": candidate.code == result.decision.code,
                    }
                    for candidate in result.candidates
                ],
            }
            for result in results
        ],
    }


def found_skills(
    version: str, texts: Sequence[str], found: Sequence[Sequence[SkillMention]]
) -> Answer:
    """Each text with the skills it may ask for; there is no single decision."""
    return {
        "kind": "advert",
        "classification": "ESCO",
        "versions": {"skill_extractor": version, "skills": esco.version()},
        "results": [
            {"text": text, "decision": None, "candidates": [_mention(each) for each in mentions]}
            for text, mentions in zip(texts, found, strict=True)
        ],
    }


def graduate_assessment(assessed: AssessedGraduate) -> Answer:
    """A graduate's assessment as the university sees it."""
    return {
        **_assessment(assessed),
        "field": _coding(assessed.field, isced_f.label),
        "judgements": msgspec.to_builtins(assessed.judgements),
    }


def vacancy_assessment(assessed: AssessedVacancy) -> Answer:
    """A vacancy's assessment as the employer sees it."""
    return _assessment(assessed)


def vacancy_ranking(ranking: Ranking[GraduateFacts, VacancyFacts], as_of: str) -> Answer:
    """Vacancies for a graduate as the university sees them."""
    graduate = ranking.of
    return {
        "graduate": graduate.record.record,
        "vacancies": [_vacancy_match(graduate, vacancy, match) for vacancy, match in ranking.best],
        **_ranking(ranking, as_of),
    }


def graduate_ranking(
    ranking: Ranking[VacancyFacts, GraduateFacts], as_of: str, secret: bytes
) -> Answer:
    """Graduates for a vacancy as the employment service sees them: under no key of theirs."""
    vacancy = ranking.of
    return {
        "vacancy": vacancy.record.record,
        "graduates": [
            {
                "match_id": match_id(secret, vacancy.record.key, graduate.record.key),
                **_graduate_match(vacancy, graduate, match),
            }
            for graduate, match in ranking.best
        ],
        **_ranking(ranking, as_of),
    }


def fitting(found: FittingGraduates, as_of: str) -> Answer:
    """How many graduates fit a vacancy, as the employer sees it."""
    return {
        "vacancy": found.of.record.record,
        "as_of": as_of,
        "considered": found.considered,
        "total": {
            "count": found.total,
            "status": "withheld" if found.total is None else "shown",
        },
        "groups": [
            {
                "region": None if group.region is None else _code(group.region, regions.label),
                "field": None if group.field is None else _code(group.field, isced_f.label),
                "count": count,
            }
            for group, count in found.groups.items()
        ],
        "synthetic": found.synthetic,
        "versions": {"ranking": fits.VERSION, **taxonomies()},
    }


def _assessment(assessed: AssessedGraduate | AssessedVacancy) -> Answer:
    return {
        "record": assessed.record.record,
        "version": assessed.record.version,
        "revision": assessed.revision,
        "synthetic": assessed.record.synthetic,
        "occupation": _coding(assessed.occupation, isco.label),
        "skills": _skills(assessed.skills),
        "skills_unrecognised": list(unrecognised_skills(assessed.record.skills)),
        "versions": assessed.versions,
    }


def _ranking(ranking: Ranking[Any, Any], as_of: str) -> Answer:
    records = [ranking.of.record, *(other.record for other, _ in ranking.best)]
    return {
        "as_of": as_of,
        "considered": ranking.considered,
        "synthetic": any(record.synthetic for record in records),
        "versions": {"ranking": fits.VERSION, **taxonomies()},
    }


def _vacancy_match(graduate: GraduateFacts, vacancy: VacancyFacts, match: Match) -> Answer:
    record = vacancy.record
    shown = set(graduate.skills)
    return {
        "employer": record.provider,
        "reference": record.record,
        "title": record.title,
        "occupation": _coding(vacancy.occupation, isco.label),
        "region": None if record.region is None else _code(record.region, regions.label),
        "level_required": record.level_required,
        "posted_on": record.posted_on,
        "closes_on": record.closes_on,
        "skills_met": _skills(skill for skill in vacancy.skills if skill in shown),
        "skills_missing": _skills(skill for skill in vacancy.skills if skill not in shown),
        "synthetic": record.synthetic,
        "parts": _parts(match.parts),
        **_score(match),
    }


def _graduate_match(vacancy: VacancyFacts, graduate: GraduateFacts, match: Match) -> Answer:
    field, record = graduate.field.code, graduate.record
    asked = set(vacancy.skills)
    return {
        "field": None if field is None else _code(field, isced_f.label),
        "level": record.level,
        "graduation_year": record.graduation_year,
        "skills_met": _skills(skill for skill in graduate.skills if skill in asked),
        "synthetic": record.synthetic,
        "parts": _parts(match.parts),
        **_score(match),
    }


def _score(match: Match) -> Answer:
    return {
        "score": None if match.score is None else _rounded(match.score),
        "coverage": _rounded(match.coverage),
    }


def _parts(parts: Sequence[Part]) -> list[Answer]:
    return [
        {
            "fact": part.fact,
            "weight": part.weight,
            "fit": None if part.fit is None else _rounded(part.fit),
            "contribution": _rounded(part.contribution),
            "reason": REASONS[part.reason],
        }
        for part in parts
    ]


def _coding(coding: Coding, label: Label) -> Answer:
    known = {"code": None, "labels": None} if coding.code is None else _code(coding.code, label)
    return {
        "status": coding.status,
        **known,
        "probability": coding.probability,
        "evidence": coding.evidence,
    }


def _mention(mention: SkillMention) -> Answer:
    return {
        "code": mention.skill,
        "uri": ESCO_SKILL_URI + mention.skill,
        "labels": {"th": esco.thai_name(mention.skill), "en": esco.label(mention.skill)},
        "probability": _rounded(mention.probability),
        "span": {"start": mention.start, "end": mention.end},
        "evidence": mention.evidence,
        "essential": mention.essential,
        "accepted": mention.accepted,
    }


def _code(code: str, label: Label) -> Answer:
    return {"code": code, "labels": {"th": label(code, "th"), "en": label(code, "en")}}


def _skills(ids: Iterable[str]) -> list[Answer]:
    return [{"id": skill, "label": esco.label(skill)} for skill in ids]


def _rounded(figure: float) -> float:
    return round(float(figure), _DECIMALS)
