"""Two workers of one PostgreSQL and one log: no pair is missed and no record assessed twice."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, select

from deploy.topics import create_topics
from services.matching import queries, store
from services.matching.app import MIGRATIONS
from services.matching.market.loading import Markets
from services.matching.worker import workers
from shared.bus.log import Log
from shared.bus.memory import MemoryLog
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import (
    Graduate,
    Vacancy,
    assessment_version,
    from_message,
    recorded,
    to_message,
)
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings
from tests.builders import a_graduate, a_survey, a_vacancy

pytestmark = pytest.mark.postgres

GRADUATES, VACANCIES, VERSIONS = 40, 40, 3
NEWEST = assessment_version(VERSIONS)
LONGEST_WAIT = 60.0
ON = "2025-06-01"


@pytest.fixture
def settings(postgres_database: str, tmp_path: Path) -> Settings:
    return Settings.from_environment(
        {"LMIS_MATCHING_DATABASE_URL": postgres_database, "LMIS_DATA_DIR": str(tmp_path)}
    )


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    made = make_engine(settings.database("matching"))
    upgrade(made, MIGRATIONS)
    yield made
    made.dispose()


@pytest.fixture(params=["memory", "sqlite"])
def logs(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Log]]:
    """One log as two workers and a writer see it: shared in memory, or a file each opens."""
    path = str(tmp_path / "log.db")
    one = MemoryLog()
    opened: list[Log] = [one if request.param == "memory" else SqliteLog(path) for _ in range(3)]
    create_topics(opened[0])
    yield opened
    for log in opened:
        log.close()


@contextmanager
def working(settings: Settings, log: Log) -> Iterator[CollectorRegistry]:
    """A worker process's loops, as threads; a loop that broke fails the test."""
    registry, stop = CollectorRegistry(), threading.Event()
    loops = workers(settings, log, registry)
    with ThreadPoolExecutor(len(loops)) as threads:
        running = [threads.submit(loop.run, stop) for loop in loops]
        try:
            yield registry
        finally:
            stop.set()
    for loop in running:
        loop.result()


def test_every_graduate_meets_every_vacancy_that_came_at_the_same_moment(
    settings: Settings, engine: Engine, logs: list[Log]
) -> None:
    first, second, writer = logs
    with working(settings, first) as one, working(settings, second) as other:
        wait_until(lambda: all_at_work(writer, one, other))
        post_at_once(writer)
        wait_until(lambda: told_at_newest_version(writer) == GRADUATES + VACANCIES)
    assert versions_kept(engine) == {NEWEST: GRADUATES + VACANCIES}
    assert max(times_told(writer).values()) == 1
    markets = Markets()
    with engine.connect() as connection:
        for key in keys(GRADUATES, "uni/g"):
            ranking = queries.vacancies_for(connection, markets, key, ON, 1000)
            assert ranking is not None
            assert {v.record.key for v, _ in ranking.best} >= set(keys(VACANCIES, "firm/v"))
        for key in keys(VACANCIES, "firm/v"):
            found = queries.graduates_for(connection, markets, key, 1000)
            assert found is not None
            assert {g.record.key for g, _ in found.best} >= set(keys(GRADUATES, "uni/g"))


def test_a_worker_that_leaves_and_one_that_comes_back_lose_nothing(
    settings: Settings, engine: Engine, logs: list[Log]
) -> None:
    first, second, writer = logs
    with working(settings, first):
        with working(settings, second):
            post_at_once(writer)
        with working(settings, second):
            wait_until(lambda: told_at_newest_version(writer) == GRADUATES + VACANCIES)
    assert versions_kept(engine) == {NEWEST: GRADUATES + VACANCIES}


def post_at_once(log: Log) -> None:
    """Graduates and vacancies of one market, every version of each, from two writers."""

    def graduate(n: int, version: int) -> Graduate:
        tracer = a_survey(job_title="โปรแกรมเมอร์", work_region="TH-10")
        return a_graduate(f"g{n}", version=version, field="0613", level=6, tracer=tracer)

    def vacancy(n: int, version: int) -> Vacancy:
        return a_vacancy(f"v{n}", version=version, title="Programmer", region="TH-10")

    def post(make: Callable[[int, int], Graduate | Vacancy], count: int) -> None:
        for version in range(1, VERSIONS + 1):
            append(log, *(make(n, version) for n in range(count)))

    with ThreadPoolExecutor(2) as writers:
        for posted in (
            writers.submit(post, graduate, GRADUATES),
            writers.submit(post, vacancy, VACANCIES),
        ):
            posted.result()


def append(log: Log, *records: Graduate | Vacancy) -> None:
    log.append([to_message(recorded(r, source="test", correlationid="")) for r in records])


def all_at_work(log: Log, *registries: CollectorRegistry) -> bool:
    """Every worker has handled something, so that what is appended now is read by all."""
    version = time.time_ns() // 1_000_000
    append(log, *(a_graduate(f"g{n}", provider="early", version=version) for n in range(24)))
    return all(r.get_sample_value("lmis_events_handled_total") for r in registries)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def told_at_newest_version(log: Log) -> int:
    newest = {(f"{kind}/{key}", NEWEST) for kind, key in everybody()}
    return len(newest & times_told(log).keys())


def times_told(log: Log) -> Counter[tuple[str, int]]:
    events = (from_message(record) for record in log.replay(["assessments.v1"]))
    return Counter((event.subject, event.recordversion) for event in events)


def versions_kept(engine: Engine) -> Counter[int]:
    """How many records of the market stand at which version."""
    found: Counter[int] = Counter()
    with engine.connect() as connection:
        for table in (store.graduates, store.vacancies):
            of_market = table.c.key.not_like("early/%")
            found.update(connection.execute(select(table.c.version).where(of_market)).scalars())
    return found


def everybody() -> list[tuple[str, str]]:
    return [
        *(("graduate", key) for key in keys(GRADUATES, "uni/g")),
        *(("vacancy", key) for key in keys(VACANCIES, "firm/v")),
    ]


def keys(count: int, prefix: str) -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]
