"""Migrations: numbered without gaps, and equal to the models on both kinds of database."""

import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from shared.db.engine import make_engine
from shared.db.migrate import is_current, upgrade
from tests.architecture.migrations import MIGRATIONS, differences, numbering_faults, versions

each_database = pytest.mark.parametrize("name", MIGRATIONS)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path}/empty.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_database")
    engine = make_engine(url)
    yield engine
    engine.dispose()


def models(name: str) -> sa.MetaData:
    package = "shared.access" if name == "access" else f"services.{name}"
    found: sa.MetaData = importlib.import_module(f"{package}.store").metadata
    return found


@each_database
def test_migrations_are_numbered_without_gaps(name: str) -> None:
    assert versions(MIGRATIONS[name])
    assert list(numbering_faults(versions(MIGRATIONS[name]))) == []


@each_database
def test_migrations_make_what_the_models_say(name: str, engine: sa.Engine) -> None:
    upgrade(engine, MIGRATIONS[name])
    assert is_current(engine, MIGRATIONS[name])
    assert differences(engine, models(name)) == []


@each_database
def test_migrating_again_changes_nothing(name: str, engine: sa.Engine) -> None:
    upgrade(engine, MIGRATIONS[name])
    upgrade(engine, MIGRATIONS[name])
    assert differences(engine, models(name)) == []


def test_a_model_that_was_not_migrated_is_found(engine: sa.Engine) -> None:
    upgrade(engine, MIGRATIONS["access"])
    changed = sa.MetaData()
    for table in models("access").tables.values():
        table.to_metadata(changed)
    changed.tables["organisations"].append_column(sa.Column("phone", sa.Text))
    sa.Index("ix_new", changed.tables["api_keys"].c.digest)
    sa.Table("extra", changed, sa.Column("id", sa.Integer, primary_key=True))
    found = "\n".join(differences(engine, changed))
    assert all(words in found for words in ("phone", "ix_new", "extra"))


@pytest.mark.parametrize(
    "names",
    [
        ["0001_a.py", "0003_b.py"],
        ["0002_a.py"],
        ["0001_a.py", "0001_b.py"],
        ["1_a.py"],
        ["0001_.py"],
        ["init.py"],
    ],
)
def test_a_fault_in_the_numbering_is_found(names: list[str]) -> None:
    assert len(list(numbering_faults(names))) == 1
