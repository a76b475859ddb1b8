"""Graduates and vacancies drawn at random, as rows of facts, for the laws of counting."""

from collections.abc import Sequence
from random import Random
from typing import Any

FIELDS = ("06", "0613", "0612", "061", "0413", "0421", "02", None)
OCCUPATIONS = ("2512", "2511", "251", "25", "2", "4110", "5223", "9", None)
REGIONS = ("TH-10", "TH-50", "TH-57", "TH-90", "TH", "JP", "SG", None)
STATUSES = (
    *["employed"] * 5,
    "self_employed",
    "unemployed",
    "studying",
    "not_available",
    "unknown",
)
VERTICAL = ("over", "under", "match", "match", "insufficient_evidence")
HORIZONTAL = ("mismatch", "match", "insufficient_evidence")
INDUSTRIES = ("A", "62", "6201", None)
SKILLS = ("s1", "s2", "s3")
_VERDICTS = {
    "vertical_normative_a": VERTICAL,
    "vertical_normative_b": VERTICAL,
    "vertical_self_reported": VERTICAL,
    "vertical_model": ("over", "match", None),
    "horizontal_rule": HORIZONTAL,
    "horizontal_self_reported": HORIZONTAL,
    "horizontal_model": HORIZONTAL,
    "skill_rule": HORIZONTAL,
}


def some_graduates(
    number: int, seed: int, *, weighted: bool = False, aggregated: bool = False
) -> list[dict[str, Any]]:
    """Rows for `graduates_of`; what may be missing is missing here and there.

    If `aggregated`, some records stand for several persons.
    """
    random, elsewhere, third = Random(seed), Random(-seed - 1), Random(-seed - 2)
    return [
        {
            **_graduate(random, weighted),
            **_job(elsewhere),
            "persons": third.choice((1, 1, 7, 48)) if aggregated else 1,
        }
        for _ in range(number)
    ]


def some_vacancies(number: int, seed: int, *, repeated: bool = False) -> list[dict[str, Any]]:
    """Rows for `vacancies_of`, posted from 2024 to 2026; some closed, filled or expired.

    If `repeated`, many repeat another one, which may repeat another itself, or not be known.
    """
    random, elsewhere = Random(seed), Random(-seed - 1)
    return [
        {
            **_vacancy(random),
            "key": f"{place:09}",
            "duplicate_of": _repeated(elsewhere, place) if repeated else None,
        }
        for place in range(number)
    ]


def _repeated(random: Random, place: int) -> str | None:
    if not place or random.random() < 0.6:
        return None
    return f"{random.randrange(place):09}" if random.random() < 0.9 else "unknown"


def _graduate(random: Random, weighted: bool) -> dict[str, Any]:
    status = random.choice(STATUSES)
    works = status in ("employed", "self_employed")
    pay = random.choice((None, 12_000.0, 18_000.0, 25_000.0)) if works else None
    return {
        "provider": random.choice(("uni-a", "uni-b")),
        "year": random.choice((2023, 2024, 2024, None)),
        "level": random.choice((5, 6, 6, 7, None)),
        "field": random.choice(FIELDS),
        "study_region": random.choice(REGIONS),
        "employment_status": status,
        "in_work": None if status == "unknown" else works,
        "occupation": random.choice(OCCUPATIONS) if works else None,
        "weight": random.choice((0.5, 1.0, 2.5)) if weighted else 1.0,
        "pay_low": pay,
        "pay_high": pay and pay + random.choice((0, 5_000)),
        "pay_currency": pay and "THB",
        "pay_period": pay and "month",
        "skills": _some(random, SKILLS),
        **{
            column: random.choice(answers) if works else "not_applicable"
            for column, answers in _VERDICTS.items()
        },
    }


def _job(random: Random) -> dict[str, Any]:
    return {
        "industry": random.choice(INDUSTRIES),
        "work_region": random.choice(REGIONS),
        "surveyed_on": random.choice((None, "2023-06-30", "2025-01-01", "2026-12-31")),
    }


def _some(random: Random, codes: Sequence[str]) -> str | None:
    return " ".join(sorted(random.sample(codes, random.randint(0, 2)))) or None


def _vacancy(random: Random) -> dict[str, Any]:
    filled = random.choice((None, False, True))
    year, month = random.choice((2024, 2025, 2026)), random.randint(1, 12)
    posted = f"{year}-{month:02}-{random.randint(1, 28):02}"
    closed = filled is not None and random.random() < 0.5
    pay = random.choice((None, 15_000.0, 30_000.0))
    return {
        "provider": random.choice(("firm-a", "firm-b", "firm-c", "firm-d", "firm-e")),
        "occupation": random.choice(OCCUPATIONS),
        "region": random.choice(REGIONS),
        "industry": random.choice(INDUSTRIES),
        "level_required": random.choice((5, 6, None)),
        "posted_on": posted,
        "closes_on": random.choice((None, None, "2026-06-30", "2027-03-31")),
        "closed_on": "2026-08-15" if closed and year < 2026 else None,
        "filled": filled,
        "openings": random.randint(1, 4),
        "fields": _some(random, ("06", "0613", "0413", "02")),
        "skills": _some(random, SKILLS),
        "pay_low": pay,
        "pay_high": pay and pay * 1.5,
        "pay_currency": pay and "THB",
        "pay_period": pay and "month",
    }
