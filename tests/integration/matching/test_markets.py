"""Markets hold what the database holds, whoever wrote it and whenever it was committed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, delete, select, update

from services.matching import store
from services.matching.app import MIGRATIONS
from services.matching.fits import Opening, Seeker
from services.matching.market.loading import Kept, Markets, day_of
from services.matching.market.market import market_of_openings
from services.matching.tables import record_changes
from shared.contracts import Graduate, Vacancy
from shared.contracts.assessment import REVISIONS
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.builders import (
    a_graduate,
    a_survey,
    a_vacancy,
    an_assessed_graduate,
    an_assessed_vacancy,
)

TODAY = "2025-06-01"


@pytest.fixture
def markets() -> Markets:
    return Markets()


def test_every_committed_change_is_seen_by_the_next_question(
    engine: Engine, markets: Markets
) -> None:
    assert vacancies(engine, markets) == []
    keep(engine, a_vacancy("a"), a_vacancy("b"))
    assert vacancies(engine, markets) == ["firm/a", "firm/b"]
    keep(engine, a_vacancy("c"), a_vacancy("a", version=2, closed_on="2025-02-01"))
    assert vacancies(engine, markets) == ["firm/b", "firm/c"]
    keep(engine, a_vacancy("a", version=3))
    assert vacancies(engine, markets) == ["firm/a", "firm/b", "firm/c"]
    assert vacancies(engine, Markets()) == ["firm/a", "firm/b", "firm/c"]


def test_an_erased_record_is_gone_even_when_its_row_went_between_two_questions(
    engine: Engine, markets: Markets
) -> None:
    keep(engine, a_graduate("a"), a_graduate("b"), a_graduate("c"))
    assert graduates(engine, markets) == ["uni/a", "uni/b", "uni/c"]
    with transaction(engine) as connection:
        stub = store.stub_row(store.graduates, "uni/a", 2 * REVISIONS, "")
        store.keep(connection, store.graduates, [stub])
        connection.execute(delete(store.graduates).where(store.graduates.c.key == "uni/b"))
    assert graduates(engine, markets) == ["uni/c"]


def test_graduates_who_do_not_look_for_work_are_found_for_no_vacancy(
    engine: Engine, markets: Markets
) -> None:
    statuses = ("studying", "not_available", "employed", "unemployed", "unknown")
    keep(engine, *(a_graduate(status) for status in statuses))
    assert len(graduates(engine, markets)) == len(statuses)
    keep(engine, *(a_graduate(s, version=2, tracer=a_survey(status=s)) for s in statuses))
    assert graduates(engine, markets) == ["uni/employed", "uni/unemployed", "uni/unknown"]


def test_a_record_of_several_persons_is_found_for_no_vacancy(
    engine: Engine, markets: Markets
) -> None:
    keep(engine, a_graduate("one"), a_graduate("many", persons=48))
    assert graduates(engine, markets) == ["uni/one"]


def test_only_vacancies_open_on_the_day_are_found(engine: Engine, markets: Markets) -> None:
    keep(
        engine,
        a_vacancy("open", posted_on="2025-01-01"),
        a_vacancy("open today only", posted_on=TODAY, closes_on=TODAY),
        a_vacancy("open, closes tomorrow", posted_on="2025-01-01", closed_on="2025-06-02"),
        a_vacancy("not yet", posted_on="2025-06-02"),
        a_vacancy("expired", posted_on="2025-01-01", closes_on="2025-05-31"),
        a_vacancy("closed today", posted_on="2025-01-01", closes_on="2025-12-31", closed_on=TODAY),
    )
    found = vacancies(engine, markets)
    assert found == ["firm/open", "firm/open today only", "firm/open, closes tomorrow"]


def test_telling_of_a_record_is_no_change_of_it(engine: Engine) -> None:
    keep(engine, a_vacancy("a"))
    with transaction(engine) as connection:
        before = connection.execute(select(record_changes)).all()
        table = store.vacancies
        connection.execute(update(table).values(published_version=table.c.version))
    with engine.connect() as connection:
        assert connection.execute(select(record_changes)).all() == before


def test_a_reader_of_an_older_snapshot_brings_no_former_state_back(
    tmp_path: Path, markets: Markets
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'matching.db'}")
    upgrade(engine, MIGRATIONS)
    keep(engine, a_vacancy("a"), a_vacancy("b"))
    assert vacancies(engine, markets) == ["firm/a", "firm/b"]
    with looking(engine) as oldest:
        keep(engine, a_vacancy("a", version=2, title="Nurse"))
        with looking(engine) as older:
            keep(engine, a_vacancy("a", version=3, closed_on="2025-02-01"))
            assert vacancies(engine, markets) == ["firm/b"]
            for snapshot in (oldest, older):
                market = markets.vacancies.current(snapshot)
                assert [one.key for one in market.best(Seeker(), 9, day_of(TODAY))] == ["firm/b"]
    engine.dispose()


@contextmanager
def looking(engine: Engine) -> Iterator[Connection]:
    """A connection that sees the database as it is now."""
    with engine.connect() as connection:
        connection.execute(select(record_changes)).all()
        yield connection


@pytest.mark.postgres
def test_a_change_that_began_earlier_and_was_committed_later_is_seen(
    postgres_engine: Engine, markets: Markets
) -> None:
    with postgres_engine.connect() as slow, slow.begin():
        put(slow, a_vacancy("slow"))
        keep(postgres_engine, a_vacancy("quick"))
        assert vacancies(postgres_engine, markets) == ["firm/quick"]
        keep(postgres_engine, a_vacancy("later"))
        assert vacancies(postgres_engine, markets) == ["firm/later", "firm/quick"]
    assert vacancies(postgres_engine, markets) == ["firm/later", "firm/quick", "firm/slow"]


@pytest.mark.postgres
def test_while_an_old_transaction_runs_a_change_is_read_only_once(
    postgres_engine: Engine,
) -> None:
    read: list[str] = []
    kept = Kept(store.vacancies, market_of_openings, lambda key, _: read.append(key))

    def ask() -> list[str]:
        read.clear()
        with postgres_engine.connect() as connection:
            kept.current(connection)
        return sorted(read)

    assert ask() == []
    with postgres_engine.connect() as slow, slow.begin():
        put(slow, a_vacancy("slow"))
        keep(postgres_engine, a_vacancy("a"), a_vacancy("b"))
        assert (ask(), ask()) == (["firm/a", "firm/b"], [])
        keep(postgres_engine, a_vacancy("a", version=2))
        assert (ask(), ask()) == (["firm/a"], [])
    assert ask() == ["firm/slow"]
    assert ask() == []


@pytest.fixture
def postgres_engine(postgres_database: str) -> Iterator[Engine]:
    engine = make_engine(postgres_database)
    upgrade(engine, MIGRATIONS)
    yield engine
    engine.dispose()


def keep(engine: Engine, *records: Graduate | Vacancy) -> None:
    with transaction(engine) as connection:
        put(connection, *records)


def put(connection: Connection, *records: Graduate | Vacancy) -> None:
    for record in records:
        if isinstance(record, Graduate):
            row = store.graduate_row(an_assessed_graduate(record), "")
            store.keep(connection, store.graduates, [row])
        else:
            row = store.vacancy_row(an_assessed_vacancy(record), "")
            store.keep(connection, store.vacancies, [row])


def vacancies(engine: Engine, markets: Markets) -> list[str]:
    with engine.connect() as connection:
        market = markets.vacancies.current(connection)
    return [found.key for found in market.best(Seeker(), 100, day_of(TODAY))]


def graduates(engine: Engine, markets: Markets) -> list[str]:
    with engine.connect() as connection:
        return [found.key for found in markets.graduates.current(connection).best(Opening(), 100)]


def test_readers_and_a_writer_at_once_see_whole_states_and_the_last_one(
    engine: Engine, markets: Markets
) -> None:
    rounds, size = 12, 8
    batches = [[a_vacancy(f"{n}", version=v + 1) for n in range(size)] for v in range(rounds)]
    keep(engine, *batches[0])

    def read(_: int) -> list[str]:
        return vacancies(engine, markets)

    with ThreadPoolExecutor(4) as threads:
        writing = threads.submit(lambda: [keep(engine, *batch) for batch in batches[1:]])
        seen = list(threads.map(read, range(30)))
        writing.result()
    everything = [f"firm/{n}" for n in range(size)]
    assert all(found == everything for found in seen)
    assert vacancies(engine, markets) == everything
