"""Releases of a real read model: frozen, signed, kept, opened again; live figures beside them."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import IntegrityError

from services.reporting.app import MIGRATIONS
from services.reporting.consumers import SUBSCRIPTIONS
from services.reporting.cube.memory import Memory
from services.reporting.data_sets import Publication
from services.reporting.data_sets.publication import LIVE
from services.reporting.publication import kept
from services.reporting.publication.freezing import ReleaseRefused, release
from services.reporting.publication.kept import KeptShelf
from services.reporting.publication.living import Living, is_current
from services.reporting.publication.signing import MANIFEST, SIGNATURE, Signer, digest, is_signed
from services.reporting.publication.versions import NoSuchVersion
from services.reporting.store import inbox, keep_positions, releases
from shared.bus.applying import apply_events
from shared.db.engine import make_engine, transaction
from shared.db.migrate import upgrade
from tests.integration.reporting.population import events, graduates, vacancies

DAY = date(2026, 11, 23)
SIGNER = Signer(b"a secret of thirty-two characters")
NAMES = {"uni": {"th": "มหาวิทยาลัยหนึ่ง", "en": "One University"}}


def told(engine: Engine, number: int, seed: int = 1) -> None:
    """Some graduates and vacancies taken, and how far the log then was."""
    records = [*graduates(number, seed), *vacancies(number // 3, seed)]
    with transaction(engine) as connection:
        apply_events(connection, inbox, SUBSCRIPTIONS, events(records))
        keep_positions(connection, {("assessments.v1", 0): number * seed})


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'reporting.db'}")
    upgrade(made, MIGRATIONS)
    told(made, 300)
    yield made
    made.dispose()


def same(one: Publication, other: Publication) -> bool:
    return all(
        np.array_equal(values, vars(other.data_sets[name].figures)[part], equal_nan=True)
        for name, table in one.data_sets.items()
        for part, values in vars(table.figures).items()
        if isinstance(values, np.ndarray)
    )


def test_a_release_is_opened_as_it_was_frozen_and_its_files_are_those_of_the_manifest(
    engine: Engine,
) -> None:
    made = release(engine, NAMES, DAY, SIGNER)
    shelf = KeptShelf(engine)

    assert made.entry.version == "1.0.0"
    assert [entry.version for entry in shelf.releases()] == ["1.0.0"]
    assert shelf.open("latest").positions == {"assessments.v1/0": 300}
    listed = {f["path"]: f["sha256"] for f in json.loads(made.files[MANIFEST])["files"]}
    assert listed == {
        path: digest(content)
        for path, content in made.files.items()
        if path not in (MANIFEST, SIGNATURE)
    }
    signature = msgspec.json.decode(shelf.read("1.0.0", SIGNATURE))
    assert is_signed(shelf.read("1.0.0", MANIFEST), signature["signature"], SIGNER.public_key)
    assert made.entry.digest == digest(made.files[MANIFEST])


def test_institutions_have_the_names_they_are_registered_under(engine: Engine) -> None:
    release(engine, NAMES, DAY, SIGNER)
    table = KeptShelf(engine).open("latest").data_sets["programme-outcomes"]
    labels = {m.code: m.labels for m in table.dimension("institution").members}
    assert labels["uni"] == NAMES["uni"]


def test_without_a_change_there_is_no_release(engine: Engine) -> None:
    release(engine, NAMES, DAY, SIGNER)
    with pytest.raises(ReleaseRefused, match=r"nothing changed since release 1\.0\.0"):
        release(engine, NAMES, DAY, SIGNER)


def test_a_later_release_leaves_the_one_before_as_it_was(engine: Engine) -> None:
    release(engine, NAMES, DAY, SIGNER)
    first = KeptShelf(engine).open("1.0.0")
    told(engine, 320, seed=2)
    second = release(engine, NAMES, DAY, SIGNER)

    shelf = KeptShelf(engine)
    assert second.entry.version.startswith("1.")
    assert second.entry.changes["since"] == "1.0.0"
    assert second.entry.changes["data_sets"]["graduate-outcomes"]["figures_revised"] > 0
    assert same(shelf.open("1.0.0"), first)
    assert not same(shelf.open("1.*"), first)
    previous = json.loads(second.files[MANIFEST])["previous"]
    assert previous == {"version": "1.0.0", "digest": shelf.releases()[1].digest}


def test_of_two_releases_made_at_once_from_the_same_one_the_second_is_refused(
    engine: Engine,
) -> None:
    first = release(engine, NAMES, DAY, SIGNER)
    early, late = (
        replace(first.entry, version=version, changes={"since": "1.0.0"})
        for version in ("1.0.1", "9.0.0")
    )
    with transaction(engine) as connection:
        kept.add_release(connection, early, first.files, Memory.empty())
    with pytest.raises(IntegrityError), transaction(engine) as connection:
        kept.add_release(connection, late, first.files, Memory.empty())
    versions = [entry.version for entry in KeptShelf(engine).releases()]
    assert versions == ["1.0.1", "1.0.0"]


def test_of_a_count_that_release_and_live_figures_remember_the_live_ones_hold(
    engine: Engine,
) -> None:
    def memory(keys: list[int], counts: list[int], hidden: list[bool]) -> Memory:
        return Memory.of(np.array(keys, np.uint64), np.array(counts), np.array(hidden))

    with transaction(engine) as connection:
        kept.remember(connection, LIVE, memory([1, 2], [12, 20], [False, True]))
        kept.remember(connection, "release", memory([1, 3], [10, 30], [True, True]))
        found = kept.remembered(connection, "release", LIVE)
    assert found.keys.tolist() == [1, 2, 3]
    assert (found.counts.tolist(), found.hidden.tolist()) == ([12, 20, 30], [False, True, True])


def test_what_many_ask_for_at_once_is_loaded_once(engine: Engine) -> None:
    release(engine, NAMES, DAY, SIGNER)
    shelf, loads = KeptShelf(engine), []

    @event.listens_for(engine, "before_cursor_execute")
    def _(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        loads.extend(re.findall("release_files.content", statement))

    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(shelf.open, ["latest", "1.0.0", "1.*", "1"] * 4))
    assert len(loads) == 1
    assert all(publication is found[0] for publication in found)


@pytest.mark.parametrize("version", ["1.0.0", "0.9.0"])
def test_a_version_below_the_last_one_is_refused_and_nothing_is_kept(
    engine: Engine, version: str
) -> None:
    release(engine, NAMES, DAY, SIGNER)
    told(engine, 320, seed=2)
    with pytest.raises(ReleaseRefused, match="not above"):
        release(engine, NAMES, DAY, SIGNER, version)
    with engine.connect() as connection:
        assert len(connection.execute(select(releases)).all()) == 1


def test_a_stated_version_is_taken(engine: Engine) -> None:
    assert release(engine, NAMES, DAY, SIGNER, "3.0.0").entry.version == "3.0.0"


@pytest.mark.parametrize("version", ["1", "v1.0.0", "1.0", "latest", "1.0.0-rc"])
def test_what_is_no_version_is_refused(engine: Engine, version: str) -> None:
    with pytest.raises(ReleaseRefused, match="not a version"):
        release(engine, NAMES, DAY, SIGNER, version)


def test_before_anything_is_published_nothing_can_be_opened(engine: Engine) -> None:
    with pytest.raises(NoSuchVersion):
        KeptShelf(engine).open("latest")


def test_live_figures_follow_the_facts_and_the_day(engine: Engine) -> None:
    days = [DAY]
    living = Living(engine, lambda: NAMES, lambda: days[-1])
    assert living.work()
    assert is_current(engine, DAY)
    first = KeptShelf(engine).open("live")
    assert first.is_live
    assert not Living(engine, lambda: NAMES, lambda: DAY).work()

    told(engine, 320, seed=2)
    assert not is_current(engine, DAY)
    assert Living(engine, lambda: NAMES, lambda: DAY).work()
    shelf = KeptShelf(engine)
    assert not same(shelf.open("live"), first)
    assert shelf.open("live") is shelf.open("live")
    assert not is_current(engine, date(2026, 11, 24))


def test_live_figures_are_not_made_again_within_their_interval(engine: Engine) -> None:
    living = Living(engine, lambda: NAMES, lambda: DAY, interval=3_600)
    assert living.work()
    told(engine, 320, seed=2)
    assert not living.work()
    assert not is_current(engine, DAY)


def test_a_shelf_sees_live_figures_made_by_another_process(engine: Engine) -> None:
    Living(engine, lambda: NAMES, lambda: DAY).work()
    shelf = KeptShelf(engine)
    before = shelf.open("latest")
    told(engine, 320, seed=2)
    Living(engine, lambda: NAMES, lambda: DAY).work()
    assert shelf.open("latest").issued > before.issued


def test_a_release_remembers_what_it_hid_for_others_sake_and_publishes_none_of_it(
    engine: Engine,
) -> None:
    made = release(engine, NAMES, DAY, SIGNER)
    with engine.connect() as connection:
        memory = kept.remembered(connection, "release")
    assert isinstance(memory, Memory)
    assert len(memory.keys) == len(memory.counts) > 0
    assert not any(memory.counts.tobytes() in content for content in made.files.values())


def test_a_release_without_any_record_has_its_tables(tmp_path: Path) -> None:
    empty = make_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    upgrade(empty, MIGRATIONS)
    made = release(empty, {}, DAY, SIGNER)
    found = KeptShelf(empty).open(made.entry.version)
    assert "graduate-outcomes" in found.data_sets
    assert not found.synthetic
    empty.dispose()
