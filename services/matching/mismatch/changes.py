"""The nearest change that would turn a learned verdict round: one fact, the easiest first.

Facts are tried in the order of how easily a life changes them: contract, industry, an occupation
of the same major group, any other occupation, and last the graduate's own studies. Within one
step the value that moves the log-odds least is named.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from services.matching.mismatch import wording
from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.features import LOOKS, PARTS
from services.matching.mismatch.groups import group_of
from services.matching.mismatch.model import chance
from services.matching.mismatch.scoring import Scorer
from services.matching.mismatch.view import DOCTORATE, TERTIARY, ModelDimension, Seen, seen
from shared.contracts import NearestChange
from shared.taxonomy import isced_f, isco, isic
from shared.taxonomy.tables import Language

CONTRACTS = ("permanent", "fixed_term", "part_time", "casual")
SUB_MAJOR, NARROW_FIELD = 2, 3


class Option(NamedTuple):
    """A value that one fact could have, and what the model would then see in its place."""

    fact: str
    value: str
    shows: Mapping[str, Any]


def nearest_change(scorer: Scorer, facts: MatchFacts, mismatch: bool) -> NearestChange | None:
    """The first step's smallest change after which the verdict `mismatch` is the other one.

    None when no single change does it, or when this model's verdict is another already.
    """
    dimension, view = scorer.dimension, seen(scorer.dimension, facts)
    amounts = scorer.amounts(view)
    logit = scorer.base + sum(amounts.values())
    if (chance(logit) >= scorer.threshold) != mismatch:
        return None
    for options in _steps(dimension, only(facts.occupation)):
        turned = []
        for option in options:
            after = logit + _shift(scorer, view, amounts, option)
            if (chance(after) >= scorer.threshold) != mismatch:
                turned.append((abs(after - logit), option.value, after, option))
        if turned:
            _, _, after, option = min(turned)
            return _told(option, chance(after), not mismatch)
    return None


def _shift(scorer: Scorer, view: Seen, amounts: Mapping[str, float], option: Option) -> float:
    """What the change adds to the logit; only parts that look at the changed values move."""
    changed = view._replace(**option.shows)
    looks = LOOKS[scorer.dimension]
    return sum(
        scorer.amount(fact, looks[fact](changed)) - amounts[fact]
        for fact in _moved(scorer.dimension, tuple(option.shows))
    )


@cache
def _moved(dimension: ModelDimension, names: tuple[str, ...]) -> tuple[str, ...]:
    parts = PARTS[dimension].items()
    return tuple(fact for fact, part in parts if set(names).intersection(part.looks_at))


def _steps(dimension: ModelDimension, occupation: str | None) -> Iterator[tuple[Option, ...]]:
    yield tuple(Option("contract", kind, {"contract": kind}) for kind in CONTRACTS)
    yield _industries(dimension)
    near, far = _occupations(dimension, occupation[:1] if occupation else "")
    yield near
    yield far
    yield _fields(dimension)
    yield _levels(dimension)


@cache
def _industries(dimension: ModelDimension) -> tuple[Option, ...]:
    found = {code: group_of(dimension, "industry", frozenset((code,))) for code in isic.groups(1)}
    return tuple(
        Option("industry", code, {"industry": group}) for code, group in found.items() if group
    )


@cache
def _occupations(
    dimension: ModelDimension, major: str
) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Sub-major groups of the same major group, and of all others."""
    near: list[Option] = []
    far: list[Option] = []
    for code in isco.groups(SUB_MAJOR):
        group = code[0]
        if dimension == "horizontal":
            group = group_of("horizontal", "occupation", frozenset((code,))) or ""
        if group:
            option = Option("occupation", code, {"occupation": code, "group": group})
            (near if code[0] == major else far).append(option)
    return tuple(near), tuple(far)


@cache
def _fields(dimension: ModelDimension) -> tuple[Option, ...]:
    found = {
        code: group_of(dimension, "field", frozenset((code,)))
        for code in isced_f.groups(NARROW_FIELD)
    }
    return tuple(Option("field", code, {"field": group}) for code, group in found.items() if group)


@cache
def _levels(dimension: ModelDimension) -> tuple[Option, ...]:
    highest = DOCTORATE if dimension == "vertical" else DOCTORATE - 1
    return tuple(
        Option("level", str(level), {"level": str(level)}) for level in range(TERTIARY, highest + 1)
    )


def _told(option: Option, probability: float, mismatch: bool) -> NearestChange:
    return NearestChange(
        fact=option.fact,
        value=option.value,
        probability=probability,
        explanation=turned_words(option.fact, _in_words(option), mismatch, probability),
    )


def _in_words(option: Option) -> wording.Words:
    return {lang: _NAMED[option.fact](option.value, lang) for lang in wording.LANGUAGES}


_NAMED: Mapping[str, Callable[[str, Language], str]] = {
    "contract": wording.contract,
    "industry": wording.industry,
    "occupation": wording.occupation,
    "field": wording.field,
    "level": lambda value, lang: wording.level(int(value), lang),
}


def turned_words(
    fact: str, value: wording.Words, mismatch: bool, probability: float | None = None
) -> wording.Words:
    """What the verdict would be with another value of the fact."""
    chance_of = "" if probability is None else f" ({wording.percent(probability)})"
    en = "a mismatch" if mismatch else "a match"
    th = "ไม่สอดคล้อง" if mismatch else "สอดคล้อง"
    return {
        "en": f"It would be {en}{chance_of} if the {wording.fact(fact, 'en')} were: {value['en']}.",
        "th": f"ผลจะเป็น{th}{chance_of} หาก{wording.fact(fact, 'th')}เป็น: {value['th']}",
    }
