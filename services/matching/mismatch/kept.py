"""The versions of the mismatch model that a deployment keeps: which one runs, and which did."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.matching.mismatch.artefact import METRICS_FILE, MODEL_DIRECTORY, ModelRefused

SHIPPED = "shipped"
"""Name of the version that comes with the code."""

_POINTER = "running"


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
    """Name of the version that runs."""
    pointer = models / _POINTER
    return pointer.read_text("utf-8").strip() if pointer.is_file() else SHIPPED


def directory_of(models: Path, version: str) -> Path:
    """Where a version lies. Raises ModelRefused for one that is not kept."""
    if version == SHIPPED:
        return MODEL_DIRECTORY
    found = models / version
    if found.parent != models or not (found / METRICS_FILE).is_file():
        raise ModelRefused(f"no version {version!r} of the mismatch model is kept in {models}")
    return found


def versions(models: Path) -> list[Kept]:
    """The shipped version and every one made here, oldest first."""
    own = sorted(path.parent.name for path in models.glob(f"*/{METRICS_FILE}"))
    runs = running_version(models)
    return [Kept(name, _figures(models, name), name == runs) for name in (SHIPPED, *own)]


def promote(models: Path, version: str) -> None:
    """Make a kept version the one that services load when they start.

    Raises:
        ModelRefused: no such version is kept.
    """
    directory_of(models, version)
    models.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = models / f".{_POINTER}.{os.getpid()}"
    draft.write_text(f"{version}\n", "utf-8")
    draft.replace(models / _POINTER)


def _figures(models: Path, version: str) -> Mapping[str, Any]:
    text = (directory_of(models, version) / METRICS_FILE).read_text("utf-8")
    figures: Mapping[str, Any] = json.loads(text)
    return figures
