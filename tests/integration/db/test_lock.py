"""One runner at a time, whose turn ends with its process or with its connection."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from shared.db.engine import make_engine
from shared.db.lock import single_runner
from tests.integration.db.conftest import NewEngine

REPOSITORY = Path(__file__).parents[3]

HOLDER = """
import sys, time
from shared.db.engine import make_engine
from shared.db.lock import single_runner

with single_runner(make_engine(sys.argv[1]), "relay") as turn:
    print(turn.is_held(), flush=True)
    time.sleep(60)
"""


def gets_its_turn(engine: Engine, name: str = "relay", patience: float = 0) -> bool:
    deadline = time.monotonic() + patience
    while True:
        with single_runner(engine, name) as turn:
            if turn.is_held():
                return True
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)


def test_a_second_runner_does_not_wait(new_engine: NewEngine) -> None:
    with single_runner(new_engine(), "relay") as first:
        assert first.is_held()
        assert not gets_its_turn(new_engine())
        assert first.is_held()


def test_one_engine_gives_one_turn(engine: Engine) -> None:
    with single_runner(engine, "relay") as first:
        assert first.is_held()
        assert not gets_its_turn(engine)


def test_a_turn_ends_with_its_block(new_engine: NewEngine) -> None:
    with pytest.raises(ZeroDivisionError), single_runner(new_engine(), "relay"):
        raise ZeroDivisionError
    assert gets_its_turn(new_engine())


def test_other_names_are_other_locks(new_engine: NewEngine) -> None:
    with single_runner(new_engine(), "ingestion-relay"):
        assert gets_its_turn(new_engine(), "matching-relay")


def test_a_turn_ends_when_its_process_is_killed(database_url: str, engine: Engine) -> None:
    command = [sys.executable, "-c", HOLDER, database_url]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "True\n"
            assert not gets_its_turn(engine)
        finally:
            holder.kill()
    assert gets_its_turn(engine, patience=10)


@pytest.mark.postgres
def test_a_runner_notices_that_it_lost_its_turn(postgres_database: str) -> None:
    engine, other = make_engine(postgres_database), make_engine(postgres_database)
    with single_runner(engine, "relay") as turn:
        assert turn.is_held()
        with other.begin() as connection:
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
            )
        assert not turn.is_held()
        assert gets_its_turn(other, patience=10)
        assert not turn.is_held()
    engine.dispose()
    other.dispose()
