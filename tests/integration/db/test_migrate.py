"""Migrations are whole or not at all, and processes that migrate at once take turns."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from shared.db.migrate import is_current, upgrade

REPOSITORY = Path(__file__).parents[3]

UPGRADE = """
import sys
from shared.db.engine import make_engine
from shared.db.migrate import upgrade

upgrade(make_engine(sys.argv[1]), "services.ingestion.migrations")
"""

ENVIRONMENT = "from shared.db.migrate import run\n\nrun()\n"

GOOD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None

def upgrade():
    op.create_table("graduates", sa.Column("key", sa.Text, primary_key=True))
"""

HALF_BAD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"

def upgrade():
    op.create_table("vacancies", sa.Column("key", sa.Text, primary_key=True))
    op.create_table("graduates", sa.Column("key", sa.Text, primary_key=True))
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one migration, `example_migrations`."""
    versions = tmp_path / "example_migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent / "__init__.py").touch()
    (versions.parent / "env.py").write_text(ENVIRONMENT)
    (versions / "0001_first.py").write_text(GOOD)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "example_migrations", raising=False)
    return versions


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


@pytest.mark.usefixtures("package")
def test_an_upgrade_brings_a_database_up_to_date(engine: Engine) -> None:
    assert not is_current(engine, "example_migrations")
    upgrade(engine, "example_migrations")
    assert is_current(engine, "example_migrations")
    assert "graduates" in tables(engine)
    upgrade(engine, "example_migrations")
    assert is_current(engine, "example_migrations")


def test_a_failing_upgrade_leaves_the_database_as_it_was(engine: Engine, package: Path) -> None:
    upgrade(engine, "example_migrations")
    (package / "0002_second.py").write_text(HALF_BAD)
    with pytest.raises(DBAPIError):
        upgrade(engine, "example_migrations")
    assert tables(engine) == {"alembic_version", "graduates"}
    assert not is_current(engine, "example_migrations")


def test_processes_may_upgrade_one_database_at_once(database_url: str, engine: Engine) -> None:
    command = [sys.executable, "-c", UPGRADE, database_url]
    running = [subprocess.Popen(command, cwd=REPOSITORY) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert is_current(engine, "services.ingestion.migrations")
