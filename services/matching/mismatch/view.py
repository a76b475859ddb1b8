"""What a mismatch model sees of the facts: the groups it tells apart, and which may be unknown."""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Literal, NamedTuple

from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import Codes, group_of

ModelDimension = Literal["vertical", "horizontal"]

UNKNOWN = "?"
TERTIARY = 5
DOCTORATE = 8
PAY_STEPS = 10
MOST_JOBS = 4
WAITED = (0.0, 6.0, 12.0)
"""Bands of months without a first job: held it already, under 6, under 12, 12 or more."""

_NO_CODES: Codes = frozenset()
WORK = ("computer_use", "reading_use", "writing_use", "number_use")
WAY_TO_THE_JOB = (
    "work_placement",
    "job_found_by",
    "first_job",
    "jobs_held",
    "months_to_first_job",
)

OPTIONAL: Mapping[ModelDimension, Mapping[str, object]] = {
    "vertical": {
        "field": _NO_CODES,
        "industry": _NO_CODES,
        **dict.fromkeys(("contract", "pay_position", "country", *WORK)),
    },
    "horizontal": {
        "level": None,
        "industry": _NO_CODES,
        **dict.fromkeys(("contract", "self_employed", "pay_position", *WAY_TO_THE_JOB)),
    },
}
"""Facts that a judgement can do without, and what each is when it is not known."""

ASKED_TOGETHER: Mapping[ModelDimension, tuple[str, ...]] = {
    "vertical": WORK,
    "horizontal": WAY_TO_THE_JOB,
}
"""Optional facts that one block of a survey asks for."""


MONOTONE: Mapping[ModelDimension, str | None] = {"vertical": "level", "horizontal": None}
"""The fact of which more never lowers the probability: its weights are not negative."""


class Seen(NamedTuple):
    """What a model sees of the facts: short names, UNKNOWN where nothing is known.

    `group` is the occupation's major group (vertical) or its group in the survey (horizontal),
    `occupation` the code itself; field and industry are the survey's groups. `alone` tells that
    the needed facts stand alone, without an optional one.
    """

    level: str
    field: str
    occupation: str
    group: str
    industry: str
    contract: str
    pay: str
    self_employed: str
    country: str
    computer_use: str
    reading_use: str
    writing_use: str
    number_use: str
    work_placement: str
    job_found_by: str
    first_job: str
    jobs_held: str
    months_to_first_job: str
    alone: bool


def seen(dimension: ModelDimension, facts: MatchFacts) -> Seen:
    """The facts in the groups that a model of this dimension tells apart."""
    months = facts.months_to_first_job
    pay = facts.pay_position
    return Seen(
        level=UNKNOWN if facts.level is None else level_step(dimension, facts.level),
        field=group_of(dimension, "field", facts.field) or UNKNOWN,
        **_occupation(dimension, facts.occupation),
        industry=group_of(dimension, "industry", facts.industry) or UNKNOWN,
        contract=facts.contract or UNKNOWN,
        pay=_shown(None if pay is None else min(int(pay * PAY_STEPS) + 1, PAY_STEPS)),
        self_employed=_shown(facts.self_employed),
        country=facts.country or UNKNOWN,
        computer_use=_shown(facts.computer_use),
        reading_use=_shown(facts.reading_use),
        writing_use=_shown(facts.writing_use),
        number_use=_shown(facts.number_use),
        work_placement=facts.work_placement or UNKNOWN,
        job_found_by=facts.job_found_by or UNKNOWN,
        first_job=_shown(facts.first_job),
        jobs_held=_shown(facts.jobs_held and min(facts.jobs_held, MOST_JOBS)),
        months_to_first_job=_shown(None if months is None else bisect_right(WAITED, months)),
        alone=all(getattr(facts, name) == empty for name, empty in OPTIONAL[dimension].items()),
    )


def level_step(dimension: ModelDimension, level: int) -> str:
    """The level as a model tells it apart; the horizontal survey has one answer from 7 up."""
    return str(min(max(level, TERTIARY), DOCTORATE if dimension == "vertical" else 7))


def _occupation(dimension: ModelDimension, codes: Codes) -> dict[str, str]:
    code = only(codes) or UNKNOWN
    if dimension == "vertical":
        return {"occupation": code, "group": code[0]}
    return {"occupation": code, "group": group_of("horizontal", "occupation", codes) or UNKNOWN}


def _shown(value: int | None) -> str:
    return UNKNOWN if value is None else str(int(value))


def unknown_facts(dimension: ModelDimension, facts: MatchFacts) -> tuple[str, ...]:
    """The facts not known that the model could use, by the names judgements use."""
    return tuple(
        name.removesuffix("_position")
        for name, empty in OPTIONAL[dimension].items()
        if getattr(facts, name) == empty
    )
