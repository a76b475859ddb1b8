"""`lmis audit`: verified, noted outside, and what tampering looks like."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner, Result

from deploy.cli import main
from deploy.databases import migrate_all
from services.ingestion.store import audit
from shared.audit import Act, chain_once, note_alone
from shared.db.engine import make_engine
from shared.settings import Settings


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    settings = Settings.from_environment({"LMIS_DATA_DIR": str(tmp_path)})
    migrate_all(settings)
    engine = make_engine(settings.database("ingestion"))
    for number in range(3):
        note_alone(engine, audit, Act("read", "graduates", "cu", str(number)))
    chain_once(engine, audit)
    note_alone(engine, audit, Act("read", "graduates", "cu", "3"))
    return engine


def lmis(tmp_path: Path, *words: str) -> Result:
    environment = {"LMIS_DATA_DIR": str(tmp_path)}
    return CliRunner().invoke(main, ["audit", *words], env=environment)


def test_whole_logs_are_told_with_their_heads(tmp_path: Path, engine: sa.Engine) -> None:
    heads = lmis(tmp_path, "head").stdout.splitlines()
    assert [head.split(":")[:2] for head in heads] == [["ingestion", "3"], ["matching", "0"]]
    found = lmis(tmp_path, "verify", "--head", heads[0], "--head", heads[1])
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines() == [
        "ingestion: 3 entries are whole, 1 wait",
        heads[0],
        "matching: 0 entries are whole, 0 wait",
        heads[1],
    ]


def test_the_first_broken_entry_is_named_and_the_status_is_1(
    tmp_path: Path, engine: sa.Engine
) -> None:
    with engine.begin() as connection:
        connection.execute(sa.update(audit).where(audit.c.position > 1).values(organisation="me"))
    found = lmis(tmp_path, "verify")
    assert found.exit_code == 1
    assert found.stderr == "ingestion: entry 2: was changed\n"
    assert "matching: 0 entries are whole" in found.stdout


def test_entries_cut_off_at_the_end_are_missed_by_who_noted_the_head(
    tmp_path: Path, engine: sa.Engine
) -> None:
    (noted, _) = lmis(tmp_path, "head").stdout.splitlines()
    with engine.begin() as connection:
        connection.execute(sa.delete(audit).where(audit.c.position == 3))
    assert lmis(tmp_path, "verify").exit_code == 0
    found = lmis(tmp_path, "verify", "--head", noted)
    assert found.exit_code == 1
    assert found.stderr.startswith("ingestion: entry 3: is missing")


def test_the_log_must_lead_through_every_head_that_was_noted(
    tmp_path: Path, engine: sa.Engine
) -> None:
    (before, _) = lmis(tmp_path, "head").stdout.splitlines()
    with engine.begin() as connection:
        forged = {"organisation": "me", "position": None, "hash": None}
        connection.execute(sa.update(audit).values(forged))
    chain_once(engine, audit)
    (after, _) = lmis(tmp_path, "head").stdout.splitlines()
    assert lmis(tmp_path, "verify", "--head", after).exit_code == 0
    for both in ((before, after), (after, before)):
        found = lmis(tmp_path, "verify", *(word for head in both for word in ("--head", head)))
        assert found.stderr == "ingestion: entry 3: is not the one whose hash was noted\n"


@pytest.mark.parametrize("text", ["ingestion", "ingestion:3", "elsewhere:0:" + "0" * 64])
def test_what_is_no_head_is_refused(text: str, tmp_path: Path, engine: sa.Engine) -> None:
    assert lmis(tmp_path, "verify", "--head", text).exit_code == 2
