"""From facts to the terms a model adds up: one function for training and for serving.

A term is written `fact=value`, an interaction `fact=value|value`; the part before `=` is the
fact that the term's weight is credited to. Cumulative terms `level=6+` mean "6 or more".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import group_of

ModelDimension = Literal["vertical", "horizontal"]

UNKNOWN = "?"
TERTIARY = 5
DOCTORATE = 8
PAY_STEPS = 10


def terms(dimension: ModelDimension, facts: MatchFacts) -> dict[str, int]:
    """The terms that hold for these facts, each with value 1."""
    return dict.fromkeys(_TERMS[dimension](facts), 1)


def fact_of(term: str) -> str:
    """The fact that a term's weight is credited to."""
    return term.partition("=")[0]


def _vertical(facts: MatchFacts) -> Iterator[str]:
    """Own level in steps by major group, so that weights of 0 or more make it monotone."""
    path = _path(only(facts.occupation))
    major = path[0]
    for step in range(TERTIARY + 1, min(facts.level or 0, DOCTORATE) + 1):
        yield f"level={step}+"
        yield f"level={step}+|{major}"
    field = group_of("vertical", "field", facts.field) or UNKNOWN
    industry = group_of("vertical", "industry", facts.industry) or UNKNOWN
    yield from (f"occupation={code}" for code in path)
    yield f"field={field}"
    yield from (f"field_and_occupation={field}|{code}" for code in path[:2])
    yield f"industry={industry}"
    yield f"industry={industry}|{major}"
    yield from _employment(facts, major)
    if facts.country:
        yield f"country={facts.country}"


def _horizontal(facts: MatchFacts) -> Iterator[str]:
    field = group_of("horizontal", "field", facts.field) or UNKNOWN
    occupation = group_of("horizontal", "occupation", facts.occupation) or UNKNOWN
    industry = group_of("horizontal", "industry", facts.industry) or UNKNOWN
    # The survey tells three levels apart: college, bachelor, master or doctor.
    level = str(min(max(facts.level, 5), 7)) if facts.level is not None else UNKNOWN
    yield f"level={level}"
    yield f"level={level}|{occupation}"
    yield f"level={level}|{field}"
    yield f"field={field}"
    yield f"occupation={occupation}"
    yield f"field_and_occupation={field}|{occupation}"
    yield f"industry={industry}"
    yield f"industry={industry}|{occupation}"
    yield f"industry={industry}|{field}"
    yield f"self_employed={UNKNOWN if facts.self_employed is None else int(facts.self_employed)}"
    yield from _employment(facts, occupation)


def _employment(facts: MatchFacts, occupation: str) -> Iterator[str]:
    """Contract, and pay by occupation."""
    yield f"contract={facts.contract or UNKNOWN}"
    if facts.pay_position is None:
        yield f"pay={UNKNOWN}"
        return
    tenth = min(int(facts.pay_position * PAY_STEPS) + 1, PAY_STEPS)
    yield f"pay={tenth}"
    yield from (f"pay={step}+" for step in range(2, tenth + 1))
    yield f"pay={(tenth + 1) // 2} fifth|{occupation}"


def _path(code: str | None) -> list[str]:
    """`2512` -> `2`, `25`, `251`, `2512`."""
    return [code[:length] for length in range(1, len(code) + 1)] if code else [UNKNOWN]


_TERMS: Mapping[ModelDimension, Callable[[MatchFacts], Iterator[str]]] = {
    "vertical": _vertical,
    "horizontal": _horizontal,
}
