"""The inbox takes each version of each record once, also when many consumers ask at once."""

import random
import threading
from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, MetaData, delete, select

from shared.db.engine import transaction
from shared.db.inbox import accept, inbox_table
from tests.integration.db.conftest import NewEngine

metadata = MetaData()
inbox = inbox_table(metadata)


@pytest.fixture
def engine(new_engine: NewEngine) -> Engine:
    engine = new_engine()
    metadata.create_all(engine)
    return engine


def taken(engine: Engine, versions: dict[str, int], topic: str = "t") -> frozenset[str]:
    with transaction(engine) as connection:
        return accept(connection, inbox, topic, versions)


def test_only_newer_versions_are_taken(engine: Engine) -> None:
    assert taken(engine, {"a": 1, "b": 5}) == {"a", "b"}
    assert taken(engine, {"a": 1, "b": 4, "c": 1}) == {"c"}
    assert taken(engine, {"a": 2, "b": 6}) == {"a", "b"}
    assert taken(engine, {}) == frozenset()


def test_topics_do_not_disturb_each_other(engine: Engine) -> None:
    assert taken(engine, {"มหิดล/ก-๑": 3}, "graduates.v1") == {"มหิดล/ก-๑"}
    assert taken(engine, {"มหิดล/ก-๑": 1}, "vacancies.v1") == {"มหิดล/ก-๑"}


def test_what_is_undone_was_not_taken(engine: Engine) -> None:
    with suppress(ZeroDivisionError), transaction(engine) as connection:
        accept(connection, inbox, "t", {"a": 1})
        raise ZeroDivisionError
    assert taken(engine, {"a": 1}) == {"a"}


def test_a_large_batch_is_taken_whole(engine: Engine) -> None:
    versions = {f"key-{n}": 2**40 + n for n in range(5000)}
    assert taken(engine, versions) == versions.keys()
    assert taken(engine, versions | {"key-7": 2**41}) == {"key-7"}


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.dictionaries(st.sampled_from("abcde"), st.integers(0, 9)), max_size=8))
def test_after_any_batches_the_inbox_has_the_newest_of_each(
    engine: Engine, batches: list[dict[str, int]]
) -> None:
    newest: dict[str, int] = {}
    with transaction(engine) as connection:
        connection.execute(delete(inbox))
        for versions in batches:
            expected = {key for key, v in versions.items() if v > newest.get(key, -1)}
            assert accept(connection, inbox, "t", versions) == expected
            newest |= {key: versions[key] for key in expected}
        rows = connection.execute(select(inbox))
        assert {row.key: row.version for row in rows} == newest


def test_of_many_consumers_exactly_one_takes_each_version(new_engine: NewEngine) -> None:
    engines = [new_engine() for _ in range(4)]
    metadata.create_all(engines[0])
    takers: Counter[tuple[str, int]] = Counter()
    together = threading.Barrier(4)

    def consume(engine: Engine, seed: int) -> None:
        keys = [f"key-{n}" for n in range(40)]
        random.Random(seed).shuffle(keys)  # each in an order of its own: no one waits in a circle
        together.wait()
        for version in range(1, 11):
            for key in taken(engine, dict.fromkeys(keys, version)):
                takers[key, version] += 1

    threads = [threading.Thread(target=consume, args=(e, n)) for n, e in enumerate(engines)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(takers.values()) == {1}
    assert {key for key, version in takers if version == 10} == {f"key-{n}" for n in range(40)}
