"""The fitted extractor on disk: written by training, read with checks before use."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED

import numpy as np
from numpy.typing import NDArray

MODEL_DIRECTORY = Path(__file__).parents[1] / "model" / "extraction"
SPACE_FILE = "space.npz"
READINGS_FILE = "readings.skops"
METRICS_FILE = "metrics.json"
CARD_FILE = "MODEL_CARD.md"

TRUSTED_TYPES = ("sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",)
"""Beyond what skops itself knows, the trees: arrays of thresholds, and no code."""

Floats = NDArray[np.float32]


class ExtractorRefused(Exception):
    """The artefact is not the one its metrics describe, or lacks what it must hold."""


@dataclass(frozen=True)
class Reading:
    """The model of one way of reading; `threshold` is the probability where it accepts."""

    model: Any
    threshold: float


@dataclass(frozen=True)
class Artefact:
    """Skill vectors with ids, the projection into their space, word vectors, and the models.

    `frequency` says how often each skill was asked for in the training sentences.
    """

    skills: tuple[str, ...]
    vectors: Floats
    projection: Floats
    words: tuple[str, ...]
    word_vectors: Floats
    frequency: Floats
    close: Reading
    quick: Reading
    version: str


def write(directory: Path, fitted: Artefact) -> dict[str, str]:
    """Store vectors, as bytes, and models; returns each file's SHA-256."""
    from skops import io

    arrays: dict[str, NDArray[Any]] = {
        "skills": np.array(fitted.skills, dtype="S36"),
        "words": np.array(fitted.words, dtype=np.str_),
        "projection": fitted.projection.astype(np.float16),
        "frequency": fitted.frequency.astype(np.float16),
        "vectors": _packed(fitted.vectors),
        "word_vectors": _packed(fitted.word_vectors),
    }
    with (directory / SPACE_FILE).open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)
    readings = {
        name: {"model": reading.model, "threshold": reading.threshold}
        for name, reading in (("close", fitted.close), ("quick", fitted.quick))
    }
    io.dump(readings, directory / READINGS_FILE, compression=ZIP_DEFLATED)
    return {
        name: hashlib.sha256((directory / name).read_bytes()).hexdigest()
        for name in (SPACE_FILE, READINGS_FILE)
    }


def read(directory: Path = MODEL_DIRECTORY) -> Artefact:
    """The stored extractor.

    Raises:
        ExtractorRefused: when a file is not the one in metrics.json, lacks a part, or holds
            types that are not trusted.
    """
    from skops import io
    from skops.io.exceptions import UntrustedTypesFoundException

    described = json.loads((directory / METRICS_FILE).read_text("utf-8"))
    space = _checked(directory / SPACE_FILE, described)
    stored = _checked(directory / READINGS_FILE, described)
    try:
        readings = io.loads(stored, trusted=list(TRUSTED_TYPES))
        with np.load(BytesIO(space), allow_pickle=False) as arrays:
            return Artefact(
                skills=tuple(arrays["skills"].astype(np.str_).tolist()),
                vectors=_unpacked(arrays["vectors"]),
                projection=arrays["projection"].astype(np.float32),
                words=tuple(arrays["words"].tolist()),
                word_vectors=_unpacked(arrays["word_vectors"]),
                frequency=arrays["frequency"].astype(np.float32),
                close=Reading(**readings["close"]),
                quick=Reading(**readings["quick"]),
                version=described["version"],
            )
    except UntrustedTypesFoundException as error:
        raise ExtractorRefused(f"{READINGS_FILE} holds types that are not trusted") from error
    except (KeyError, TypeError) as error:
        raise ExtractorRefused("the extractor's files lack a part") from error


def check(directory: Path = MODEL_DIRECTORY) -> None:
    """Refuse changed files without loading them. Raises ExtractorRefused."""
    described = json.loads((directory / METRICS_FILE).read_text("utf-8"))
    for name in (SPACE_FILE, READINGS_FILE):
        _checked(directory / name, described)


def _checked(path: Path, described: Mapping[str, Any]) -> bytes:
    """The file's content, if it is the file that was described."""
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    if digest != described["sha256"].get(path.name):
        raise ExtractorRefused(f"{path.name} has SHA-256 {digest}, not that of {METRICS_FILE}")
    return content


def _packed(vectors: Floats) -> NDArray[np.int8]:
    """Directions in steps of a 127th of each row's largest number."""
    steps = np.maximum(np.abs(vectors).max(axis=1, keepdims=True), 1e-9) / 127
    packed: NDArray[np.int8] = np.round(vectors / steps).astype(np.int8)
    return packed


def _unpacked(packed: NDArray[np.int8]) -> Floats:
    """The directions again, at length 1."""
    vectors: Floats = packed.astype(np.float32)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    return vectors
