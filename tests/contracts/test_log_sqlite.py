"""The log in SQLite keeps the contract, across processes and their deaths, and forgets bytes."""

import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shared.bus.log import Log, LogUnavailable, TopicSettings
from shared.bus.sqlite_log import SqliteLog
from tests.contracts.log_contract import LogContract, OpenLog, after, message, texts, texts_by_key

REPOSITORY = Path(__file__).parents[2]

WRITER = """
import sys
from shared.bus.sqlite_log import SqliteLog
from shared.contracts import Message

log, name = SqliteLog(sys.argv[1]), sys.argv[2]
for n in range(int(sys.argv[3])):
    log.append([Message("t", f"{name}/{key}", str(n).encode()) for key in range(5)])
    print(n, flush=True)
"""

READER = """
import sys, time
from shared.bus.sqlite_log import SqliteLog

consumer = SqliteLog(sys.argv[1]).subscribe("g", ["t"])
while not consumer.poll(1, 100):
    pass
print("read", flush=True)
time.sleep(60)
"""


@contextmanager
def process(script: str, *arguments: object) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as running:
        try:
            yield running
        finally:
            running.kill()


def now_ms() -> int:
    return int(time.time() * 1000)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    log = SqliteLog(path)
    log.create_topics([TopicSettings("t", 3, {"delete.retention.ms": "0"})])
    yield log
    log.close()


class TestSqliteLog(LogContract):
    @pytest.fixture
    def new_log(self, path: Path, request: pytest.FixtureRequest) -> OpenLog:
        def open_another() -> SqliteLog:
            log = SqliteLog(path, session_seconds=self.session)
            request.addfinalizer(log.close)
            return log

        return open_another

    @pytest.fixture
    def log(self, new_log: OpenLog) -> Log:
        return new_log()

    def compact(self, log: Log, topic: str, later_ms: int) -> None:
        assert isinstance(log, SqliteLog)
        log.compact(now_ms() + later_ms)


# ---- processes and their deaths


def test_what_a_killed_writer_was_told_is_kept_stays(log: SqliteLog, path: Path) -> None:
    with process(WRITER, path, "w", 1_000_000) as writer:
        assert writer.stdout is not None
        acknowledged = [int(writer.stdout.readline()) for _ in range(50)]
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged += [int(line) for line in writer.stdout if line.endswith("\n")]
    found = texts_by_key(log.replay(["t"]))
    expected = [str(n) for n in acknowledged]
    for key in range(5):  # one append is kept whole or not at all, the last may be kept untold
        assert found[f"w/{key}"] in (expected, [*expected, str(len(expected))])
    log.append([message("t", "k", "goes on")])


def test_processes_may_write_at_once(log: SqliteLog, path: Path) -> None:
    with process(WRITER, path, "one", 40) as one, process(WRITER, path, "two", 40) as two:
        assert one.wait(60) == two.wait(60) == 0
    expected = [str(n) for n in range(40)]
    assert texts_by_key(log.replay(["t"])) == {
        f"{writer}/{key}": expected for writer in ("one", "two") for key in range(5)
    }


def test_the_partitions_of_a_killed_process_pass_on_before_its_session_ends(
    log: SqliteLog, path: Path
) -> None:
    log.append([message("t", f"key-{n}", str(n)) for n in range(20)])
    with process(READER, path) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "read\n"
        with log.subscribe("g", ["t"]) as heir:
            assert heir.poll(0.2, 100) == []  # the reader lives and holds every partition
            reader.kill()
            reader.wait()
            found: list[str] = []
            deadline = time.monotonic() + 10  # a session lasts 30
            while len(found) < 20 and time.monotonic() < deadline:
                found += texts(heir.poll(0.1, 100))
    assert sorted(found, key=int) == [str(n) for n in range(20)]


def test_the_dead_leave_no_lock_files(log: SqliteLog, path: Path) -> None:
    with process(READER, path) as reader:
        log.append([message("t", "k", "1")])
        assert reader.stdout is not None
        reader.stdout.readline()
    with log.subscribe("g", ["t"]) as heir:
        heir.poll(0, 1)
    assert list(path.with_name("log.db.members").iterdir()) == []


def open_and_make_a_topic(path: Path, together: "threading.Barrier") -> None:
    together.wait(30)
    log = SqliteLog(path)
    log.create_topics([TopicSettings("t", 3, {})])
    log.append([message("t", "k", "1")])
    log.close()


def test_processes_may_make_the_file_at_once(path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(4)
    openers = [
        context.Process(target=open_and_make_a_topic, args=(path, together)) for _ in range(4)
    ]
    for opener in openers:
        opener.start()
    for opener in openers:
        opener.join(60)
    assert [opener.exitcode for opener in openers] == [0] * 4
    log = SqliteLog(path)
    assert texts(log.replay(["t"])) == ["1"] * 4
    log.close()


def test_a_file_that_cannot_be_opened_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(LogUnavailable):
        SqliteLog(tmp_path)


# ---- compaction


def bytes_of_the_log(path: Path) -> bytes:
    return b"".join(
        file.read_bytes() for file in path.parent.glob(f"{path.name}*") if file.is_file()
    )


def test_an_erased_value_is_in_none_of_the_files_after_compaction(
    log: SqliteLog, path: Path
) -> None:
    kept: dict[str, str] = {}
    draw = random.Random(7)
    for _ in range(3):  # rounds of writing, changing and erasing rows shorter and longer than pages
        for _ in range(40):
            messages = []
            for key in draw.sample(range(800), 50):
                if draw.random() < 0.3:
                    kept.pop(f"<key-{key:03}>", None)
                else:
                    kept[f"<key-{key:03}>"] = f"<value-{uuid.UUID(int=draw.getrandbits(128))}>"
                text = kept.get(f"<key-{key:03}>")
                times = draw.choice([1, 3, 20, 200])
                messages.append(message("t", f"<key-{key:03}>", text and text * times))
            log.append(messages)
        with log.subscribe("g", ["t"]) as consumer:  # a member meanwhile is no obstacle
            consumer.poll(0.1, 100)
            log.compact(now_ms() + 1000)
        left = bytes_of_the_log(path).decode("latin-1")
        assert set(re.findall(r"<value-[0-9a-f-]{36}>", left)) == set(kept.values())
        assert set(re.findall(r"<key-\d{3}>", left)) == kept.keys()
        assert {r.key for r in log.replay(["t"])} == kept.keys()


def test_compaction_gives_the_space_back(log: SqliteLog, path: Path) -> None:
    for _ in range(20):
        log.append([message("t", f"key-{n}", "x" * 2000) for n in range(100)])
    before = len(bytes_of_the_log(path))
    log.compact(now_ms())
    assert len(bytes_of_the_log(path)) < before / 5


def test_compaction_disturbs_neither_writers_nor_readers(log: SqliteLog) -> None:
    done = threading.Event()

    def keep_compacting() -> None:
        while not done.is_set():
            log.compact(now_ms() + 1000)

    compacting = threading.Thread(target=keep_compacting)
    compacting.start()
    try:
        with log.subscribe("g", ["t"]) as consumer:
            last: dict[str, int] = {}
            for n in range(100):
                log.append([message("t", f"key-{key}", str(n)) for key in range(20)])
                records = consumer.poll(0, 1000)
                for record in records:
                    (text,) = texts([record])
                    assert last.get(record.key, -1) < int(text)
                    last[record.key] = int(text)
                consumer.commit(after(records))
            while records := consumer.poll(0.2, 1000):
                last.update({r.key: int(texts([r])[0]) for r in records})
    finally:
        done.set()
        compacting.join()
    assert last == {f"key-{key}": 99 for key in range(20)}


def test_only_streams_that_are_due_are_compacted(log: SqliteLog) -> None:
    log.create_topics([TopicSettings("lazy", 1, {"min.cleanable.dirty.ratio": "0.9"})])
    log.append([message("lazy", f"key-{n}", "old") for n in range(10)])
    log.compact(now_ms())
    log.append([message("lazy", "key-1", "new"), message("t", "k", "1"), message("t", "k", "2")])
    log.compact_where_due(now_ms())
    assert len(list(log.replay(["lazy"]))) == 11
    assert texts(log.replay(["t"])) == ["2"]
    log.compact_where_due(now_ms() + 20 * 24 * 3600 * 1000)
    assert len(list(log.replay(["lazy"]))) == 10
