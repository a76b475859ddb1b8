"""Kafka's jars are downloaded whole, once, or what is missing is said."""

from collections.abc import Callable
from pathlib import Path

import pytest

from deploy.kafka.jars import ATTEMPTS, KafkaMissing, ensure_jars, java, kafka_version

FETCHES_TWO_JARS = """
for argument in "$@"; do
  case "$argument" in -DoutputDirectory=*) target="${argument#-DoutputDirectory=}";; esac
done
printf one > "$target/one.jar"
printf three > "$target/three.jar"
"""
FAILS = 'echo "[ERROR] Could not transfer artifact: Network is unreachable"; exit 1'
FAILS_TWICE = f"""
if [ ! -e "$0.second" ]; then
  if [ -e "$0.first" ]; then : > "$0.second"; else : > "$0.first"; fi
  {FAILS}
fi
"""
DIES_HALFWAY = FETCHES_TWO_JARS + "exit 137"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty machine: a cache, and a PATH with nothing but what a test installs."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    return tmp_path


def install(machine: Path, program: str, script: str) -> None:
    """A program that notes each of its runs in `runs`, then does as the script says."""
    path = machine / "bin" / program
    path.write_text(f'#!/bin/sh\necho run >> "{machine}/runs"\n{script}\n')
    path.chmod(0o755)


def runs(machine: Path) -> int:
    noted = machine / "runs"
    return len(noted.read_text().splitlines()) if noted.exists() else 0


def jars(directory: Path) -> set[str]:
    return {jar.name for jar in directory.glob("*.jar")}


def test_jars_are_downloaded_once_into_the_users_cache(machine: Path) -> None:
    install(machine, "mvn", FETCHES_TWO_JARS)
    home = ensure_jars()
    assert home == machine / "cache" / "lmis" / f"kafka-{kafka_version()}"
    assert jars(home) == {"one.jar", "three.jar"}
    assert ensure_jars() == home
    assert runs(machine) == 1


def test_nothing_but_the_jars_is_left_in_the_cache(machine: Path) -> None:
    install(machine, "mvn", FETCHES_TWO_JARS)
    home = ensure_jars()
    assert list(home.parent.iterdir()) == [home]


def test_a_download_that_fails_is_tried_again_more_slowly_each_time(machine: Path) -> None:
    install(machine, "mvn", FAILS_TWICE + FETCHES_TWO_JARS)
    pauses: list[float] = []
    assert jars(ensure_jars(pauses.append)) == {"one.jar", "three.jar"}
    assert pauses == sorted(pauses)
    assert len(pauses) == 2


def test_a_download_that_keeps_failing_says_what_maven_said(machine: Path) -> None:
    install(machine, "mvn", FAILS)
    with pytest.raises(KafkaMissing, match="Network is unreachable"):
        ensure_jars(lambda _: None)
    assert runs(machine) == ATTEMPTS


def test_an_interrupted_download_is_not_taken_for_a_finished_one(machine: Path) -> None:
    install(machine, "mvn", DIES_HALFWAY)
    with pytest.raises(KafkaMissing):
        ensure_jars(lambda _: None)
    install(machine, "mvn", FETCHES_TWO_JARS)
    assert jars(ensure_jars()) == {"one.jar", "three.jar"}


@pytest.mark.parametrize("damage", [lambda jar: jar.unlink(), lambda jar: jar.write_text("t")])
def test_a_damaged_cache_is_downloaded_again(
    machine: Path, damage: Callable[[Path], object]
) -> None:
    install(machine, "mvn", FETCHES_TWO_JARS)
    damage(ensure_jars() / "three.jar")
    assert (ensure_jars() / "three.jar").read_text() == "three"
    assert runs(machine) == 2


def test_a_missing_maven_is_named(machine: Path) -> None:
    with pytest.raises(KafkaMissing, match=r"Maven \(mvn\) is not installed"):
        ensure_jars()


def test_a_missing_java_is_named(machine: Path) -> None:
    with pytest.raises(KafkaMissing, match="Java is not installed"):
        java()


def test_a_java_that_is_too_old_is_refused(machine: Path) -> None:
    install(machine, "java", """echo 'openjdk version "11.0.2" 2019-01-15' >&2""")
    with pytest.raises(KafkaMissing, match="needs Java 17 or newer"):
        java()


def test_a_java_new_enough_is_found(machine: Path) -> None:
    install(machine, "java", """echo 'openjdk version "21" 2023-09-19' >&2""")
    assert java() == str(machine / "bin" / "java")
