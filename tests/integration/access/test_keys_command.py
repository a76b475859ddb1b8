"""`lmis keys`: from a key's making to its end, as an operator does it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deploy.cli import main
from shared.access import AccessStore, KeyRow
from shared.db.engine import make_engine
from shared.db.migrate import upgrade
from shared.settings import Settings

CREATE = ("create", "cu", "--role", "university")


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    engine = make_engine(settings_of(tmp_path).database("access"))
    upgrade(engine, "shared.access.migrations")
    engine.dispose()
    return tmp_path


def settings_of(directory: Path) -> Settings:
    return Settings.from_environment({"LMIS_DATA_DIR": str(directory)})


def keys(directory: Path, *arguments: str) -> Result:
    environment = {"LMIS_DATA_DIR": str(directory), "COLUMNS": "300"}
    return CliRunner().invoke(main, ["keys", *arguments], env=environment)


def made(directory: Path, *arguments: str) -> str:
    """The key id of a key that the command prints."""
    result = keys(directory, *arguments)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("lmis_")
    return result.output.split("_")[1]


def kept(directory: Path) -> dict[str, KeyRow]:
    engine = make_engine(settings_of(directory).database("access"))
    rows = {row.key_id: row for row in AccessStore(engine).list_keys()}
    engine.dispose()
    return rows


def days_from_now(stated: str | None) -> float:
    assert stated is not None
    return (datetime.fromisoformat(stated) - datetime.now(UTC)) / timedelta(days=1)


def test_a_key_is_made_for_scopes_and_days(directory: Path) -> None:
    key_id = made(
        directory, *CREATE, "--scope", "records:read", "--scope", "alerts", "--days", "90"
    )
    row = kept(directory)[key_id]
    assert row.scopes == {"records:read", "alerts"}
    assert days_from_now(row.expires_at) == pytest.approx(90, abs=0.01)


def test_a_last_day_is_a_whole_day_in_thai_time(directory: Path) -> None:
    key_id = made(directory, *CREATE, "--expires", "2099-12-31")
    assert kept(directory)[key_id].expires_at == "2099-12-31T17:00:00+00:00"


def test_without_options_a_key_is_good_for_all_and_for_good(directory: Path) -> None:
    made(directory, *CREATE)
    key_id = made(directory, "renew", "cu")
    row = kept(directory)[key_id]
    assert (row.scopes, row.expires_at, row.revoked_at) == (None, None, None)
    assert len(kept(directory)) == 2


def test_an_organisation_may_be_registered_without_a_key(directory: Path) -> None:
    for _ in range(2):
        assert keys(directory, "register", "cu", "--role", "university").exit_code == 0
    assert kept(directory) == {}
    other = keys(directory, "register", "cu", "--role", "operator")
    assert (other.exit_code, "registered as university" in other.output) == (1, True)
    made(directory, "renew", "cu")


def test_a_key_is_replaced_with_a_grace(directory: Path) -> None:
    old = made(directory, *CREATE, "--scope", "records:write")
    new = made(directory, "rotate", old, "--grace", "36h")
    rows = kept(directory)
    assert days_from_now(rows[old].expires_at) == pytest.approx(1.5, abs=0.01)
    assert rows[old].replaced_by == new
    assert rows[new].scopes == {"records:write"}
    again = keys(directory, "rotate", old)
    assert (again.exit_code, "no valid key" in again.output) == (1, True)


def test_the_list_says_what_each_key_is_good_for_and_how_it_stands(directory: Path) -> None:
    first = made(directory, *CREATE, "--scope", "records:read")
    second = made(directory, "rotate", first)
    third = made(directory, "renew", "cu")
    keys(directory, "revoke", third)
    lines = {key: line(directory, key) for key in (first, second, third)}
    assert "records:read" in lines[first]
    assert "never" in lines[first]
    assert f"replaced by {second}" in lines[first]
    assert "valid" in lines[second]
    assert "until" in lines[first]
    assert "revoked" in lines[third]


def line(directory: Path, key_id: str) -> str:
    lines = keys(directory, "list").output.splitlines()
    return next(line for line in lines if line.startswith(f"│ {key_id}"))


@pytest.mark.parametrize(
    "arguments",
    [
        (*CREATE, "--scope", "everything"),
        (*CREATE, "--days", "0"),
        (*CREATE, "--days", "10", "--expires", "2099-12-31"),
        (*CREATE, "--expires", "2020-01-01"),
        (*CREATE, "--expires", "tomorrow"),
        ("renew", "nobody"),
        ("rotate", "nothing"),
        ("rotate", "nothing", "--grace", "a week"),
        ("rotate", "nothing", "--grace", "-1d"),
        ("revoke", "nothing"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    arguments: tuple[str, ...], directory: Path
) -> None:
    result = keys(directory, *arguments)
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert kept(directory) == {}
