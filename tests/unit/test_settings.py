"""Settings: read once, checked at the start, every fault named."""

import os
import stat
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.settings import SERVICES, Settings, SettingsError, cache_directory

KAFKA = {"LMIS_LOG_URL": "kafka://broker:9092", "LMIS_PSEUDONYM_KEY": "k" * 32}


def read(**environment: str) -> Settings:
    return Settings.from_environment(environment)


def test_without_any_setting_everything_is_embedded_below_one_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read()
    assert settings.is_embedded
    assert settings.log() == f"sqlite:///{tmp_path}/var/log.db"
    for name in (*SERVICES, "access"):
        assert settings.database(name) == f"sqlite:///{tmp_path}/var/{name}.db"
    assert (settings.host, settings.port, settings.demonstration) == ("127.0.0.1", 8000, False)


def test_settings_made_in_code_are_those_of_an_empty_environment() -> None:
    assert Settings() == read()
    assert Settings(port=8123, data_dir="x") == read(LMIS_PORT="8123", LMIS_DATA_DIR="x")


def test_stated_urls_are_taken_as_they_are() -> None:
    settings = read(**KAFKA, LMIS_MATCHING_DATABASE_URL="postgresql+psycopg://x/y")
    assert not settings.is_embedded
    assert settings.log() == "kafka://broker:9092"
    assert settings.database("matching") == "postgresql+psycopg://x/y"


def test_the_data_directory_is_its_owners_only(tmp_path: Path) -> None:
    directory = read(LMIS_DATA_DIR=str(tmp_path / "a" / "b")).directory()
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("LMIS_PORT", "http"),
        ("LMIS_PORT", ""),
        ("LMIS_PORT", "-1"),
        ("LMIS_PORT", "65536"),
        ("LMIS_PORT", "8O00"),
        ("LMIS_PORT", "--1"),
        ("LMIS_PORT", "๘๐๐๐"),
        ("LMIS_WORKER_PORT", "70000"),
        ("LMIS_LOG_REPLICATION", "0"),
        ("LMIS_WEB_WORKERS", "0"),
        ("LMIS_MAX_BODY_BYTES", "-5"),
        ("LMIS_TRUSTED_PROXIES", "-1"),
        ("LMIS_DEMO", "yes"),
        ("LMIS_DEMO", "2"),
        ("LMIS_LOG_LEVEL", "LOUD"),
        ("LMIS_PSEUDONYM_KEY", "too short"),
    ],
)
def test_a_wrong_setting_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read(**{name: text})


def test_every_wrong_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read(LMIS_PORT="x", LMIS_DEMO="x", LMIS_WEB_WORKERS="x")
    assert all(n in str(refused.value) for n in ("LMIS_PORT", "LMIS_DEMO", "LMIS_WEB_WORKERS"))


def test_a_secret_is_not_shown_by_the_fault_about_it() -> None:
    with pytest.raises(SettingsError) as refused:
        read(LMIS_PSEUDONYM_KEY="hunter2")
    assert "hunter2" not in str(refused.value)


def test_a_distributed_form_needs_a_stated_pseudonym_key() -> None:
    with pytest.raises(SettingsError, match="LMIS_PSEUDONYM_KEY"):
        read(LMIS_LOG_URL="kafka://broker:9092")
    assert read(**KAFKA).pseudonym_secret() == b"k" * 32


@pytest.mark.parametrize(
    ("text", "means"), [("1", True), ("true", True), ("0", False), ("False", False), ("", False)]
)
def test_a_switch_is_on_or_off(text: str, means: bool) -> None:
    assert read(LMIS_DEMO=text).demonstration is means


@given(st.text(st.characters(codec="ascii", exclude_characters="\0")))
def test_any_text_is_a_number_or_a_fault(text: str) -> None:
    try:
        port = read(LMIS_PORT=text).port
    except SettingsError:
        return
    assert 0 <= port <= 65535
    assert int(text) == port


def test_the_embedded_forms_pseudonym_key_is_made_once_and_kept(tmp_path: Path) -> None:
    first = read(LMIS_DATA_DIR=str(tmp_path)).pseudonym_secret()
    assert read(LMIS_DATA_DIR=str(tmp_path)).pseudonym_secret() == first
    assert len(first) >= 32
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert read(LMIS_DATA_DIR=str(tmp_path / "other")).pseudonym_secret() != first


def test_processes_that_start_together_agree_on_the_pseudonym_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4) as pool:
        secrets = set(pool.map(_secret_in, [str(tmp_path)] * 16))
    assert len(secrets) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["pseudonym.key"]


def _secret_in(directory: str) -> bytes:
    return Settings.from_environment({"LMIS_DATA_DIR": directory}).pseudonym_secret()


def test_downloads_are_cached_where_the_user_keeps_such_things(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_directory() == tmp_path / "lmis"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_directory() == Path.home() / ".cache" / "lmis"
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert cache_directory() == Path.home() / ".cache" / "lmis"


def test_the_process_environment_is_read_when_no_other_is_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in [name for name in os.environ if name.startswith("LMIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LMIS_PORT", "8123")
    assert Settings.from_environment().port == 8123
