"""Matching's loops driven by hand: events taken, corrections made, records re-coded and told."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Engine, select

from deploy.topics import create_topics
from services.matching import correcting, corrections, store
from services.matching.assess import Assessor
from services.matching.consumers import subscriptions
from services.matching.corrections import NewCorrection, Party
from services.matching.domain import Coders, TextKind
from services.matching.outbox import AssessmentOutbox
from services.matching.recoding import Recoder, RecodingLoop, Silent
from shared.bus.applying import apply_events
from shared.bus.memory import MemoryLog
from shared.bus.relay import Relay
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Envelope,
    Graduate,
    Vacancy,
    erased,
    from_message,
    recorded,
)
from shared.db.engine import transaction
from tests.unit.matching.fakes import ListTally, OneJudge, coders

OFFICE = Party("office", "operator")


class Shop:
    """One process of matching; another one of the same database is another `Shop`."""

    def __init__(self, engine: Engine, known: Coders | None = None) -> None:
        self.engine = engine
        self.coders = known or coders()
        self.log = MemoryLog()
        self._happens: Callable[[], object] = lambda: None
        create_topics(self.log)
        self._subscriptions = subscriptions(Assessor(self.coders, OneJudge(), ListTally()))
        self.recoder = Recoder(engine, self._assessor)
        outboxes = [AssessmentOutbox(engine, t) for t in (store.graduates, store.vacancies)]
        self._relay = Relay("matching", engine, self.log, outboxes)

    def meanwhile(self, happens: Callable[[], object]) -> None:
        """Let something happen once, when records are about to be assessed anew."""
        self._happens = happens

    def _assessor(self) -> Assessor:
        happens, self._happens = self._happens, lambda: None
        happens()
        return Assessor(self.coders, OneJudge(), Silent())

    def take(self, *records: Graduate | Vacancy) -> None:
        self.take_events([recorded(r, source="test", correlationid="post") for r in records])

    def erase(self, kind: type[Graduate] | type[Vacancy], key: str, version: int) -> None:
        self.take_events([erased(kind, key, version, source="test", correlationid="erase")])

    def take_events(self, events: Sequence[Envelope]) -> None:
        with transaction(self.engine) as connection:
            apply_events(connection, store.inbox, self._subscriptions, events)

    def correct(
        self, text: str, code: str, kind: TextKind = "title", provider: str | None = None
    ) -> int:
        key = self.coders.of(kind).key(text)
        correction = NewCorrection(kind, text, key, code, None, provider, None)
        with transaction(self.engine) as connection:
            return corrections.keep(connection, correction, OFFICE)

    def confirm(self, number: int) -> int:
        with transaction(self.engine) as connection:
            confirmed = correcting.confirm(connection, number, OFFICE)
        assert confirmed is not None, number
        return confirmed.id

    def withdraw(self, number: int) -> None:
        with transaction(self.engine) as connection:
            corrections.withdraw(connection, number, OFFICE)

    def recode(self) -> int:
        """Work off the queue; how many corrections were in it."""
        loop, count = RecodingLoop(self.engine, self.recoder), 0
        while loop.work_once():
            count += 1
        return count

    def told(self) -> list[Envelope]:
        while self._relay.publish_once():
            pass
        return [from_message(record) for record in self.log.replay(["assessments.v1"])]

    def vacancy(self, key: str) -> AssessedVacancy:
        return self._found(store.find_vacancy, key)

    def graduate(self, key: str) -> AssessedGraduate:
        return self._found(store.find_graduate, key)

    def rows(self, table: Any) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(select(table)).all()

    def _found(self, find: Callable[..., Any], key: str) -> Any:
        with self.engine.connect() as connection:
            found = find(connection, key)
        assert found is not None, key
        return found
