"""Writers, relays and consumers at once: nothing is skipped, and each record's order is kept."""

import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import pytest
from sqlalchemy import Connection, Engine, select, text

from shared.bus.relay import Relay
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import Envelope
from shared.db.engine import make_engine
from tests.integration.db.conftest import NewEngine
from tests.unit.bus.parts import (
    NoteOutbox,
    a_loop,
    all_kept,
    keep,
    metadata,
    notes,
    told,
    versions_told,
    write_note,
)

KEYS = [f"note-{n}" for n in range(30)]
PATIENCE = 60.0


def until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < deadline, "nothing moves any more"
        time.sleep(0.05)


def write_at_once(engine: Engine, writers: int = 4, writes: int = 40) -> list[threading.Thread]:
    """Started threads that write the same notes in orders of their own."""

    def write(seed: int) -> None:
        draw = random.Random(seed)
        for _ in range(writes):
            write_note(engine, draw.choice(KEYS))

    for key in KEYS:
        write_note(engine, key)
    threads = [threading.Thread(target=write, args=(seed,)) for seed in range(writers)]
    for thread in threads:
        thread.start()
    return threads


def versions_kept(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        rows = connection.execute(select(notes.c.key, notes.c.version))
        return {row.key: row.version for row in rows}


@contextmanager
def running(*runs: Callable[[threading.Event], None]) -> Iterator[None]:
    """Loops in threads of their own, stopped in the end; their errors come out here."""
    stop = threading.Event()
    with ThreadPoolExecutor(len(runs)) as pool:
        futures = [pool.submit(run, stop) for run in runs]
        try:
            yield
        finally:
            stop.set()
        for future in futures:
            future.result()


def test_a_relay_skips_nothing_and_keeps_each_notes_order(engine: Engine, log: SqliteLog) -> None:
    outbox = NoteOutbox(engine)
    with running(Relay("notes", engine, log, [outbox]).run):
        for writer in write_at_once(engine):
            writer.join()
        until(lambda: not outbox.unpublished(1))
    on_the_log = versions_told(list(log.replay(["notes"])))
    assert {key: versions[-1] for key, versions in on_the_log.items()} == versions_kept(engine)
    assert all(versions == sorted(set(versions)) for versions in on_the_log.values())


def test_two_relays_take_turns(new_engine: NewEngine, engine: Engine, log: SqliteLog) -> None:
    relays = [Relay("notes", e, log, [NoteOutbox(e)]) for e in (new_engine(), new_engine())]
    with running(*(relay.run for relay in relays)):
        for writer in write_at_once(engine):
            writer.join()
        until(lambda: not NoteOutbox(engine).unpublished(1))
    on_the_log = versions_told(list(log.replay(["notes"])))
    assert {key: versions[-1] for key, versions in on_the_log.items()} == versions_kept(engine)
    assert all(versions == sorted(set(versions)) for versions in on_the_log.values())


@pytest.mark.postgres
def test_relays_that_lose_their_lock_leave_the_newest_state_last(
    postgres_database: str, log: SqliteLog
) -> None:
    engines = [make_engine(postgres_database) for _ in range(3)]
    metadata.create_all(engines[0])
    relays = [Relay("notes", e, log, [NoteOutbox(e)]) for e in engines[1:]]
    cut_off = text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    cuts = 0
    with running(*(relay.run for relay in relays)):
        writers = write_at_once(engines[0], writes=300)
        while any(writer.is_alive() for writer in writers) or cuts < 5:
            time.sleep(0.2)
            with engines[0].begin() as connection:
                cuts += len(connection.execute(cut_off).all())
        until(lambda: not NoteOutbox(engines[0]).unpublished(1))
    on_the_log = versions_told(list(log.replay(["notes"])))
    assert {key: versions[-1] for key, versions in on_the_log.items()} == versions_kept(engines[0])
    for engine in engines:
        engine.dispose()


def test_two_consumers_handle_each_event_once(
    new_engine: NewEngine, engine: Engine, log: SqliteLog
) -> None:
    loops = [a_loop(new_engine(), log) for _ in range(2)]
    versions = 20
    with running(*(loop.run for loop in loops)):
        for version in range(1, versions + 1):
            log.append([told(key, version) for key in KEYS])
            log.append([told(key, version) for key in KEYS])  # as after a crash
        until(lambda: log.lag("g", ["graduates.v1"]) == 0)
    handled: dict[str, list[int]] = {}
    for key, version in all_kept(engine):
        handled.setdefault(key, []).append(version)
    assert handled.keys() == set(KEYS)
    assert all(taken == sorted(set(taken)) for taken in handled.values())
    assert all(taken[-1] == versions for taken in handled.values())


class Killed(Exception):
    """Stands for the death of a process, which runs no code of its own either."""


def test_a_consumer_may_die_at_any_moment(engine: Engine, log: SqliteLog) -> None:
    draw = random.Random(11)
    deaths: list[str] = []

    def maybe_die(when: str) -> None:
        if draw.random() < 0.3:
            deaths.append(when)
            raise Killed

    def fragile(connection: Connection, events: Sequence[Envelope]) -> None:
        keep(connection, events)
        maybe_die("before the results are kept")

    for version in range(1, 11):
        log.append([told(key, version) for key in KEYS])
    while log.lag("g", ["graduates.v1"]):
        loop = a_loop(engine, log, fragile)
        with suppress(Killed), log.subscribe("g", ["graduates.v1"]) as member:
            records = member.poll(0.1, 7)
            loop.handle(records)
            maybe_die("before the offsets are committed")
            member.commit({(r.topic, r.partition): r.offset + 1 for r in records})
    handled = all_kept(engine)
    assert len(set(deaths)) == 2
    assert len(set(handled)) == len(handled)
    assert {key for key, version in handled if version == 10} == set(KEYS)
