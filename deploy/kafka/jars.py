"""Fetches Apache Kafka's jars with Maven once and keeps them in the user's cache directory."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from shared.settings import cache_directory

POM = Path(__file__).with_name("pom.xml")
MINIMUM_JAVA = 17
ATTEMPTS = 3
_MARKER = "complete"
_DOWNLOAD_SECONDS = 600


class KafkaMissing(Exception):
    """A local Apache Kafka cannot be had here; the message says what is missing."""


def kafka_version() -> str:
    """The release of Apache Kafka that `pom.xml` names."""
    found = re.search(r"<kafka\.version>(.+?)</kafka\.version>", POM.read_text())
    if found is None:
        raise KafkaMissing(f"{POM.name} names no kafka.version")
    return found[1]


def ensure_jars(sleep: Callable[[float], None] = time.sleep) -> Path:
    """The directory of Kafka's jars, downloaded if it is not there yet.

    Raises:
        KafkaMissing: naming Java, Maven or the network.
    """
    version = kafka_version()
    home = cache_directory() / f"kafka-{version}"
    if _is_complete(home):
        return home
    maven = shutil.which("mvn")
    if maven is None:
        raise KafkaMissing(
            f"Maven (mvn) is not installed and Apache Kafka {version} is not in {home}"
        )
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{home.name}-", dir=home.parent) as scratch:
        _download(maven, Path(scratch), version, sleep)
        _move_into_place(Path(scratch), home)
    return home


def java() -> str:
    """Path of a Java that can run Kafka; raises KafkaMissing."""
    path = shutil.which("java")
    if path is None:
        raise KafkaMissing(f"Java is not installed; Apache Kafka needs {MINIMUM_JAVA} or newer")
    try:
        printed = subprocess.run(
            [path, "-version"], capture_output=True, text=True, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise KafkaMissing(f"{path} does not run: {error}") from error
    release = re.search(r'version "(\d+)', printed.stderr + printed.stdout)
    if release is None or int(release[1]) < MINIMUM_JAVA:
        raise KafkaMissing(f"{path} is too old; Apache Kafka needs Java {MINIMUM_JAVA} or newer")
    return path


def _download(maven: str, directory: Path, version: str, sleep: Callable[[float], None]) -> None:
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(2.0 * 2**attempt)
        fault = _copy_dependencies(maven, directory)
        if fault is None:
            return
    raise KafkaMissing(
        f"Apache Kafka {version} could not be downloaded from Maven Central in {ATTEMPTS} "
        f"attempts; is there a network, does Maven know its mirror? It said: {fault}"
    )


def _copy_dependencies(maven: str, directory: Path) -> str | None:
    """Run Maven once; what it complained about, or None when the jars are there."""
    command = [
        maven, "--batch-mode", "--no-transfer-progress", "--quiet",
        "--update-snapshots",  # also asks again for what failed before
        "-Dstyle.color=never", f"--file={POM}",
        "org.apache.maven.plugins:maven-dependency-plugin:copy-dependencies",
        "-DincludeScope=runtime", f"-DoutputDirectory={directory}",
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    if done.returncode == 0:
        return None
    _, complained, complaint = done.stdout.partition("[ERROR] ")
    return complaint.splitlines()[0] if complained else f"exit {done.returncode}"


def _move_into_place(scratch: Path, home: Path) -> None:
    """Publish a finished download; the marker is written last and lists what belongs to it."""
    home.mkdir(exist_ok=True)
    jars = sorted(scratch.glob("*.jar"))
    for jar in jars:
        jar.replace(home / jar.name)
    listing = "".join(f"{(home / jar.name).stat().st_size} {jar.name}\n" for jar in jars)
    draft = scratch / _MARKER
    draft.write_text(listing)
    draft.replace(home / _MARKER)


def _is_complete(home: Path) -> bool:
    marker = home / _MARKER
    if not marker.is_file():
        return False
    for line in marker.read_text().splitlines():
        size, name = line.split(" ", 1)
        jar = home / name
        if not jar.is_file() or jar.stat().st_size != int(size):
            return False
    return True
