"""From facts to the terms a model adds up: one function for training and for serving.

A model is a sum of parts, one for each fact its answer is credited to. A part looks at few values
and names the terms that hold for them: `fact=value`, an interaction `fact=value|value`. Terms
`level=6+` are cumulative: "6 or more".
"""

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.view import (
    TERTIARY,
    UNKNOWN,
    WAY_TO_THE_JOB,
    WORK,
    ModelDimension,
    Seen,
    seen,
)

SIZES = (1.0, 1.0, 0.7)
"""Of a fact by itself, of an interaction of two, of three. Under one L2 penalty a smaller size is
a stronger penalty: what few persons share is believed less."""


def _level_steps(level: str, group: str) -> Iterator[str]:
    """In steps by major group, so that weights of 0 or more make the sum monotone."""
    for step in range(TERTIARY + 1, int(level) + 1 if level != UNKNOWN else 0):
        yield f"{step}+"
        yield f"{step}+|{group}"


def _ancestry(occupation: str) -> Iterator[str]:
    """`2512` -> `2`, `25`, `251`, `2512`."""
    return (occupation[:length] for length in range(1, len(occupation) + 1))


def _field_and_occupation(field: str, occupation: str) -> Iterator[str]:
    return (f"{field}|{occupation[:length]}" for length in range(1, min(len(occupation), 2) + 1))


def _itself(value: str) -> Iterator[str]:
    yield value


def _itself_and_with(value: str, *others: str) -> Iterator[str]:
    yield value
    yield from (f"{value}|{other}" for other in others)


def _pairing(field: str, group: str, level: str, industry: str, alone: bool) -> Iterator[str]:
    """A pairing tells more when it is all that is known."""
    yield f"{field}|{group}"
    if alone:
        yield f"{field} alone|{group}"
    yield f"{field}|{group}|level {level}"
    yield f"{field}|{group}|industry {industry}"


def _pay(tenth: str, group: str) -> Iterator[str]:
    """Tenth, tenth or above, and fifth by occupation."""
    yield tenth
    if tenth != UNKNOWN:
        yield from (f"{step}+" for step in range(2, int(tenth) + 1))
        yield f"{(int(tenth) + 1) // 2} fifth|{group}"


def _where_known(value: str) -> Iterator[str]:
    if value != UNKNOWN:
        yield value


class Part(NamedTuple):
    """One fact's say: which values it looks at, and the terms that hold for them."""

    looks_at: tuple[str, ...]
    values: Callable[..., Iterator[str]]


def _alone(*names: str) -> dict[str, Part]:
    return {name: Part((name,), _itself) for name in names}


PARTS: Mapping[ModelDimension, Mapping[str, Part]] = {
    "vertical": {
        "level": Part(("level", "group"), _level_steps),
        "occupation": Part(("occupation",), _ancestry),
        "field_and_occupation": Part(("field", "occupation"), _field_and_occupation),
        "industry": Part(("industry", "group"), _itself_and_with),
        "pay": Part(("pay", "group"), _pay),
        **{name: Part((name,), _where_known) for name in ("country", *WORK)},
        **_alone("field", "contract"),
    },
    "horizontal": {
        "level": Part(("level", "group", "field"), _itself_and_with),
        "occupation": Part(("group",), _itself),
        "field_and_occupation": Part(("field", "group", "level", "industry", "alone"), _pairing),
        "industry": Part(("industry", "group", "field"), _itself_and_with),
        "pay": Part(("pay", "group"), _pay),
        **_alone("field", "contract", "self_employed", *WAY_TO_THE_JOB),
    },
}


def _values_of(part: Part) -> Callable[[Seen], tuple[Any, ...]]:
    found = attrgetter(*part.looks_at)
    return found if len(part.looks_at) > 1 else lambda view: (found(view),)


LOOKS: Mapping[ModelDimension, Mapping[str, Callable[[Seen], tuple[Any, ...]]]] = {
    dimension: {fact: _values_of(part) for fact, part in parts.items()}
    for dimension, parts in PARTS.items()
}
"""The values that each part looks at, of what is seen."""


def terms_of(dimension: ModelDimension, fact: str, values: tuple[Any, ...]) -> dict[str, float]:
    """One part's terms, with the size of each."""
    named = (f"{fact}={value}" for value in PARTS[dimension][fact].values(*values))
    return {term: SIZES[min(term.count("|"), 2)] for term in named}


def terms(dimension: ModelDimension, facts: MatchFacts) -> dict[str, float]:
    """All terms that hold for these facts, with the size of each."""
    view = seen(dimension, facts)
    found: dict[str, float] = {}
    for fact, look in LOOKS[dimension].items():
        found |= terms_of(dimension, fact, look(view))
    return found


def fact_of(term: str) -> str:
    """The fact that a term's weight is credited to."""
    return term.partition("=")[0]
