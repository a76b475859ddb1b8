"""Multinomial logistic regression by mini-batches: sparse clues or dense embeddings to codes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import softmax

Floats = NDArray[np.float32]

_BATCH = 256


def fit(
    rows: Any,
    classes: NDArray[np.intp],
    weights: Floats,
    n_classes: int,
    *,
    epochs: int,
    rate: float,
    seed: int,
) -> tuple[Floats, Floats]:
    """Weights (features, classes) and intercept, by AdaGrad (Duchi, Hazan and Singer 2011, JMLR
    12) with steps falling to nothing over the epochs.

    Sparse features have one step size each, to keep memory small; dense ones one for each class.
    """
    coefficients = np.zeros((rows.shape[1], n_classes), np.float32)
    intercept = np.zeros(n_classes, np.float32)
    dense = not sparse.issparse(rows)
    history = np.full(
        (rows.shape[1], n_classes if dense else 1), 1e-3 if dense else 1e-2, np.float32
    )
    intercept_history = 1e-2
    draw = np.random.default_rng(seed)
    for epoch in range(epochs):
        order = draw.permutation(rows.shape[0])
        step = rate * (1 - epoch / epochs)
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            columns, seen = _seen(rows[batch])
            mine = coefficients[columns]
            excess = softmax(seen @ mine + intercept, axis=1)
            excess[np.arange(len(batch)), classes[batch]] -= 1
            excess *= weights[batch, np.newaxis]
            gradient = seen.T @ excess
            squares = gradient**2
            history[columns] += squares if dense else squares.sum(axis=1, keepdims=True)
            coefficients[columns] = mine - step / np.sqrt(history[columns]) * gradient
            of_intercept = excess.sum(axis=0)
            intercept_history += float(of_intercept @ of_intercept)
            intercept -= step / np.sqrt(intercept_history) * of_intercept
    return coefficients, intercept


def _seen(rows: Any) -> tuple[NDArray[np.intp], Any]:
    """The features that occur in a batch, and the batch in these features alone."""
    if not sparse.issparse(rows):
        return np.arange(rows.shape[1]), rows
    columns, places = np.unique(rows.indices, return_inverse=True)
    shape = (rows.shape[0], len(columns))
    return columns, sparse.csr_matrix((rows.data, places, rows.indptr), shape=shape)
