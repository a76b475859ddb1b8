"""A made-up population of assessed graduates and vacancies, random but the same for a seed."""

import random
from collections.abc import Sequence

from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Envelope,
    Judgement,
    Pay,
    TracerSurvey,
    recorded,
)
from tests.builders import a_coding, a_graduate, a_vacancy

FIELDS = ("0611", "0613", "0421", "0913", "04", "0311", "0715", None)
OCCUPATIONS = ("2512", "2411", "2411", "5223", "5223", "2221", "25", "3343", None)
REGIONS = ("TH-10", "TH-10", "TH-50", "TH-40", None)
STATUSES = ("employed",) * 6 + ("self_employed", "unemployed", "studying", "unknown")
METHODS = (
    ("vertical", "normative_a"),
    ("vertical", "normative_b"),
    ("vertical", "self_reported"),
    ("vertical", "model"),
    ("horizontal", "rule"),
    ("horizontal", "self_reported"),
    ("horizontal", "model"),
    ("skill", "rule"),
)


def graduates(n: int, seed: int = 1) -> list[AssessedGraduate]:
    """`n` graduates with survey weights; every fact may be missing."""
    draw = random.Random(seed)
    return [_graduate(draw, i) for i in range(n)]


def vacancies(n: int, seed: int = 2) -> list[AssessedVacancy]:
    """`n` vacancies, some expired, closed or filled."""
    draw = random.Random(seed)
    return [_vacancy(draw, i) for i in range(n)]


def events(records: Sequence[AssessedGraduate | AssessedVacancy]) -> list[Envelope]:
    """The events that tell of the records."""
    return [recorded(record, source="matching", correlationid="test") for record in records]


def _graduate(draw: random.Random, i: int) -> AssessedGraduate:
    answered = draw.random() < 0.8
    status = draw.choice(STATUSES) if answered else "unknown"
    works = status in ("employed", "self_employed")
    occupation = draw.choice(OCCUPATIONS) if works else None
    tracer = TracerSurvey(status=status, pay=Pay(low=15000, high=18000)) if answered else None
    record = a_graduate(
        f"g{i}",
        year=draw.choice((2021, 2022, 2023)),
        level=draw.choice((3, 5, 6, 6, 6, 7, None)),
        study_region=draw.choice(REGIONS),
        weight=draw.choice((1.0, 1.0, 0.5, 2.25)),
        tracer=tracer,
    )
    return AssessedGraduate(
        record=record,
        field=a_coding(draw.choice(FIELDS)),
        occupation=a_coding(occupation),
        skills=tuple(sorted({draw.choice("abcde") for _ in range(draw.randrange(3))})),
        judgements=tuple(_judgement(draw, status, *method) for method in METHODS),
        versions={"isco": "ISCO-08", "mismatch_model": "m1"},
    )


def _judgement(draw: random.Random, status: str, dimension: str, method: str) -> Judgement:
    if status == "unknown":
        verdict = "insufficient_evidence"
    elif status in ("employed", "self_employed"):
        verdict = draw.choice(("match", "match", "mismatch", "insufficient_evidence"))
    else:
        verdict = "not_applicable"
    has_direction = dimension == "vertical" and verdict == "mismatch"
    directions = ("over",) if method == "model" else ("over", "over", "under")
    return Judgement(
        dimension=dimension,  # type: ignore[arg-type]
        method=method,
        verdict=verdict,  # type: ignore[arg-type]
        direction=draw.choice(directions) if has_direction else None,  # type: ignore[arg-type]
    )


def _vacancy(draw: random.Random, i: int) -> AssessedVacancy:
    accepted = tuple(sorted({draw.choice(FIELDS[:-1]) for _ in range(draw.randrange(4))}))
    record = a_vacancy(
        f"v{i}",
        posted_on="2020-01-01",
        closes_on=draw.choice((None, "2999-12-31", "2020-02-01")),
        closed_on=draw.choice((None, None, None, "2020-01-20")),
        filled=draw.choice((None, None, None, False, True)),
        openings=draw.choice((1, 1, 2, 7)),
        region=draw.choice(REGIONS),
        level_required=draw.choice((3, 6, None)),
        fields_accepted=accepted,
    )
    return AssessedVacancy(
        record=record,
        occupation=a_coding(draw.choice(OCCUPATIONS)),
        skills=tuple(sorted({draw.choice("abcdef") for _ in range(draw.randrange(3))})),
        versions={"isco": "ISCO-08", "occupation_coder": "c1"},
    )
