"""Writers, and the relay, all at once: nothing is skipped and each record's order is kept."""

import random
import threading
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, select

from deploy.topics import create_topics
from services.matching import store
from services.matching.assess import Assessor
from services.matching.consumers import subscriptions
from services.matching.outbox import AssessmentOutbox
from shared.bus.applying import apply_events
from shared.bus.memory import MemoryLog
from shared.bus.relay import Relay
from shared.contracts import Envelope, Graduate, assessment_version, erased, from_message, recorded
from shared.db.engine import transaction
from tests.builders import a_graduate
from tests.unit.matching.fakes import ListTally, OneJudge, coders

RECORDS, VERSIONS, WRITERS = 12, 15, 4
NEWEST = assessment_version(VERSIONS)


def test_the_newest_of_every_record_is_told_last_whoever_writes(engine: Engine) -> None:
    log = MemoryLog()
    create_topics(log)
    stop = threading.Event()
    relay = Relay("matching", engine, log, [AssessmentOutbox(engine, store.graduates)])
    telling = threading.Thread(target=relay.run, args=(stop,))
    telling.start()
    try:
        with ThreadPoolExecutor(WRITERS) as writers:
            list(writers.map(lambda seed: write_all(engine, seed), range(WRITERS)))
    finally:
        stop.set()
        telling.join()
    while relay.publish_once():
        pass
    told = defaultdict(list)
    for record in log.replay(["assessments.v1"]):
        told[from_message(record).record_key].append(from_message(record).recordversion)
    assert len(told) == RECORDS
    assert all(versions == sorted(versions) for versions in told.values())
    assert {versions[-1] for versions in told.values()} == {NEWEST}
    assert kept(engine) == {f"uni/g{n}": NEWEST for n in range(1, RECORDS, 2)}


def write_all(engine: Engine, seed: int) -> None:
    """Every version of every record, in an order of this writer's own, in batches."""
    assessor = Assessor(coders(), OneJudge(), ListTally())
    chance = random.Random(seed)
    events = [event(n, version) for n in range(RECORDS) for version in range(1, VERSIONS + 1)]
    chance.shuffle(events)
    for start in range(0, len(events), 7):
        with transaction(engine) as connection:
            batch = events[start : start + 7]
            apply_events(connection, store.inbox, subscriptions(assessor), batch)


def event(record: int, version: int) -> Envelope:
    """A state of the record; the last of every other record is its erasure."""
    if version == VERSIONS and record % 2 == 0:
        key = f"uni/g{record}"
        return erased(Graduate, key, version, source="test", correlationid="")
    graduate = a_graduate(f"g{record}", version=version, level=version % 9)
    return recorded(graduate, source="test", correlationid="")


def kept(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        rows = connection.execute(select(store.graduates.c.key, store.graduates.c.version))
        return {row.key: row.version for row in rows}
