"""The coders' files and what is said of them: checked at start, before anything heavy is loaded."""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal

MODEL_DIRECTORY = Path(__file__).parents[1] / "model" / "coding"
METRICS_FILE = "metrics.json"
CARD_FILE = "MODEL_CARD.md"

Subject = Literal["occupations", "fields"]
SUBJECTS: tuple[Subject, ...] = ("occupations", "fields")


class CoderRefused(Exception):
    """The artefact is not the one its metrics describe, or was fitted on another lexicon."""


def file_of(subject: Subject) -> str:
    """Where a subject's arrays are."""
    return f"{subject}.npz"


def described(directory: Path = MODEL_DIRECTORY) -> dict[str, Any]:
    """Version, digests and figures of the stored coders."""
    found: dict[str, Any] = json.loads((directory / METRICS_FILE).read_text("utf-8"))
    return found


def stored_as_described(subject: Subject, directory: Path = MODEL_DIRECTORY) -> bytes:
    """A subject's file. Raises CoderRefused when it is not the one in metrics.json."""
    stored = (directory / file_of(subject)).read_bytes()
    digest = hashlib.sha256(stored).hexdigest()
    if digest != described(directory)["sha256"].get(subject):
        raise CoderRefused(f"{file_of(subject)} has SHA-256 {digest}, not that of {METRICS_FILE}")
    return stored


def check(directory: Path = MODEL_DIRECTORY) -> None:
    """Refuse changed files without loading them. Raises CoderRefused."""
    for subject in SUBJECTS:
        stored_as_described(subject, directory)
