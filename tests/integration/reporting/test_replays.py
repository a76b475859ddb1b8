"""Replicas that replay the same log make the same release, byte for byte; who is erased is gone."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import Engine, select

from deploy.topics import create_topics
from services.reporting.app import MIGRATIONS
from services.reporting.publication.freezing import release
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.signing import MANIFEST, SIGNATURE, Signer
from services.reporting.rebuild import rebuild
from services.reporting.store import graduate_facts
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import AssessedGraduate, assessment_version, erased, to_message
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from tests.integration.reporting.population import events, graduates, vacancies

NAMES = {"uni": {"th": "มหาวิทยาลัย", "en": "University"}}
DAY = date(2026, 11, 1)
GRADUATES = 313  # is told as 315, and one fewer as 310
ERASED = "uni/g7"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[SqliteLog]:
    """A log on which everyone is told of."""
    made = SqliteLog(tmp_path / "log.db")
    create_topics(made)
    people = [replace(g, record=replace(g.record, weight=1.0)) for g in graduates(GRADUATES)]
    told = events([*people, *vacancies(60)])
    made.append([to_message(event) for event in told])
    yield made
    made.close()


def erase(log: SqliteLog) -> None:
    gone = erased(
        AssessedGraduate, ERASED, assessment_version(2), source="matching", correlationid="test"
    )
    log.append([to_message(gone)])


def replayed(database: str, log: Path, version: str) -> Mapping[str, bytes]:
    """The files of a release made of a replay into the database, whatever was in it."""
    engine, records = make_engine(database), SqliteLog(log)
    try:
        upgrade(engine, MIGRATIONS)
        rebuild(engine, records, lambda _: None)
        return release(engine, NAMES, DAY, Signer(b"of both replicas"), version).files
    finally:
        records.close()
        engine.dispose()


@pytest.fixture
def elsewhere() -> Iterator[Executor]:
    """A process of its own, in which sets and hashes have another order."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as other:
        yield other


@pytest.mark.postgres
def test_replicas_on_either_database_make_the_same_bytes(
    tmp_path: Path, log: SqliteLog, postgres_database: str, elsewhere: Executor
):
    path, database = tmp_path / "log.db", f"sqlite:///{tmp_path / 'reporting.db'}"
    theirs = elsewhere.submit(replayed, postgres_database, path, "1.0.0")
    ours = replayed(database, path, "1.0.0")
    assert {MANIFEST, SIGNATURE} < set(ours)
    assert theirs.result() == ours
    erase(log)
    theirs = elsewhere.submit(replayed, postgres_database, path, "1.0.1")
    assert replayed(database, path, "1.0.1") == theirs.result()


def test_an_erased_graduate_is_absent_from_the_next_release_only(tmp_path: Path, log: SqliteLog):
    path, database = tmp_path / "log.db", f"sqlite:///{tmp_path / 'reporting.db'}"
    first = replayed(database, path, "1.0.0")
    engine = make_engine(database)
    assert ERASED in keys(engine)

    erase(log)
    second = replayed(database, path, "1.0.1")

    shelf = KeptShelf(engine)
    assert len(keys(engine)) == GRADUATES - 1
    assert ERASED not in keys(engine)
    assert [told(shelf, version) for version in ("1.0.0", "1.0.1")] == [315, 310]
    assert {file.path: shelf.read("1.0.0", file.path) for file in shelf.files("1.0.0")} == first
    assert second[MANIFEST] != first[MANIFEST]
    engine.dispose()


def keys(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(select(graduate_facts.c.key)))


def told(shelf: KeptShelf, version: str) -> int | None:
    """How many graduates the release says there are, to 5."""
    figure = shelf.open(version).data_sets["graduate-outcomes"].figure("graduates")
    return figure.n if figure else None
