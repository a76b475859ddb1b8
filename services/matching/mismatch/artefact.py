"""The fitted mismatch models on disk: written by training, read with checks before use."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile

from services.matching.mismatch.pay import PayScale
from services.matching.mismatch.view import ModelDimension

MODEL_DIRECTORY = Path(__file__).parents[1] / "model" / "mismatch"
MODEL_FILE = "model.skops"
METRICS_FILE = "metrics.json"
CARD_FILE = "MODEL_CARD.md"

_STATED = frozenset(("version", "sha256", "score_deciles"))

TRUSTED_TYPES: tuple[str, ...] = ()
"""Nothing beyond the estimators and arrays that skops itself knows."""

_OTHER_FORM = (BadZipFile, KeyError, TypeError, ValueError, AttributeError)
"""What a file that is sound in itself, but no mismatch model, raises where it is read."""

DIMENSIONS: tuple[ModelDimension, ...] = ("vertical", "horizontal")


class ModelRefused(Exception):
    """The artefact is not the one its metrics describe, or not of the form expected."""


@dataclass(frozen=True)
class FittedDimension:
    """`pipeline` gives the odds, `centres` each fact's mean contribution in training.

    `pay_scale` is that of the persons it was fitted on, where their pay may be compared with
    others': a weight for pay means nothing on another scale.
    """

    pipeline: Any
    centres: Mapping[str, float]
    threshold: float
    pay_scale: PayScale | None = None


@dataclass(frozen=True)
class Artefact:
    """Both dimensions, the version and digest that name them, and what metrics.json states.

    `score_deciles` cut the scores of persons held out in training into tenths.
    """

    dimensions: Mapping[ModelDimension, FittedDimension]
    version: str
    sha256: str
    score_deciles: Mapping[str, Sequence[float]]


def write(directory: Path, dimensions: Mapping[ModelDimension, FittedDimension]) -> str:
    """Store the models under `directory`; returns their SHA-256."""
    from skops import io

    content = {
        name: {
            "pipeline": fitted.pipeline,
            "centres": dict(fitted.centres),
            "threshold": fitted.threshold,
            "pay_scale": fitted.pay_scale.percentiles() if fitted.pay_scale else None,
        }
        for name, fitted in dimensions.items()
    }
    path = directory / MODEL_FILE
    io.dump(content, path, compression=ZIP_DEFLATED)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(directory: Path = MODEL_DIRECTORY) -> Artefact:
    """The stored models.

    Raises:
        ModelRefused: when the file is not the one in metrics.json, holds other types, or is
            something else than a mismatch model.
    """
    from skops import io
    from skops.io.exceptions import UntrustedTypesFoundException

    described, stored = _described(directory)
    try:
        content = io.loads(stored, trusted=list(TRUSTED_TYPES))
        return Artefact(
            dimensions={name: _fitted(content[name]) for name in DIMENSIONS},
            version=described["version"],
            sha256=described["sha256"],
            score_deciles=described["score_deciles"],
        )
    except UntrustedTypesFoundException as error:
        raise ModelRefused(f"{MODEL_FILE} holds types that are not trusted") from error
    except _OTHER_FORM as error:
        raise ModelRefused(f"{directory} holds no mismatch model: {error!r}") from error


def _fitted(content: Mapping[str, Any]) -> FittedDimension:
    pipeline, centres = content["pipeline"], content["centres"]
    names = pipeline["terms"].get_feature_names_out()
    if pipeline["odds"].coef_.shape != (1, len(names)):
        raise ValueError("as many weights as terms are expected")
    return FittedDimension(
        pipeline=pipeline,
        centres={str(fact): float(share) for fact, share in centres.items()},
        threshold=float(content["threshold"]),
        pay_scale=PayScale.from_percentiles(content.get("pay_scale")),
    )


def check(directory: Path = MODEL_DIRECTORY) -> None:
    """Refuse a changed artefact without loading it. Raises ModelRefused."""
    _described(directory)


def figures(directory: Path) -> dict[str, Any]:
    """What metrics.json says. Raises ModelRefused."""
    try:
        stated = json.loads((directory / METRICS_FILE).read_text("utf-8"))
    except (FileNotFoundError, json.JSONDecodeError, UnicodeDecodeError) as error:
        raise ModelRefused(f"{directory} holds no model: {error}") from error
    if not isinstance(stated, dict) or not stated.keys() >= _STATED:
        raise ModelRefused(f"{METRICS_FILE} in {directory} is not that of a mismatch model")
    return stated


def _described(directory: Path) -> tuple[dict[str, Any], bytes]:
    """What metrics.json says, and the file that it says it of."""
    described = figures(directory)
    try:
        stored = (directory / MODEL_FILE).read_bytes()
    except FileNotFoundError as error:
        raise ModelRefused(f"{directory} holds no model: {error}") from error
    digest = hashlib.sha256(stored).hexdigest()
    if digest != described["sha256"]:
        raise ModelRefused(f"{MODEL_FILE} has SHA-256 {digest}, not that of {METRICS_FILE}")
    return described, stored
