"""Events in, rows kept, assessments out: versions decide, and an erasure leaves nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, select

from deploy.topics import create_topics
from services.matching import store
from services.matching.app import MIGRATIONS
from services.matching.assess import Assessor
from services.matching.consumers import GROUP, SUBSCRIPTIONS, TOPICS, subscriptions
from services.matching.outbox import AssessmentOutbox
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.bus.log import Record
from shared.bus.memory import MemoryLog
from shared.bus.relay import Relay
from shared.contracts import (
    AssessedGraduate,
    AssessedVacancy,
    Envelope,
    Graduate,
    Vacancy,
    assessment_version,
    erased,
    from_message,
    recorded,
    to_message,
)
from shared.contracts.catalogue import PAYLOAD_OF_TYPE
from shared.contracts.catalogue import TOPICS as CATALOGUE
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.builders import a_graduate, a_survey, a_vacancy
from tests.unit.matching.fakes import ListTally, OneJudge, coders


class Matching:
    """The service's two loops, driven by hand."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.log = MemoryLog()
        create_topics(self.log)
        assessor = Assessor(coders(titles={"programmer": "2514"}), OneJudge(), ListTally())
        self.loop = ConsumerLoop(
            GROUP,
            engine,
            store.inbox,
            self.log,
            subscriptions(assessor),
            ConsumerMetrics(CollectorRegistry()),
        )
        outboxes = [AssessmentOutbox(engine, t) for t in (store.graduates, store.vacancies)]
        self.relay = Relay("matching", engine, self.log, outboxes)

    def take(self, *events: Envelope) -> None:
        records = [
            Record(m.topic, m.key, m.value, m.headers, offset=offset)
            for offset, m in enumerate(map(to_message, events))
        ]
        self.loop.handle(records)

    def tell(self) -> None:
        while self.relay.publish_once():
            pass

    def told(self, topic: str = "assessments.v1") -> list[Record]:
        return list(self.log.replay([topic]))

    def rows(self, table: Any) -> Sequence[Any]:
        with self.engine.connect() as connection:
            return connection.execute(select(table).order_by(table.c.key)).all()


@pytest.fixture
def matching(engine: Engine) -> Matching:
    return Matching(engine)


def recorded_event(payload: Graduate | Vacancy) -> Envelope:
    return recorded(payload, source="test", correlationid="c-1")


def erased_event(payload: type[Graduate] | type[Vacancy], key: str, version: int) -> Envelope:
    return erased(payload, key, version, source="test", correlationid="c-2")


def test_every_event_of_the_topics_it_listens_to_has_a_handler() -> None:
    types = {
        event_type
        for topic in TOPICS
        for family in CATALOGUE[topic].families
        for event_type in (family.recorded, family.erased)
    }
    assert set(SUBSCRIPTIONS) == types
    assert {PAYLOAD_OF_TYPE[t] for t in types if t in PAYLOAD_OF_TYPE} == {Graduate, Vacancy}


def test_a_graduate_is_kept_assessed_and_told_under_the_same_correlation(
    matching: Matching,
) -> None:
    graduate = a_graduate(
        field="0613",
        level=6,
        home_region="TH-50",
        tracer=a_survey(job_title="programmer", work_region="TH-10"),
    )
    matching.take(recorded_event(graduate))
    matching.tell()
    [row] = matching.rows(store.graduates)
    assert (row.field_broad, row.field_narrow, row.occupation_minor) == ("06", "061", "251")
    assert (row.region, row.region_group, row.published_version) == (
        "TH-10",
        "bangkok",
        row.version,
    )
    [message] = matching.told()
    event = from_message(message)
    assert (event.type, event.subject) == ("lmis.graduate.assessed.v1", "graduate/uni/g1")
    assert event.correlationid == "c-1"
    assert isinstance(event.data, AssessedGraduate)
    assert event.data.record == graduate
    assert event.data.occupation.code == "2514"


def test_a_vacancy_is_kept_assessed_and_told(matching: Matching) -> None:
    vacancy = a_vacancy(title="programmer", region="TH-50", closes_on="2025-03-01")
    matching.take(recorded_event(vacancy))
    matching.tell()
    [row] = matching.rows(store.vacancies)
    assert (row.occupation_major, row.region_group, row.closes_on) == ("2", "north", "2025-03-01")
    [message] = matching.told()
    event = from_message(message)
    assert event.subject == "vacancy/firm/v1"
    assert isinstance(event.data, AssessedVacancy)


def test_a_redelivered_or_older_event_changes_and_tells_nothing(matching: Matching) -> None:
    matching.take(recorded_event(a_graduate(version=2, level=7)))
    matching.tell()
    matching.take(recorded_event(a_graduate(version=2, level=7)))
    matching.take(recorded_event(a_graduate(version=1, level=6)))
    matching.tell()
    [row] = matching.rows(store.graduates)
    assert (row.version, row.level) == (assessment_version(2), 7)
    assert len(matching.told()) == 1


def test_the_same_event_gives_the_same_bytes(matching: Matching, tmp_path: Path) -> None:
    event = recorded_event(a_vacancy(title="programmer"))
    engine = make_engine(f"sqlite:///{tmp_path / 'other.db'}")
    upgrade(engine, MIGRATIONS)
    other = Matching(engine)
    for one in (matching, other):
        one.take(event)
        one.tell()
    assert [r.value for r in matching.told()] == [r.value for r in other.told()]
    engine.dispose()


def test_a_newer_version_kept_while_the_older_is_told_is_told_as_well(matching: Matching) -> None:
    outbox = AssessmentOutbox(matching.engine, store.graduates)
    matching.take(recorded_event(a_graduate(version=1)))
    older = outbox.unpublished(10)
    matching.take(recorded_event(a_graduate(version=2)))
    outbox.mark_published(older)
    assert [row.version for row in outbox.unpublished(10)] == [assessment_version(2)]
    outbox.mark_published(outbox.unpublished(10))
    assert outbox.unpublished(10) == []


def test_an_erasure_is_told_and_leaves_only_the_inbox(matching: Matching) -> None:
    matching.take(recorded_event(a_graduate(programme="secret")))
    matching.tell()
    matching.take(erased_event(Graduate, "uni/g1", 2))
    [stub] = matching.rows(store.graduates)
    assert {name for name, value in stub._mapping.items() if value is not None} == {
        "key", "version", "published_version", "correlation_id"
    }  # fmt: skip
    matching.tell()
    assert matching.rows(store.graduates) == []
    assert [tuple(row) for row in matching.rows(store.inbox)] == [("graduates.v1", "uni/g1", 2)]
    assert [(r.key, r.value is None) for r in matching.told()][-1] == ("graduate/uni/g1", True)
    [forgotten] = matching.told("dead-letters.v1")
    assert (forgotten.key, forgotten.value) == ("assessments.v1/graduate/uni/g1", None)


def test_an_erasure_is_told_again_after_a_relay_that_overlapped_told_an_older_state(
    matching: Matching,
) -> None:
    slow = AssessmentOutbox(matching.engine, store.graduates)
    matching.take(recorded_event(a_graduate(version=1)))
    older = slow.unpublished(10)
    matching.take(erased_event(Graduate, "uni/g1", 2))
    matching.tell()
    matching.log.append([message for row in older for message in row.messages])
    slow.mark_published(older)
    matching.tell()
    assert [r.value is None for r in matching.told()] == [True, False, True]
    assert matching.rows(store.graduates) == []


def test_an_erasure_of_a_record_never_seen_is_told_too(matching: Matching) -> None:
    matching.take(erased_event(Vacancy, "firm/v9", 4))
    matching.tell()
    [record] = matching.told()
    assert (record.key, record.value) == ("vacancy/firm/v9", None)
    assert matching.rows(store.vacancies) == []


def test_an_event_older_than_the_erasure_does_not_bring_the_record_back(
    matching: Matching,
) -> None:
    matching.take(erased_event(Graduate, "uni/g1", 2))
    matching.tell()
    matching.take(recorded_event(a_graduate(version=1)))
    assert matching.rows(store.graduates) == []


def test_a_record_posted_again_after_its_erasure_is_kept(matching: Matching) -> None:
    matching.take(recorded_event(a_graduate(version=1)), erased_event(Graduate, "uni/g1", 2))
    matching.take(recorded_event(a_graduate(version=3)))
    matching.tell()
    [row] = matching.rows(store.graduates)
    assert row.version == row.published_version == assessment_version(3)


def test_a_code_of_no_classification_makes_a_dead_letter_and_the_rest_goes_on(
    matching: Matching,
) -> None:
    matching.take(
        recorded_event(a_vacancy("bad", occupation="9999")),
        recorded_event(a_vacancy("good", occupation="2512")),
        recorded_event(a_graduate("bad", field="99")),
        recorded_event(a_graduate("worse", tracer=a_survey(occupation="x"))),
    )
    assert [row.key for row in matching.rows(store.vacancies)] == ["firm/good"]
    assert matching.rows(store.graduates) == []
    letters = {record.key: record.headers for record in matching.told("dead-letters.v1")}
    assert set(letters) == {
        "vacancies.v1/firm/bad", "graduates.v1/uni/bad", "graduates.v1/uni/worse"
    }  # fmt: skip
    assert "'9999' is not a code of ISCO-08" in str(letters["vacancies.v1/firm/bad"])
