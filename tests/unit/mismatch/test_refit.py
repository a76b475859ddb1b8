"""A model refitted on own answers: moved by them, still monotone, untouched by what few have."""

import numpy as np
import pytest

from services.matching.mismatch import MatchFacts, artefact
from services.matching.mismatch.artefact import FittedDimension
from services.matching.mismatch.features import terms
from services.matching.mismatch.refit import compare, refit


@pytest.fixture(scope="module")
def prior() -> FittedDimension:
    return artefact.read().dimensions["vertical"]


def clerks(level: int, count: int) -> list[MatchFacts]:
    one = MatchFacts(employed=True, level=level, occupation=frozenset(("4110",)))
    return [one] * count


def chance(fitted: FittedDimension, facts: MatchFacts) -> float:
    return float(fitted.pipeline.predict_proba([terms("vertical", facts)])[0, 1])


def test_answers_move_the_probability_towards_their_share_and_many_move_it_further(
    prior: FittedDimension,
) -> None:
    [clerk] = clerks(6, 1)
    few, many = (
        chance(refit("vertical", prior, clerks(6, n), np.zeros(n, dtype=bool)), clerk)
        for n in (20, 500)
    )
    assert chance(prior, clerk) > few > many
    assert many < 0.1


def test_a_refitted_model_is_monotone_even_where_the_answers_are_not(
    prior: FittedDimension,
) -> None:
    facts = [*clerks(5, 200), *clerks(6, 200), *clerks(7, 200)]
    labels = np.repeat([True, True, False], 200)
    fitted = refit("vertical", prior, facts, labels)
    ladder = [chance(fitted, clerks(level, 1)[0]) for level in (5, 6, 7, 8)]
    assert ladder == sorted(ladder)


def test_what_fewer_than_ten_persons_have_keeps_the_surveys_weight(prior: FittedDimension) -> None:
    rare = MatchFacts(employed=True, level=6, occupation=frozenset(("2211",)))
    fitted = refit("vertical", prior, [*clerks(6, 100), *[rare] * 9], np.zeros(109, dtype=bool))
    names = prior.pipeline["terms"].get_feature_names_out().tolist()
    place = names.index("occupation=2211")
    before, after = (found.pipeline["odds"].coef_[0, place] for found in (prior, fitted))
    assert before == after


def test_a_gain_that_may_be_chance_is_none() -> None:
    labels = np.tile([True, False], 50)
    same = np.full(100, 0.5)
    assert not compare(labels, same, same).is_better
    assert compare(labels, same, np.where(labels, 0.9, 0.1)).is_better
    assert not compare(labels, np.where(labels, 0.9, 0.1), same).is_better
