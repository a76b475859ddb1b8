"""Rebuilding from the log changes no figure, also while a consumer works."""

import threading
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, delete, func, select, update

from deploy.topics import create_topics
from services.reporting.consumers import GROUP, SUBSCRIPTIONS, TOPICS
from services.reporting.rebuild import rebuild
from services.reporting.store import (
    graduate_facts,
    inbox,
    keep_positions,
    positions,
    positions_of,
    vacancy_facts,
)
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Positions
from shared.bus.memory import MemoryLog
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Envelope,
    Message,
    assessment_version,
    erased,
    to_message,
)
from shared.db.engine import transaction
from tests.builders import a_graduate, an_assessed_graduate
from tests.integration.reporting.population import events, graduates, vacancies


@pytest.fixture
def log() -> Iterator[MemoryLog]:
    made = MemoryLog()
    create_topics(made)
    yield made
    made.close()


@pytest.fixture
def consumer(engine: Engine, log: MemoryLog) -> ConsumerLoop:
    metrics = ConsumerMetrics(CollectorRegistry())
    return ConsumerLoop(GROUP, engine, inbox, log, SUBSCRIPTIONS, metrics, keep_positions)


def tell(log: MemoryLog, told: list[Envelope]) -> None:
    log.append([to_message(event) for event in told])


class Working:
    """The consumer in a thread of its own."""

    def __init__(self, loop: ConsumerLoop) -> None:
        self._loop, self._stop = loop, threading.Event()
        self._broke: list[BaseException] = []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> "Working":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(30)
        assert not self._broke

    def until_caught_up(self, log: MemoryLog) -> None:
        for _ in range(600):
            if log.lag(GROUP, TOPICS) == 0 or self._broke:
                return
            self._stop.wait(0.05)
        raise AssertionError("the consumer did not catch up")

    def _run(self) -> None:
        try:
            self._loop.run(self._stop)
        except BaseException as error:
            self._broke.append(error)
            raise


def rows(engine: Engine) -> list[tuple[object, ...]]:
    """All facts, record by record."""
    with engine.connect() as connection:
        return [
            tuple(row)
            for facts in (graduate_facts, vacancy_facts)
            for row in connection.execute(select(facts).order_by(facts.c.key))
        ]


def test_a_rebuild_gives_the_same_figures(engine: Engine, log: MemoryLog, consumer: ConsumerLoop):
    tell(log, events([*graduates(1200), *vacancies(300)]))
    tell(log, [gone(AssessedGraduate, f"uni/g{i}", 2) for i in range(40)])
    tell(log, [gone(AssessedVacancy, f"firm/v{i}", 2) for i in range(20)])
    with Working(consumer) as working:
        working.until_caught_up(log)
    before = rows(engine)

    read: list[int] = []
    summary = rebuild(engine, log, read.append)

    assert rows(engine) == before
    assert summary.replayed == sum(read) == 1560
    assert count(engine) == (1160, 280)


def test_a_rebuild_mends_rows_that_were_lost_or_changed(
    engine: Engine, log: MemoryLog, consumer: ConsumerLoop
):
    tell(log, events([*graduates(600), *vacancies(100)]))
    with Working(consumer) as working:
        working.until_caught_up(log)
    before = rows(engine)
    with transaction(engine) as connection:
        connection.execute(delete(graduate_facts).where(graduate_facts.c.year == 2022))
        connection.execute(update(vacancy_facts).values(openings=99))
    assert rows(engine) != before

    rebuild(engine, log, lambda _: None)

    assert rows(engine) == before


def test_a_rebuild_reaches_the_positions_of_the_consumer(
    engine: Engine, log: MemoryLog, consumer: ConsumerLoop
):
    tell(log, events([*graduates(50), *vacancies(20)]))
    tell(log, [gone(AssessedGraduate, "uni/g1", 2)])
    with Working(consumer) as working:
        working.until_caught_up(log)
    consumed = kept_positions(engine)
    assert sum(consumed.values()) == 71
    with transaction(engine) as connection:
        connection.execute(delete(positions))

    rebuild(engine, log, lambda _: None)

    assert kept_positions(engine) == consumed


def test_of_each_record_the_newest_event_is_replayed_whatever_comes_last(
    engine: Engine, log: MemoryLog
):
    first, newest, late = (_at_version(graduates(1)[0], n) for n in (1, 3, 2))
    tell(log, events([first, newest, late, *vacancies(1)]))
    tell(log, [gone(AssessedVacancy, "firm/v0", 2)])
    log.append([Message(TOPICS[0], "graduate/uni/x", b"{", {"ce_type": "of another release"})])
    summary = rebuild(engine, log, lambda _: None)
    assert (summary.replayed, summary.undecodable) == (5, 1)
    assert count(engine) == (1, 0)
    with engine.connect() as connection:
        assert connection.scalar(select(graduate_facts.c.version)) == 3


def test_an_erased_graduate_does_not_come_back(engine: Engine, log: MemoryLog):
    graduate = an_assessed_graduate(a_graduate("g1"))
    tell(log, [*events([graduate]), gone(AssessedGraduate, "uni/g1", 2)])
    rebuild(engine, log, lambda _: None)
    assert count(engine) == (0, 0)
    with engine.connect() as connection:
        assert connection.scalar(select(inbox.c.version)) == assessment_version(2)


def test_a_rebuild_beside_a_working_consumer_loses_and_doubles_nothing(
    engine: Engine, log: MemoryLog, consumer: ConsumerLoop
):
    """The consumer takes new records, newer versions and erasures while the log is replayed."""
    tell(log, events([*graduates(1000), *vacancies(200)]))
    later = [*graduates(1500, seed=7), *vacancies(300, seed=8)]
    newer = [_at_version(record, 3) for record in later]

    def keep_telling() -> None:
        for start in range(0, len(newer), 100):
            tell(log, events(newer[start : start + 100]))

    with Working(consumer) as working:
        teller = threading.Thread(target=keep_telling)
        teller.start()
        for _ in range(3):
            rebuild(engine, log, lambda _: None)
        teller.join()
        working.until_caught_up(log)
    after = rows(engine)
    assert count(engine) == (1500, 300)

    rebuild(engine, log, lambda _: None)

    assert rows(engine) == after


def _at_version(
    record: AssessedGraduate | AssessedVacancy, version: int
) -> AssessedGraduate | AssessedVacancy:
    return replace(record, record=replace(record.record, version=version))


def test_readers_see_the_old_figures_until_the_rebuild_is_done(
    engine: Engine, log: MemoryLog, consumer: ConsumerLoop
):
    tell(log, events(graduates(600)))
    with Working(consumer) as working:
        working.until_caught_up(log)
    before = rows(engine)
    seen: list[list[object]] = []
    rebuild(engine, log, lambda _: seen.append(rows(engine)))
    assert seen
    assert all(found == before for found in seen)


def gone(payload: type[AssessedGraduate | AssessedVacancy], key: str, version: int) -> Envelope:
    of_assessment = assessment_version(version)
    return erased(payload, key, of_assessment, source="matching", correlationid="test")


def kept_positions(engine: Engine) -> Positions:
    with engine.connect() as connection:
        return positions_of(connection)


def count(engine: Engine) -> tuple[int, int]:
    with engine.connect() as connection:
        found = [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (graduate_facts, vacancy_facts)
        ]
    return found[0], found[1]
