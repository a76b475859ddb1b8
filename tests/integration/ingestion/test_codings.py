"""Matching's word on a record: kept once, shown to the owner, told when it changes, forgotten."""

import threading

from prometheus_client import CollectorRegistry
from sqlalchemy import select

from services.ingestion.consumers import GROUP, SUBSCRIPTIONS
from services.ingestion.store import coder_sets, coding_changes, codings, inbox
from shared.bus.consumer import ConsumerLoop, ConsumerMetrics
from shared.contracts import Coding, to_message
from tests.builders import a_graduate_post
from tests.integration.ingestion.door import Caller, OpenDoor, rows_of
from tests.integration.ingestion.noticing import (
    UNCODED,
    a_webhook,
    changes_told,
    coded,
    graduate_assessed,
    queued,
    take,
    tell,
)

GIVEN = Coding(status="given", code="0613")


def test_only_the_newest_assessment_counts_however_they_arrive(door: OpenDoor) -> None:
    old = graduate_assessed("g1", coded("0411"))
    new = graduate_assessed("g1", coded("0613"), revision=1)
    take(door, new)
    take(door, old)
    take(door, new)
    [row] = rows_of(door.engine, codings)
    assert (row.key, row.kind, row.field_code) == ("cu/g1", "graduates", "0613")
    assert len(rows_of(door.engine, coder_sets)) == 1


def test_a_change_is_told_once_with_before_and_after(university: Caller, door: OpenDoor) -> None:
    a_webhook(university)
    take(door, graduate_assessed("g1", coded("0411"), UNCODED))
    again = graduate_assessed("g1", coded("0613", 0.7), UNCODED, revision=1)
    take(door, again)
    take(door, again)
    assert tell(door) > 0
    assert tell(door) == 0
    [message] = queued(door)
    assert message["type"] == "lmis.record.coded.v1"
    assert message["data"]["changes"] == [
        {
            "kind": "graduates",
            "record": "g1",
            "first": False,
            "version": 1,
            "field": {
                "before": {"status": "coded", "code": "0411", "probability": 0.9},
                "after": {"status": "coded", "code": "0613", "probability": 0.7},
            },
        }
    ]
    assert rows_of(door.engine, coding_changes) == []


def test_an_erased_record_is_in_no_coding_change_or_message(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, first_codings=True)
    posts = [a_graduate_post(reference=name) for name in "ab"]
    first, second = (university.post("graduates", post).json["record"] for post in posts)
    take(door, *(graduate_assessed(record, coded("0411")) for record in (first, second)))
    tell(door)
    take(door, graduate_assessed(first, coded("0613"), revision=1))
    university.erase("graduates/a")
    assert [row.key for row in rows_of(door.engine, codings)] == [f"cu/{second}"]
    assert rows_of(door.engine, coding_changes) == []
    assert [change["record"] for change in changes_told(door)] == [second]
    university.erase("graduates/b")
    assert queued(door) == []


def test_the_loop_takes_from_the_log_and_after_a_crash_nothing_is_told_twice(
    university: Caller, door: OpenDoor
) -> None:
    a_webhook(university, first_codings=True)
    events = [graduate_assessed(f"g{n}", coded("0613"), GIVEN) for n in range(30)]
    for round_ in range(2):  # the second time as if offsets had not been committed
        door.log.append([to_message(event) for event in events])
        metrics = ConsumerMetrics(CollectorRegistry())
        loop = ConsumerLoop(
            f"{GROUP}-{round_}", door.engine, inbox, door.log, SUBSCRIPTIONS, metrics
        )
        stop = threading.Event()
        thread = threading.Thread(target=loop.run, args=(stop,))
        thread.start()
        while door.log.lag(f"{GROUP}-{round_}", ["assessments.v1"]):
            stop.wait(0.01)
        stop.set()
        thread.join()
    while tell(door):
        pass
    assert sorted(change["record"] for change in changes_told(door)) == sorted(
        f"g{n}" for n in range(30)
    )
    with door.engine.connect() as connection:
        assert len(connection.execute(select(codings)).all()) == 30
