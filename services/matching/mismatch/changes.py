"""The nearest change that would turn a learned verdict round: one fact, the easiest first.

Facts are tried in the order of how easily a life changes them: contract, industry, an occupation
of the same major group, any other occupation, and last the graduate's own studies. Within one
step the value that moves the log-odds least is named.
"""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from services.matching.mismatch import wording
from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.features import LOOKS, PARTS
from services.matching.mismatch.groups import group_of
from services.matching.mismatch.model import chance
from services.matching.mismatch.scoring import Scorer
from services.matching.mismatch.view import (
    DOCTORATE,
    OPTIONAL,
    TERTIARY,
    ModelDimension,
    Seen,
    seen,
)
from shared.contracts import NearestChange
from shared.taxonomy import isced_f, isco, isic
from shared.taxonomy.tables import Language

CONTRACTS = ("permanent", "fixed_term", "part_time", "casual")
SUB_MAJOR, NARROW_FIELD = 2, 3
ARMED_FORCES = "0"


class Option(NamedTuple):
    """A value that one fact could have, and what the model would then see in its place."""

    fact: str
    value: str
    shows: Mapping[str, Any]


class Step(NamedTuple):
    """Options that are as easy as each other; all show other values of the same `names`."""

    name: str
    names: tuple[str, ...]
    options: tuple[Option, ...]


def nearest_change(scorer: Scorer, facts: MatchFacts, mismatch: bool) -> NearestChange | None:
    """The first step's smallest change after which the verdict `mismatch` is the other one.

    None when no single change does it, or when this model's verdict is another already.
    """
    view = seen(scorer.dimension, facts)
    amounts = scorer.amounts(view)
    logit = scorer.base + sum(amounts.values())
    if (chance(logit) >= scorer.threshold) != mismatch:
        return None
    for step in _steps(scorer.dimension, only(facts.occupation)):
        moved, _ = _touched(scorer.dimension, step.names)
        rest = logit - sum(amounts[fact] for fact in moved)
        turned = [
            (abs(rest + after - logit), option.value, rest + after, option)
            for option, after in zip(step.options, _sums(scorer, view, step), strict=True)
            if (chance(rest + after) >= scorer.threshold) != mismatch
        ]
        if turned:
            _, _, after, option = min(turned)
            return _told(option, chance(after), not mismatch)
    return None


def _sums(scorer: Scorer, view: Seen, step: Step) -> tuple[float, ...]:
    """What the parts that look at the step's names add up to, for each option.

    It depends on what else these parts look at, and on nothing more.
    """
    moved, others = _touched(scorer.dimension, step.names)
    key = (step.name, *(getattr(view, name) for name in others))
    known = scorer.sums_of_options.get(key)
    if known is None:
        looks = LOOKS[scorer.dimension]
        changed = (view._replace(**option.shows) for option in step.options)
        known = scorer.sums_of_options[key] = tuple(
            sum(scorer.amount(fact, looks[fact](other)) for fact in moved) for other in changed
        )
    return known


@cache
def _touched(
    dimension: ModelDimension, names: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The facts whose parts look at any of `names`, and what else these parts look at."""
    parts = PARTS[dimension].items()
    moved = {fact: part for fact, part in parts if set(names).intersection(part.looks_at)}
    others = {name for part in moved.values() for name in part.looks_at if name not in names}
    return tuple(moved), tuple(sorted(others))


@cache
def _steps(dimension: ModelDimension, occupation: str | None) -> tuple[Step, ...]:
    major = occupation[0] if occupation else ""
    near, far = _occupations(dimension, major)
    contracts = tuple(Option("contract", kind, {"contract": kind}) for kind in CONTRACTS)
    return (
        _of_one_fact(dimension, "contract", contracts),
        _of_one_fact(dimension, "industry", _industries(dimension)),
        Step(f"occupation in {major}", ("group", "occupation"), near),
        Step(f"occupation outside {major}", ("group", "occupation"), far),
        _of_one_fact(dimension, "field", _fields(dimension)),
        _of_one_fact(dimension, "level", _levels(dimension)),
    )


def _of_one_fact(dimension: ModelDimension, fact: str, options: tuple[Option, ...]) -> Step:
    """With an optional fact known, the needed ones no longer stand alone."""
    if fact not in OPTIONAL[dimension]:
        return Step(fact, (fact,), options)
    shown = (option._replace(shows={**option.shows, "alone": False}) for option in options)
    return Step(fact, (fact, "alone"), tuple(shown))


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
    """Sub-major groups of the same major group, and of all others but the armed forces (0),
    of whom the surveys hold too few to learn from."""
    near: list[Option] = []
    far: list[Option] = []
    for code in (code for code in isco.groups(SUB_MAJOR) if code[0] != ARMED_FORCES):
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
