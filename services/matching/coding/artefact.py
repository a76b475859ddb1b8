"""The fitted coders on disk: arrays of numbers only, read with checks before use."""

import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from services.matching.coding.combination import Combination, Script
from services.matching.coding.known import KnownWordings
from services.matching.coding.learned import BUCKETS, MeaningModel, WordModel
from services.matching.coding.lexicon import Entry
from services.matching.coding.stored import (
    MODEL_DIRECTORY,
    CoderRefused,
    Subject,
    file_of,
    stored_as_described,
)

SCRIPTS: tuple[Script, ...] = ("thai", "latin")

Arrays = Mapping[str, NDArray[Any]]


def digest_of(entries: Sequence[Entry]) -> str:
    """What tells one lexicon from another: the rows of `KnownWordings` belong to its order."""
    text = "\n".join(f"{entry.code} {entry.key}" for entry in entries)
    return hashlib.sha256(text.encode()).hexdigest()


def write(directory: Path, subject: Subject, fitted: Combination) -> str:
    """Store the arrays; returns their SHA-256."""
    stored = io.BytesIO()
    np.savez_compressed(stored, allow_pickle=False, **_arrays(fitted))
    (directory / file_of(subject)).write_bytes(stored.getvalue())
    return hashlib.sha256(stored.getvalue()).hexdigest()


def read(
    subject: Subject, entries: Sequence[Entry], directory: Path = MODEL_DIRECTORY
) -> Combination:
    """The stored coder of a subject over the lexicon it was fitted on.

    Raises:
        CoderRefused: when the file is not the one in metrics.json, is no archive of arrays, or
            belongs to another lexicon.
    """
    stored = stored_as_described(subject, directory)
    try:
        with np.load(io.BytesIO(stored), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        if str(arrays["lexicon"]) != digest_of(entries):
            raise CoderRefused(
                f"{file_of(subject)} was fitted on another lexicon: run `make train`"
            )
        return _combination(arrays, entries)
    except (zipfile.BadZipFile, ValueError, KeyError) as error:
        raise CoderRefused(f"{file_of(subject)} does not hold a coder's arrays") from error


def _arrays(fitted: Combination) -> Arrays:
    weights = fitted.words.weights
    buckets = np.flatnonzero(fitted.words.rarity)
    kept = weights[buckets]
    step = np.abs(kept.data).max() / 127
    vector_step = np.abs(fitted.known.vectors).max() / 127
    return {
        "lexicon": np.array(digest_of(fitted.known.entries)),
        "buckets": buckets.astype(np.uint32),
        "rarity": fitted.words.rarity[buckets].astype(np.float16),
        "indptr": kept.indptr.astype(np.int32),
        "indices": kept.indices.astype(np.uint16),
        "votes": np.round(kept.data / step).astype(np.int8),
        "step": np.float32(step),
        "intercept": fitted.words.intercept,
        "meaning": fitted.meaning.weights.astype(np.float16),
        "meaning_intercept": fitted.meaning.intercept,
        "axes": fitted.known.axes.astype(np.float16),
        "vectors": np.round(fitted.known.vectors / vector_step).astype(np.int8),
        "vector_step": np.float32(vector_step),
        "weights": np.array([fitted.weights[script] for script in SCRIPTS], dtype=np.float32),
    }


def _combination(arrays: Arrays, entries: Sequence[Entry]) -> Combination:
    return Combination(
        words=_words(arrays),
        meaning=MeaningModel(arrays["meaning"].astype(np.float32), arrays["meaning_intercept"]),
        known=KnownWordings(
            entries,
            arrays["axes"].astype(np.float32),
            arrays["vectors"].astype(np.float32) * arrays["vector_step"],
        ),
        weights={
            script: tuple(map(float, row))
            for script, row in zip(SCRIPTS, arrays["weights"], strict=True)
        },
    )


def _words(arrays: Arrays) -> WordModel:
    buckets = arrays["buckets"].astype(np.intp)
    rarity = np.zeros(BUCKETS, dtype=np.float32)
    rarity[buckets] = arrays["rarity"]
    lengths = np.zeros(BUCKETS + 1, dtype=np.int32)
    lengths[buckets + 1] = np.diff(arrays["indptr"])
    votes = arrays["votes"].astype(np.float32) * arrays["step"]
    shape = (BUCKETS, len(arrays["intercept"]))
    columns = arrays["indices"].astype(np.int32)
    weights = sparse.csr_matrix((votes, columns, np.cumsum(lengths)), shape=shape)
    return WordModel(rarity, weights, arrays["intercept"])
