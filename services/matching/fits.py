"""How well a graduate and a vacancy fit on one fact: a number from 0 to 1, or not known.

The steps between 0 and 1 are the team's own judgement; `VERSION` moves when one of them does.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from services.matching.domain import GraduateFacts, VacancyFacts
from shared.contracts import Graduate, Pay
from shared.contracts.pay import PayPeriod
from shared.taxonomy import correspondence, regions

VERSION = "lmis-ranking-2"

ISCO_DIGITS = 4
SAME_NARROW_FIELD, SAME_BROAD_FIELD = 0.75, 0.5
LEVEL_STEPS = {-1: 0.3, 0: 1.0, 1: 0.8}
LEVEL_FAR_ABOVE, LEVEL_FAR_BELOW = 0.5, 0.0
SAME_NSO_REGION = 0.5
PAY_STEP, PAY_STEP_LOSS = 1.1, 0.2

OUT_OF_REACH = frozenset(("studying", "not_available"))
"""Answers of graduates who do not look for work: they are ranked for no vacancy."""


class PayGrade(NamedTuple):
    """An amount on a scale of steps of a tenth, within one currency and period.

    Steps, because pay stated to the baht would make every vacancy a case of its own.
    """

    currency: str
    period: PayPeriod
    step: int


@dataclass(frozen=True, slots=True)
class Seeker:
    """The facts of a graduate that ranking looks at; never sex or age.

    `region` is where the graduate works, else lives, else studied; `pay` what the job held pays.
    """

    field: str | None = None
    level: int | None = None
    skills: frozenset[str] = frozenset()
    occupation: str | None = None
    region: str | None = None
    graduation_year: int | None = None
    pay: PayGrade | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """The facts of a vacancy that ranking looks at; `pay` is the most that it offers."""

    fields_accepted: tuple[str, ...] = ()
    level_required: int | None = None
    skills: frozenset[str] = frozenset()
    occupation: str | None = None
    region: str | None = None
    experience_years: float | None = None
    posted_year: int | None = None
    pay: PayGrade | None = None


class Fit(NamedTuple):
    """`value` 0–1, the reason's code, and how much of the fact is known on both sides (0–1)."""

    value: float
    reason: str
    known: float = 1.0


def seeker_of(graduate: GraduateFacts) -> Seeker:
    """The graduate as ranking sees him or her."""
    record = graduate.record
    return Seeker(
        field=graduate.field.code,
        level=record.level,
        skills=frozenset(graduate.skills),
        occupation=graduate.occupation.code,
        region=place_of(record),
        graduation_year=record.graduation_year,
        pay=pay_grade(record.tracer.pay, "low") if record.tracer else None,
    )


def is_within_reach(graduate: GraduateFacts) -> bool:
    """Whether the graduate may be ranked for vacancies; an unknown status is no refusal.

    A record that stands for several persons is nobody to be found.
    """
    record = graduate.record
    is_away = record.tracer is not None and record.tracer.status in OUT_OF_REACH
    return record.persons == 1 and not is_away


def pay_grade(pay: Pay | None, end: Literal["low", "high"]) -> PayGrade | None:
    """The grade of a band's end, or of the other end where this one is open; a year in months."""
    if pay is None:
        return None
    ends = (pay.low, pay.high) if end == "low" else (pay.high, pay.low)
    amount = next((known for known in ends if known is not None), 0.0)
    if pay.period == "year":
        amount /= 12
    if amount <= 0:
        return None
    period = "month" if pay.period == "year" else pay.period
    return PayGrade(pay.currency, period, math.floor(math.log(amount, PAY_STEP)))


def place_of(record: Graduate) -> str | None:
    """Where the graduate works, else lives, else studied."""
    work_region = record.tracer.work_region if record.tracer else None
    return work_region or record.home_region or record.study_region


def opening_of(vacancy: VacancyFacts) -> Opening:
    """The vacancy as ranking sees it."""
    record = vacancy.record
    return Opening(
        fields_accepted=record.fields_accepted,
        level_required=record.level_required,
        skills=frozenset(vacancy.skills),
        occupation=vacancy.occupation.code,
        region=record.region,
        experience_years=record.experience_years,
        posted_year=int(record.posted_on[:4]),
        pay=pay_grade(record.pay, "high"),
    )


def field_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """Field of study against the fields accepted, else against the occupation (Montt 2015)."""
    if seeker.field is None:
        return None
    if opening.fields_accepted:
        return _accepted(seeker.field, opening.fields_accepted)
    if opening.occupation is None:
        return None
    usual = correspondence.field_matches(seeker.field, opening.occupation)
    if usual is None:
        return None
    return Fit(1.0, "field_usual") if usual else Fit(0.0, "field_unusual")


def _accepted(field: str, accepted: tuple[str, ...]) -> Fit:
    if field.startswith(accepted):
        return Fit(1.0, "field_accepted")
    shared = max(_shared_digits(field, code) for code in accepted)
    if shared >= 3:
        return Fit(SAME_NARROW_FIELD, "field_near")
    return Fit(SAME_BROAD_FIELD, "field_near") if shared == 2 else Fit(0.0, "field_other")


def level_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """Level of education against the level asked for, else against the occupation's (map B)."""
    if seeker.level is None:
        return None
    stated = opening.level_required
    wanted = (stated, stated) if stated is not None else _usual_levels(opening.occupation)
    if wanted is None:
        return None
    least, most = wanted
    gap = max(seeker.level - most, 0) + min(seeker.level - least, 0)
    far = LEVEL_FAR_ABOVE if gap > 0 else LEVEL_FAR_BELOW
    reason = "level_same" if gap == 0 else "level_above" if gap > 0 else "level_below"
    return Fit(LEVEL_STEPS.get(gap, far), reason)


def _usual_levels(occupation: str | None) -> tuple[int, int] | None:
    return None if occupation is None else correspondence.required_levels(occupation)


def skills_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """Share of the skills asked for that the graduate shows."""
    if not seeker.skills or not opening.skills:
        return None
    met = len(seeker.skills & opening.skills) / len(opening.skills)
    return Fit(met, "skills_met" if met == 1 else "skills_partly_met" if met else "skills_missing")


def occupation_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """Share of the leading ISCO digits that both occupations have in common.

    Each digit counts as a fact of its own: one that either side lacks is not known.
    """
    if not seeker.occupation or not opening.occupation:
        return None
    depth = min(len(seeker.occupation), len(opening.occupation))
    shared = _shared_digits(seeker.occupation, opening.occupation)
    reason = "occupation_same" if shared == depth else "occupation_near"
    return Fit(shared / depth, reason if shared else "occupation_other", known=depth / ISCO_DIGITS)


def region_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """How near the graduate's place is; two places of one country may be any way apart."""
    if not seeker.region or not opening.region:
        return None
    here, there = seeker.region, opening.region
    if here[:2] != there[:2]:
        return Fit(0.0, "region_elsewhere")
    if "-" not in here or "-" not in there:
        return None
    if here == there:
        return Fit(1.0, "region_same_province")
    near = regions.nso_region(here) == regions.nso_region(there)
    return Fit(SAME_NSO_REGION, "region_same_nso") if near else Fit(0.0, "region_elsewhere")


def experience_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """Years since graduation, the most experience there can be, against the years asked for."""
    if opening.experience_years is None:
        return None
    if opening.experience_years == 0:
        return Fit(1.0, "experience_enough")
    if seeker.graduation_year is None or opening.posted_year is None:
        return None
    possible = max(opening.posted_year - seeker.graduation_year, 0)
    if possible >= opening.experience_years:
        return Fit(1.0, "experience_enough")
    return Fit(possible / opening.experience_years, "experience_short")


def pay_fit(seeker: Seeker, opening: Opening) -> Fit | None:
    """The most that is offered against what the graduate has now, a fifth less per missing tenth.

    Other currencies, and hours against months, cannot be compared.
    """
    if seeker.pay is None or opening.pay is None or seeker.pay[:2] != opening.pay[:2]:
        return None
    short = seeker.pay.step - opening.pay.step
    if short <= 0:
        return Fit(1.0, "pay_enough")
    return Fit(max(1.0 - PAY_STEP_LOSS * short, 0.0), "pay_short")


def _shared_digits(one: str, other: str) -> int:
    for length, (digit, counterpart) in enumerate(zip(one, other, strict=False)):
        if digit != counterpart:
            return length
    return min(len(one), len(other))


FITS: Mapping[str, tuple[float, Callable[[Seeker, Opening], Fit | None]]] = {
    # fact: (weight, fit); the weights sum to 1. Sums are taken in this order everywhere, skills
    # last because they alone cannot be tabled, so that they are the same to the last bit.
    "field": (0.28, field_fit),
    "level": (0.18, level_fit),
    "occupation": (0.10, occupation_fit),
    "region": (0.10, region_fit),
    "experience": (0.05, experience_fit),
    "pay": (0.05, pay_fit),
    "skills": (0.24, skills_fit),
}
