"""What open vacancies hold for a graduate without a job: the model over all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from services.matching import candidates, store
from services.matching.domain import GraduateFacts, VacancyFacts
from services.matching.fits import place_of
from services.matching.mismatch import GraduateJudge, MatchFacts, open_job
from shared.contracts import Judgement

LEAST_VACANCIES = 10
"""Fewer judged vacancies make no expectation."""

DIMENSIONS = ("vertical", "horizontal")
DECISIVE = frozenset(
    (
        ("vertical", "model"),
        ("vertical", "employer_stated"),
        ("horizontal", "model"),
        ("horizontal", "rule"),
    )
)
"""Whose word of a mismatch makes a vacancy unfit."""


@dataclass(frozen=True)
class Expected:
    """Mean probability of a mismatch over `n` vacancies; None when they are too few."""

    dimension: str
    n: int
    probability: float | None


@dataclass(frozen=True)
class Prospects:
    """What is expected of `considered` vacancies.

    A vacancy fits when the model judges both level and field a match and neither the level that
    the employer states nor the table of fields says mismatch; `judged` are those on which the
    model gave both verdicts. `share` is None when they are too few.
    """

    of: GraduateFacts
    considered: int
    bounded: bool
    expected: tuple[Expected, ...]
    fitting: int
    judged: int
    synthetic: bool

    @property
    def share(self) -> float | None:
        return self.fitting / self.judged if self.judged >= LEAST_VACANCIES else None


def prospects_for(
    connection: Connection, judge: GraduateJudge, graduate_key: str, on: str
) -> Prospects | None:
    """Over the vacancies open on the date `on` near to the graduate; None for an unknown one."""
    graduate = store.graduate_facts(connection, [graduate_key]).get(graduate_key)
    if graduate is None:
        return None
    market = candidates.vacancy_market(
        graduate.field.code, graduate.occupation.code, place_of(graduate.record)
    )
    keys = candidates.open_vacancies(connection, market, on, candidates.BOUND)
    vacancies = list(store.vacancy_facts(connection, keys).values())
    return expect(judge, graduate, vacancies, len(keys) == candidates.BOUND)


def expect(
    judge: GraduateJudge,
    graduate: GraduateFacts,
    vacancies: Sequence[VacancyFacts],
    bounded: bool = False,
) -> Prospects:
    """The model's judgements on the graduate in each of the vacancies, summed up."""
    judged = judge.judge_facts([_facts(graduate, vacancy) for vacancy in vacancies])
    verdicts = [verdict for answers in judged if (verdict := _fits(answers)) is not None]
    return Prospects(
        of=graduate,
        considered=len(vacancies),
        bounded=bounded,
        expected=tuple(_expected(dimension, judged) for dimension in DIMENSIONS),
        fitting=sum(verdicts),
        judged=len(verdicts),
        synthetic=graduate.record.synthetic or any(v.record.synthetic for v in vacancies),
    )


def _facts(graduate: GraduateFacts, vacancy: VacancyFacts) -> MatchFacts:
    return open_job(
        graduate.record,
        graduate.field.code,
        frozenset(graduate.skills),
        vacancy.record,
        vacancy.occupation.code,
        frozenset(vacancy.skills),
    )


def _expected(dimension: str, judged: Iterable[Sequence[Judgement]]) -> Expected:
    chances = [
        answer.probability
        for answers in judged
        for answer in answers
        if answer.dimension == dimension and answer.probability is not None
    ]
    enough = len(chances) >= LEAST_VACANCIES
    return Expected(dimension, len(chances), sum(chances) / len(chances) if enough else None)


def _fits(answers: Sequence[Judgement]) -> bool | None:
    """Whether the vacancy fits; None when the model could not judge both level and field."""
    by_model = [answer.verdict for answer in answers if answer.probability is not None]
    if len(by_model) < len(DIMENSIONS):
        return None
    against = {(a.dimension, a.method) for a in answers if a.verdict == "mismatch"}
    return not against.intersection(DECISIVE)
