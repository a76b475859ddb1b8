"""Rankings and codings made when they are asked for, so that no pair can be missed or stale."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine

from services.matching import candidates, store
from services.matching.domain import Candidate, Coded, Coders, GraduateFacts, VacancyFacts
from services.matching.fits import opening_of, place_of, seeker_of
from services.matching.ranking import Match, rank_openings, rank_seekers
from services.matching.taught import TaughtCoders

Asker = TypeVar("Asker")
Other = TypeVar("Other")
Kind = Literal["title", "programme"]


@dataclass(frozen=True)
class Office:
    """What answering needs: the database, the key of match ids, the date, and the coders.

    `coders` is a function because loading them takes time that no other request should wait.
    """

    engine: Engine
    secret: bytes
    today: Callable[[], str]
    coders: Callable[[], Coders]

    def coders_for(self, organisation: str) -> Coders:
        """The coders that code the organisation's records, with the newest corrections."""
        with self.engine.connect() as connection:
            return self._taught.present(connection).of(organisation)

    @cached_property
    def _taught(self) -> TaughtCoders:
        return TaughtCoders(self.coders)


@dataclass(frozen=True)
class Ranking(Generic[Asker, Other]):
    """The best of `considered` candidates; `bounded` when there may be more than were looked at."""

    of: Asker
    best: Sequence[tuple[Other, Match]]
    considered: int
    bounded: bool


class TextCoding(NamedTuple):
    """What one text may stand for, and what the coder makes of it."""

    text: str
    decision: Coded
    candidates: Sequence[Candidate]


def vacancies_for(
    connection: Connection, graduate_key: str, on: str, limit: int
) -> Ranking[GraduateFacts, VacancyFacts] | None:
    """Vacancies open on the date `on` for a graduate, best first; None for an unknown graduate."""
    graduate = store.graduate_facts(connection, [graduate_key]).get(graduate_key)
    if graduate is None:
        return None
    market = candidates.vacancy_market(
        graduate.field.code, graduate.occupation.code, place_of(graduate.record)
    )
    keys = candidates.open_vacancies(connection, market, on, candidates.BOUND)
    found = store.vacancy_facts(connection, keys)
    ranked = rank_openings(
        seeker_of(graduate), ((key, opening_of(vacancy)) for key, vacancy in found.items())
    )
    best = [(found[key], match) for key, match in ranked[:limit]]
    return Ranking(graduate, best, len(found), len(keys) == candidates.BOUND)


def graduates_for(
    connection: Connection, vacancy_key: str, limit: int
) -> Ranking[VacancyFacts, GraduateFacts] | None:
    """Graduates for a vacancy, best first; None for an unknown vacancy."""
    vacancy = store.vacancy_facts(connection, [vacancy_key]).get(vacancy_key)
    if vacancy is None:
        return None
    market = candidates.graduate_market(
        vacancy.record.fields_accepted, vacancy.occupation.code, vacancy.record.region
    )
    keys = candidates.known_graduates(connection, market, candidates.BOUND)
    found = store.graduate_facts(connection, keys)
    ranked = rank_seekers(
        opening_of(vacancy), ((key, seeker_of(graduate)) for key, graduate in found.items())
    )
    best = [(found[key], match) for key, match in ranked[:limit]]
    return Ranking(vacancy, best, len(found), len(keys) == candidates.BOUND)


def code_texts(coders: Coders, kind: Kind, texts: Sequence[str], top: int) -> list[TextCoding]:
    """Up to `top` codes for each text, and the coder's decision."""
    coder = coders.occupations if kind == "title" else coders.fields
    return [
        TextCoding(text, decision, found)
        for text, decision, found in zip(
            texts, coder.decide(texts), coder.code(texts, top), strict=True
        )
    ]
