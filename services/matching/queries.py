"""Rankings and codings made when they are asked for, so that no pair can be missed or stale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from services.matching import store
from services.matching.domain import Candidate, Coded, Coders, GraduateFacts, VacancyFacts
from services.matching.fits import opening_of, seeker_of
from services.matching.market.loading import Markets, day_of
from services.matching.ranking import Match, rank_openings, rank_seekers
from services.matching.taught import TaughtCoders

Asker = TypeVar("Asker")
Other = TypeVar("Other")
Kind = Literal["title", "programme"]


@dataclass(frozen=True)
class Office:
    """What answering needs: the database, the key of match ids, the date, coders and markets.

    `coders` is a function because loading them takes time that no other request should wait.
    """

    engine: Engine
    secret: bytes
    today: Callable[[], str]
    coders: Callable[[], Coders]
    markets: Markets = field(default_factory=Markets)

    def coders_for(self, organisation: str) -> Coders:
        """The coders that code the organisation's records, with the newest corrections."""
        with self.engine.connect() as connection:
            return self._taught.present(connection).of(organisation)

    @cached_property
    def _taught(self) -> TaughtCoders:
        return TaughtCoders(self.coders)


@dataclass(frozen=True)
class Ranking(Generic[Asker, Other]):
    """The best of `considered` records: none was left out."""

    of: Asker
    best: Sequence[tuple[Other, Match]]
    considered: int


class TextCoding(NamedTuple):
    """What one text may stand for, and what the coder makes of it."""

    text: str
    decision: Coded
    candidates: Sequence[Candidate]


def vacancies_for(
    connection: Connection, markets: Markets, graduate_key: str, on: str, limit: int
) -> Ranking[GraduateFacts, VacancyFacts] | None:
    """Vacancies open on the date `on` for a graduate, best first; None for an unknown graduate."""
    graduate = store.graduate_facts(connection, [graduate_key]).get(graduate_key)
    if graduate is None:
        return None
    seeker, day = seeker_of(graduate), day_of(on)
    market = markets.vacancies.current(connection)
    best = market.best(seeker, limit, day)
    found = store.vacancy_facts(connection, [one.key for one in best])
    ranked = rank_openings(seeker, ((key, opening_of(vacancy)) for key, vacancy in found.items()))
    return Ranking(graduate, [(found[key], match) for key, match in ranked], market.size(day))


def graduates_for(
    connection: Connection, markets: Markets, vacancy_key: str, limit: int
) -> Ranking[VacancyFacts, GraduateFacts] | None:
    """Graduates for a vacancy, best first; None for an unknown vacancy."""
    vacancy = store.vacancy_facts(connection, [vacancy_key]).get(vacancy_key)
    if vacancy is None:
        return None
    opening = opening_of(vacancy)
    market = markets.graduates.current(connection)
    best = market.best(opening, limit)
    found = store.graduate_facts(connection, [one.key for one in best])
    ranked = rank_seekers(opening, ((key, seeker_of(graduate)) for key, graduate in found.items()))
    return Ranking(vacancy, [(found[key], match) for key, match in ranked], market.size())


def code_texts(coders: Coders, kind: Kind, texts: Sequence[str], top: int) -> list[TextCoding]:
    """Up to `top` codes for each text, and the coder's decision."""
    coder = coders.occupations if kind == "title" else coders.fields
    return [
        TextCoding(text, decision, found)
        for text, decision, found in zip(
            texts, coder.decide(texts), coder.code(texts, top), strict=True
        )
    ]
