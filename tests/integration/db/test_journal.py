"""What an erasure leaves behind in SQLite's files, and that rewriting takes it away."""

import random
import threading
from pathlib import Path

from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text, delete, insert, update

from shared.db.engine import make_engine, transaction
from shared.db.journal import keep_rewritten, rewrite

RECORDS = Table(
    "records", MetaData(), Column("key", Integer, primary_key=True), Column("content", Text)
)


def filled(path: Path) -> Engine:
    """A database whose rows were written, grown and erased in a shuffled order."""
    engine = make_engine(f"sqlite:///{path}")
    draw = random.Random(7)
    keys = list(range(800))
    draw.shuffle(keys)
    with transaction(engine) as connection:
        RECORDS.metadata.create_all(connection)
    for key in keys:
        with transaction(engine) as connection:
            connection.execute(insert(RECORDS).values(key=key, content=f"erased-{key}-" * 20))
    with transaction(engine) as connection:
        connection.execute(update(RECORDS).values(content=RECORDS.c.content + "more" * 50))
    with transaction(engine) as connection:
        connection.execute(delete(RECORDS).where(RECORDS.c.key >= 10))
    return engine


def traces(path: Path) -> int:
    files = [path, path.with_name(path.name + "-wal")]
    return sum(file.read_bytes().count(b"erased-") for file in files if file.exists())


def test_a_rewritten_database_holds_nothing_of_what_was_erased(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    engine = filled(path)
    assert traces(path) > 10 * 20
    assert rewrite(engine)
    engine.dispose()
    assert traces(path) == 10 * 20


def test_a_database_in_use_is_rewritten_another_time(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    engine = filled(path)
    with transaction(engine):
        busy = make_engine(f"sqlite:///{path}?timeout=0.1")
        assert not rewrite(busy)
        busy.dispose()
    engine.dispose()


def test_databases_are_rewritten_again_and_again_until_told_to_stop(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    engine = filled(path)
    stop = threading.Event()
    thread = threading.Thread(
        target=keep_rewritten, args=([engine], stop), kwargs={"every_seconds": 0.01}
    )
    thread.start()
    while traces(path) > 10 * 20:
        stop.wait(0.01)
    stop.set()
    thread.join()
    engine.dispose()
