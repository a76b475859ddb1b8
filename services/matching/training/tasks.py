"""What is predicted, on whom, and which folds make the test fair."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.model_selection import GroupKFold, StratifiedKFold

from services.matching.mismatch.facts import MatchFacts
from services.matching.mismatch.rules import self_reported_field, self_reported_level
from services.matching.mismatch.view import TERTIARY, ModelDimension
from services.matching.training import baselines
from services.matching.training.datasets import SurveyedGraduate

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Fold = tuple[NDArray[np.intp], NDArray[np.intp]]
Rule = Callable[[Sequence[MatchFacts]], Floats]
Realised = Callable[[Sequence[MatchFacts], Sequence[MatchFacts]], Floats]

FOLDS = 5


@dataclass(frozen=True)
class Question:
    """One yes-or-no question to graduates, and the baselines that answer it without a model."""

    dimension: ModelDimension
    survey: str
    label: Callable[[MatchFacts], bool]
    rules: dict[str, Rule]
    realised: Realised

    def judgeable(self, facts: MatchFacts) -> bool:
        """Whether the facts that the model needs are known."""
        return bool(facts.occupation) and (self.dimension == "vertical" or bool(facts.field))


@dataclass(frozen=True)
class Task:
    """A question put to a sample; `held_out` says what a fold has not seen.

    `served` tasks are answered by the stored model; the others compare with the published
    reference results, on their sample.
    """

    name: str
    question: Question
    held_out: Literal["persons", "countries"]
    served: bool

    def sample(self, survey: Sequence[SurveyedGraduate]) -> list[SurveyedGraduate]:
        """Who is asked: the reference sample, or everybody whom the model would judge."""
        if not self.served:
            return [graduate for graduate in survey if graduate.in_reference]
        return [graduate for graduate in survey if self.question.judgeable(graduate.facts)]

    def folds(self, sample: Sequence[SurveyedGraduate], labels: Flags, seed: int) -> Iterator[Fold]:
        """Five folds by person, stratified, or by country."""
        if self.held_out == "countries":
            countries = [graduate.country for graduate in sample]
            yield from GroupKFold(FOLDS).split(labels, labels, countries)
        else:
            by_person = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
            yield from by_person.split(labels, labels)


def _over_educated(facts: MatchFacts) -> bool:
    return self_reported_level(facts).direction == "over"


def _unrelated(facts: MatchFacts) -> bool:
    return self_reported_field(facts).verdict == "mismatch"


def _below_degree(facts: MatchFacts) -> bool:
    return facts.level_required is not None and facts.level_required < TERTIARY


UNRELATED = Question(
    dimension="horizontal",
    survey="ngs2020",
    label=_unrelated,
    rules={"rule": baselines.outside_permitted},
    realised=baselines.rarity,
)
OVER_EDUCATED = Question(
    dimension="vertical",
    survey="piaac",
    label=_over_educated,
    rules={"rule_map_a": baselines.above_map_a, "rule": baselines.above_map_b},
    realised=baselines.above_realised,
)
BELOW_DEGREE = Question(
    dimension="vertical",
    survey="piaac",
    label=_below_degree,
    rules={"rule": baselines.outside_graduate_majors},
    realised=baselines.below_realised,
)

TASKS = (
    Task("job unrelated to field", UNRELATED, "persons", served=True),
    Task("own level above level required", OVER_EDUCATED, "persons", served=True),
    Task("own level above level required", OVER_EDUCATED, "countries", served=True),
    Task("job unrelated to field", UNRELATED, "persons", served=False),
    Task("job needs less than a degree", BELOW_DEGREE, "persons", served=False),
    Task("job needs less than a degree", BELOW_DEGREE, "countries", served=False),
)
