"""The versions of the mismatch model that a deployment keeps: which one runs, and which did."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.matching.mismatch import artefact
from services.matching.mismatch.artefact import METRICS_FILE, MODEL_DIRECTORY, ModelRefused

SHIPPED = "shipped"
"""Name of the version that comes with the code."""

_POINTER = "running"
_DRAFT = "."
"""What the names of drafts begin with: they are no versions, however complete they look."""


@dataclass(frozen=True)
class Kept:
    """One version: its figures, and whether it is the one that runs."""

    version: str
    figures: Mapping[str, Any]
    runs: bool


def running(models: Path) -> Path:
    """Directory of the version that runs: the promoted one, else the shipped one.

    Raises:
        ModelRefused: the promoted version is not there.
    """
    return directory_of(models, running_version(models))


def running_version(models: Path) -> str:
    """Name of the version that runs.

    Raises:
        ModelRefused: the file that should name it does not.
    """
    pointer = models / _POINTER
    if not pointer.is_file():
        return SHIPPED
    named = pointer.read_bytes().decode("utf-8", "replace").strip()
    if not named:
        raise ModelRefused(f"{pointer} names no version: `lmis train --rollback VERSION` does")
    return named


def directory_of(models: Path, version: str) -> Path:
    """Where a version lies. Raises ModelRefused for one that is not kept."""
    if version == SHIPPED:
        return MODEL_DIRECTORY
    found = models / version
    draft = version.startswith(_DRAFT)
    if draft or found.parent != models or not (found / METRICS_FILE).is_file():
        raise ModelRefused(f"no version {version!r} of the mismatch model is kept in {models}")
    return found


def versions(models: Path) -> list[Kept]:
    """The shipped version and every one made here, oldest first.

    Raises:
        ModelRefused: a version's figures, or the name of the one that runs, cannot be read.
    """
    found = (path.parent.name for path in models.glob(f"*/{METRICS_FILE}"))
    own = sorted(name for name in found if not name.startswith(_DRAFT))
    runs = running_version(models)
    return [Kept(name, _figures(models, name), name == runs) for name in (SHIPPED, *own)]


@contextmanager
def drafted(models: Path, version: str) -> Iterator[Path]:
    """An empty directory to write in, which becomes the version once all of it is on disk.

    A kill or a power cut leaves a draft behind, or nothing, but never half a version.
    """
    models.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = models / f"{_DRAFT}{version}.{os.getpid()}"
    draft.mkdir(mode=0o700)
    try:
        yield draft
        for path in (*draft.iterdir(), draft):
            _on_disk(path)
        draft.rename(models / version)
        _on_disk(models)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def promote(models: Path, version: str) -> None:
    """Make a kept version the one that services load when they start.

    Raises:
        ModelRefused: no such version is kept, or it is not as it was written.
    """
    artefact.read(directory_of(models, version))
    models.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = models / f"{_DRAFT}{_POINTER}.{os.getpid()}"
    draft.write_text(f"{version}\n", "utf-8")
    _on_disk(draft)
    draft.replace(models / _POINTER)
    _on_disk(models)


def _on_disk(path: Path) -> None:
    """A rename may reach the disk before what it names, unless that is made to."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _figures(models: Path, version: str) -> Mapping[str, Any]:
    return artefact.figures(directory_of(models, version))
