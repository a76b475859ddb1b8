"""What the model must beat under the same folds: rules, realised matches, plain cell rates."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from services.matching.mismatch.answers import only
from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.groups import Codes, group_of
from services.matching.mismatch.rules import normative_a, normative_b
from services.matching.mismatch.view import ModelDimension
from shared.taxonomy import correspondence, isco

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST_CELL = 30
PRIOR_PERSONS = 10


def above_map_a(facts: Sequence[MatchFacts]) -> Floats:
    """1 where map A finds the level too high."""
    return np.array([normative_a(known).direction == "over" for known in facts], dtype=float)


def above_map_b(facts: Sequence[MatchFacts]) -> Floats:
    """1 where map B finds the level too high."""
    return np.array([normative_b(known).direction == "over" for known in facts], dtype=float)


def outside_graduate_majors(facts: Sequence[MatchFacts]) -> Floats:
    """1 where the occupation is none of managers, professionals and associate professionals."""
    return np.array(
        [only(known.occupation) is None or not _is_graduate_job(known) for known in facts],
        dtype=float,
    )


def outside_permitted(facts: Sequence[MatchFacts]) -> Floats:
    """1 where the table of fields and occupations permits fewer than half of the pairs that the
    broad field and occupation stand for."""
    return np.array([_permitted_share(k.field, k.occupation) < 0.5 for k in facts], dtype=float)


def realised_level(train: Sequence[MatchFacts], test: Sequence[MatchFacts]) -> Floats:
    """Mean own level of who works in the occupation, of its parent group under 30 persons."""
    levels: dict[str, list[int]] = defaultdict(list)
    for known in train:
        for code in _path(known):
            levels[code].append(known.level or 0)
    means = {code: np.mean(found) for code, found in levels.items() if len(found) >= LEAST_CELL}
    return np.array(
        [next(means[code] for code in reversed(_path(known)) if code in means) for known in test]
    )


def above_realised(train: Sequence[MatchFacts], test: Sequence[MatchFacts]) -> Floats:
    """Own level less the mean of the occupation."""
    return np.array([known.level or 0 for known in test]) - realised_level(train, test)


def below_realised(train: Sequence[MatchFacts], test: Sequence[MatchFacts]) -> Floats:
    """How low the mean level of the occupation is."""
    return -realised_level(train, test)


def rarity(train: Sequence[MatchFacts], test: Sequence[MatchFacts]) -> Floats:
    """How rarely the field works in the occupation: −P(occupation | field) / P(occupation)."""
    pairs = Counter(_cell("horizontal", known) for known in train)
    fields, occupations = Counter[str](), Counter[str]()
    for (field, occupation), n in pairs.items():
        fields[field] += n
        occupations[occupation] += n
    lifts = {
        (field, occupation): n * len(train) / fields[field] / occupations[occupation]
        for (field, occupation), n in pairs.items()
    }
    return np.array([-lifts.get(_cell("horizontal", known), 0.0) for known in test])


def cell_rate(
    dimension: ModelDimension,
    train: Sequence[MatchFacts],
    labels: Flags,
    test: Sequence[MatchFacts],
) -> Floats:
    """Share of mismatch in the cell (level × sub-major group, or field × occupation), drawn to
    the overall share as by ten more persons."""
    base = float(labels.mean())
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for known, label in zip(train, labels, strict=True):
        counts[_cell(dimension, known)].append(bool(label))
    rates = {
        cell: (sum(found) + PRIOR_PERSONS * base) / (len(found) + PRIOR_PERSONS)
        for cell, found in counts.items()
    }
    return np.array([rates.get(_cell(dimension, known), base) for known in test])


def _cell(dimension: ModelDimension, facts: MatchFacts) -> tuple[str, str]:
    if dimension == "vertical":
        return str(facts.level), (only(facts.occupation) or "")[:2]
    field = group_of("horizontal", "field", facts.field)
    return str(field), str(group_of("horizontal", "occupation", facts.occupation))


def _path(facts: MatchFacts) -> list[str]:
    code = only(facts.occupation) or ""
    return [code[:length] for length in range(len(code) + 1)]


def _is_graduate_job(facts: MatchFacts) -> bool:
    return (only(facts.occupation) or "")[:1] in ("1", "2", "3")


@cache
def _permitted_share(fields: Codes, occupations: Codes) -> float:
    minors = [
        code
        for code in isco.groups(3)
        if group_of("horizontal", "occupation", frozenset((code,)))
        == group_of("horizontal", "occupation", occupations)
    ]
    known = [
        matches
        for field in fields
        for minor in minors
        if (matches := correspondence.field_matches(field, minor)) is not None
    ]
    return sum(known) / len(known) if known else 1.0
